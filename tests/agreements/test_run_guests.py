"""A supplier lets guests in by mail, limits them and withdraws them; moving on loses nothing (SPEC.md I1)."""

import pytest
from django.urls import reverse

from tests.agreements.asking import Guests, noted, person_of
from tests.agreements.test_agreement import mails
from wholesale.errors import InvalidTransition, StaleVersion
from wholesale.mail.models import OutboundEmail
from wholesale.organizations import services
from wholesale.organizations.acting import acting_of, context_at, seats_of
from wholesale.organizations.details import GuestAccess
from wholesale.organizations.enums import (
    AgreementMode,
    GuestLimit,
    GuestRequestState,
    MemberRole,
    Party,
    Side,
)
from wholesale.organizations.errors import AlreadyGuest, AlreadyInvited, GuestDoorClosed, InvitationClosed
from wholesale.organizations.models import GuestRequest, MemberInvitation, Membership
from wholesale.organizations.roles import Permission
from wholesale.organizations.services import (
    accept_member_invitation,
    change_guest,
    change_mode,
    end_agreement,
    invite_colleague,
    resend_guest_invitation,
    revoke_guest_invitation,
    take_over_account,
    withdraw_guest,
)
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.testing import acting_as, as_owner

STOCK = "/api/v1/gale/delivering/orders/"


@pytest.fixture
def birch(world):
    return Guests(world)


@pytest.fixture
def gus(world):
    world.users["gus"] = person_of("gus")
    return world.users["gus"]


def token_to(email):
    with as_owner():
        mail = OutboundEmail.objects.filter(to=email).latest("created_at")
    return hash_of(mail.text.split("/join/")[1].split("/")[0])


def rights(person):
    return acting_of(person, slug="gale", side=Side.DELIVERING).permissions


def test_access_given_by_mail_begins_when_it_is_accepted(birch, gus):
    birch.invite("Gus@example.com")
    assert seats_of(gus) == []

    membership = accept_member_invitation(token_hash=token_to(gus.email), by=gus)

    assert (membership.role, str(membership.guest_of)) == (MemberRole.DRIVER, "Birch")
    assert [str(seat.guest_of) for seat in seats_of(gus)] == ["Birch"]
    assert mails() == [("organizations/guest_invited", "gus@example.com")]
    assert noted("guest_joined") == [("birch", "Gus"), ("gale", "Gus")]
    with pytest.raises(InvitationClosed):
        accept_member_invitation(token_hash=token_to(gus.email), by=gus)
    with pytest.raises(AlreadyGuest):
        birch.invite("gus@example.com")


def test_an_invitation_is_sent_again_taken_back_and_given_once(birch, gus):
    first = birch.invite(gus.email)
    old = token_to(gus.email)
    with pytest.raises(AlreadyInvited):
        birch.invite(gus.email)
    birch.do(resend_guest_invitation, invitation=first)
    with pytest.raises(InvitationClosed):
        accept_member_invitation(token_hash=old, by=gus)
    birch.do(revoke_guest_invitation, invitation=first)
    for late in (resend_guest_invitation, revoke_guest_invitation):
        with pytest.raises(InvitationClosed):
            birch.do(late, invitation=first)
    with pytest.raises(InvitationClosed):
        accept_member_invitation(token_hash=token_to(gus.email), by=gus)
    assert seats_of(gus) == []


def test_an_invitation_and_a_request_of_one_person_settle_each_other(birch, gus):
    request = birch.asked(gus)
    birch.invite(gus.email)
    accept_member_invitation(token_hash=token_to(gus.email), by=gus)
    with as_owner():
        assert GuestRequest.objects.get(pk=request.pk).state == GuestRequestState.ACCEPTED

    other = person_of("olga")
    birch.invite(other.email)
    birch.approve(birch.asked(other))
    with pytest.raises(InvitationClosed):
        accept_member_invitation(token_hash=token_to_invited(other.email), by=other)


def token_to_invited(email):
    with as_owner():
        mail = OutboundEmail.objects.get(to=email, template="organizations/guest_invited")
    return hash_of(mail.text.split("/join/")[1].split("/")[0])


def test_a_guests_role_and_limit_say_what_they_may(birch, gus):
    membership = birch.let_in(gus, MemberRole.ADMIN)
    assert {Permission.MANAGE_STOCK, Permission.MANAGE_AGREEMENTS, Permission.DELIVER_ORDERS} <= rights(gus)
    assert not {
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_SETTINGS,
        Permission.VIEW_CUSTOMERS,
        Permission.VIEW_AMOUNTS,
    } & rights(gus)

    def change(role, limit):
        nonlocal membership
        membership = birch.do(
            change_guest,
            membership=membership,
            access=GuestAccess(role, limit),
            version=membership.version,
        )

    change(MemberRole.DISPATCHER, GuestLimit.NO_STOCK)
    assert not {Permission.MANAGE_STOCK, Permission.TRANSFER_STOCK, Permission.MANAGE_AGREEMENTS} & rights(
        gus
    )
    assert {Permission.VIEW_STOCK, Permission.DELIVER_ORDERS} <= rights(gus)
    change(MemberRole.DISPATCHER, GuestLimit.READ_ONLY)
    assert rights(gus) == {Permission.VIEW_ORDERS, Permission.VIEW_STOCK, Permission.VIEW_AGREEMENTS}
    change(MemberRole.DRIVER, GuestLimit.READ_ONLY)
    assert rights(gus) == {Permission.VIEW_ORDERS}
    assert membership.version == 4
    assert len(noted("guest_changed")) == 6


def test_of_two_who_change_a_guest_the_second_is_told(birch, gus):
    membership = birch.let_in(gus)
    driver = GuestAccess(MemberRole.DRIVER)
    birch.do(change_guest, membership=membership, access=driver, version=1)
    with pytest.raises(StaleVersion):
        birch.do(change_guest, membership=membership, access=GuestAccess(MemberRole.ADMIN), version=1)
    birch.withdraw(membership)
    with pytest.raises(InvalidTransition):
        birch.do(change_guest, membership=membership, access=driver, version=2)
    with pytest.raises(InvalidTransition):
        birch.do(withdraw_guest, membership=membership)
    assert seats_of(gus) == []


def test_withdrawn_is_gone_with_the_next_click_and_other_work_goes_on(world, birch, gus):
    membership = birch.let_in(gus)
    with as_owner():
        Membership.objects.create(user=gus, organization=world.orgs["dawn"], role=MemberRole.DISPATCHER)
    client = world.client("gus")
    assert client.get(STOCK).status_code == 200
    assert client.get(reverse("orders:delivering_today", args=["gale"])).status_code == 200

    birch.withdraw(membership)

    assert client.get(STOCK).status_code == 404
    assert client.get(reverse("orders:delivering_today", args=["gale"])).status_code == 404
    assert client.get(reverse("orders:delivering_today", args=["dawn"])).status_code == 200
    assert mails()[-1] == ("organizations/guest_withdrawn", "gus@example.com")
    assert noted("guest_withdrawn") == [("birch", "Birch Admin"), ("gale", "Birch Admin")]


def test_the_supplier_reads_when_a_guest_was_last_there(world, birch, gus):
    membership = birch.let_in(gus)
    assert membership.last_seen_at is None
    world.client("gus").get(STOCK)
    with as_owner():
        seen = Membership.objects.get(pk=membership.pk).last_seen_at
        assert seen is not None
        assert not Membership.objects.filter(guest_of=None, last_seen_at__isnull=False).exists()
    world.client("gus").get(STOCK)
    with as_owner():
        assert Membership.objects.get(pk=membership.pk).last_seen_at == seen


def test_external_and_back_loses_no_guest(world, birch, gus):
    birch.let_in(gus)
    waits = birch.asked(person_of("wanda"))
    birch.invite("ines@example.com")
    birch.do(change_mode, mode=AgreementMode.EXTERNAL, version=1)
    assert seats_of(gus) == []
    with pytest.raises(GuestDoorClosed):
        birch.invite("late@example.com")
    with pytest.raises(InvitationClosed):
        accept_member_invitation(token_hash=token_to("ines@example.com"), by=person_of("ines"))

    birch.do(change_mode, mode=AgreementMode.GUEST, version=2)

    assert len(seats_of(gus)) == 1
    assert birch.approve(waits).guest_of_id == world.org_id("birch")


def test_the_end_closes_what_waits(birch, gus):
    request = birch.asked(gus)
    birch.invite("ines@example.com")
    birch.do(end_agreement, party=Party.SUPPLIER)
    with as_owner():
        assert GuestRequest.objects.get(pk=request.pk).state == GuestRequestState.REFUSED
        assert not MemberInvitation.objects.filter(
            email="ines@example.com", revoked_at=None, accepted_at=None
        ).exists()


def test_a_company_that_takes_its_account_over_invites_its_former_guests(world, birch, gus):
    birch.let_in(gus)
    birch.invite("ines@example.com")
    birch.do(services.invite_to_account, email="nadia@example.com")
    nadia = person_of("nadia")
    with as_owner():
        mail = OutboundEmail.objects.get(template="organizations/account_offered")
    take_over_account(token_hash=hash_of(mail.text.split("/join/account/")[1].split("/")[0]), by=nadia)
    assert seats_of(gus) == []

    with acting_as(context_at(world.org_id("gale"), Side.DELIVERING, user_id=nadia.pk)):
        for email in (gus.email, "ines@example.com"):
            invite_colleague(
                organization=world.orgs["gale"],
                email=email,
                role=MemberRole.DISPATCHER,
                language="en",
                by=nadia,
            )
    accept_member_invitation(token_hash=token_to(gus.email), by=gus)
    assert [(seat.side, seat.guest_of) for seat in seats_of(gus)] == [("delivering", None)]

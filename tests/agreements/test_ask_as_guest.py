"""A distributor's person asks a supplier for access by its link, and the supplier decides (SPEC.md I1)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.agreements.asking import Guests, noted, person_of
from tests.agreements.test_agreement import mails
from wholesale.api.errors import TooManyRequests
from wholesale.errors import InvalidTransition
from wholesale.organizations import limits, queries, services
from wholesale.organizations.acting import seats_of
from wholesale.organizations.details import GuestAccess
from wholesale.organizations.enums import AgreementMode, AgreementStatus, GuestRequestState, MemberRole
from wholesale.organizations.errors import (
    AlreadyAsked,
    AlreadyGuest,
    GuestDoorClosed,
    GuestLinkReplaced,
    RoleUnknownHere,
    WorksForSupplier,
)
from wholesale.organizations.models import Agreement, GuestLink, GuestRequest, Membership
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def birch(world):
    return Guests(world)


@pytest.fixture
def gus(db):
    return person_of("gus")


def count_of(model, **filters):
    with as_owner():
        return model.objects.filter(**filters).count()


def test_who_asks_waits_and_is_let_in_by_the_supplier_alone(world, birch, gus):
    request = birch.asked(gus, message="I drive the early round.")

    assert seats_of(gus) == []
    assert mails() == [("organizations/guest_asked", "birch@example.com")]
    own = queries.own_guest_requests(gus)
    assert [(each.supplier_name, each.distributor_name, each.state, each.is_open) for each in own] == [
        ("Birch", "Gale", "waiting", True)
    ]

    membership = birch.approve(request)

    assert (membership.role, membership.guest_of_id) == (MemberRole.DISPATCHER, world.org_id("birch"))
    assert [(seat.organization.slug, seat.side, str(seat.guest_of)) for seat in seats_of(gus)] == [
        ("gale", "delivering", "Birch")
    ]
    assert mails()[1:] == [("organizations/guest_let_in", "gus@example.com")]
    assert noted("guest_asked") == [("birch", "Gus"), ("gale", "Gus")]
    assert noted("guest_let_in") == [("birch", "Birch Admin"), ("gale", "Birch Admin")]


def test_a_refused_person_asks_again_and_the_supplier_reads_that_it_is_again(birch, gus):
    first = birch.asked(gus)
    birch.refuse(first)
    assert seats_of(gus) == []
    second = birch.asked(gus)

    assert [each.state for each in queries.own_guest_requests(gus)] == ["waiting", "refused"]
    birch.approve(second)
    assert len(seats_of(gus)) == 1
    assert ("organizations/guest_refused", "gus@example.com") in mails()


def test_nothing_is_decided_twice(birch, gus):
    request = birch.asked(gus)
    birch.approve(request)
    for again in (birch.approve, birch.refuse):
        with pytest.raises(InvalidTransition):
            again(request)
    assert count_of(Membership, user=gus) == 1
    assert [mail for mail in mails() if mail[1] == "gus@example.com"] == [
        ("organizations/guest_let_in", "gus@example.com")
    ]


def test_who_need_not_ask_does_not(world, birch, gus):
    birch.asked(gus)
    with pytest.raises(AlreadyAsked):
        birch.asked(gus)
    with pytest.raises(AlreadyGuest):
        birch.asked(world.users["gale"])
    with pytest.raises(WorksForSupplier):
        birch.asked(world.users["birch"])
    assert count_of(GuestRequest, state=GuestRequestState.WAITING) == 1


def test_a_role_that_no_distributor_has_is_refused(birch, gus):
    request = birch.asked(gus)
    with pytest.raises(RoleUnknownHere):
        birch.approve(request, GuestAccess(MemberRole.ACCOUNTING))
    assert seats_of(gus) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"mode": AgreementMode.EXTERNAL}, "ended"),
        ({"mode": AgreementMode.CONNECTED}, "ended"),
        ({"status": AgreementStatus.ENDED, "ended_at": timezone.now()}, "ended"),
        ({"status": AgreementStatus.PROPOSED}, "ended"),
    ],
)
def test_nobody_asks_or_is_let_in_while_the_agreement_does_not_say_so(world, birch, gus, change, reason):
    request, late = birch.asked(gus), person_of("late")
    token_hash = hash_of(birch.link())
    with as_owner():
        Agreement.objects.filter(distributor=world.orgs["gale"]).update(**change)

    with pytest.raises(GuestDoorClosed) as asked:
        services.ask_as_guest(token_hash=token_hash, name="Late", message="", by=late)
    with pytest.raises(GuestDoorClosed):
        birch.approve(request)

    assert asked.value.reason == reason
    assert (seats_of(gus), queries.own_guest_requests(gus)[0].is_open) == ([], False)
    assert count_of(Membership, user=gus) == 0


def test_a_link_that_is_off_replaced_or_made_up_lets_nobody_ask(birch, gus):
    old = hash_of(birch.link())
    with as_owner():
        seen = GuestLink.objects.get(token_hash=old)
    birch.do(services.switch_guest_link_off, seen=seen.pk)
    assert refused(old, gus) == "off"
    birch.do(services.switch_guest_link_on, seen=seen.pk)
    new = birch.do(services.replace_guest_link, seen=seen.pk)
    assert refused(old, gus) == "replaced"
    assert refused(hash_of("made up"), gus) == "unknown"
    for stale in (services.replace_guest_link, services.switch_guest_link_off):
        with pytest.raises(GuestLinkReplaced):
            birch.do(stale, seen=seen.pk)

    assert count_of(GuestRequest, user=gus) == 0
    assert birch.made().pk == new.pk
    assert noted("guest_link_replaced")[0][0] == "birch"


def refused(token_hash, person):
    with pytest.raises(GuestDoorClosed) as closed:
        services.ask_as_guest(token_hash=token_hash, name="Gus", message="", by=person)
    return closed.value.reason


def test_whoever_reads_the_database_has_no_link(birch):
    token = birch.link()
    with as_owner():
        row = GuestLink.objects.filter(token_hash=hash_of(token)).values().get()
    assert token not in str(row)


def test_a_person_asks_three_times_a_day_here(birch, gus):
    for _ in range(limits.GUEST_REQUESTS_TO_ONE_SUPPLIER_PER_DAY):
        birch.refuse(birch.asked(gus))
    with pytest.raises(TooManyRequests):
        birch.asked(gus)
    with as_owner():
        GuestRequest.objects.filter(user=gus).update(asked_at=timezone.now() - timedelta(hours=25))
    birch.asked(gus)


def test_a_person_and_a_link_have_their_limits_over_all(world, birch, gus, monkeypatch):
    monkeypatch.setattr(limits, "GUEST_REQUESTS_OF_ONE_PERSON_PER_DAY", 1)
    monkeypatch.setattr(limits, "GUESTS_BY_ONE_LINK_PER_DAY", 3)
    birch.refuse(birch.asked(gus))
    with pytest.raises(TooManyRequests):
        birch.asked(gus)
    birch.asked(person_of("other"))  # the cast's refused request is the third
    with pytest.raises(TooManyRequests):
        birch.asked(person_of("third"))
    assert count_of(GuestRequest, supplier=world.orgs["birch"], distributor=world.orgs["gale"]) == 3


def test_one_person_is_guest_of_several_suppliers(world, birch, gus):
    with as_owner():
        Agreement.objects.filter(distributor=world.orgs["dusk"]).update(mode=AgreementMode.GUEST)
    alder = Guests(world, "alder", "dusk")
    first, second = birch.let_in(gus), alder.let_in(gus, MemberRole.DRIVER)

    assert [(seat.organization.slug, str(seat.guest_of)) for seat in seats_of(gus)] == [
        ("dusk", "Alder"),
        ("gale", "Birch"),
    ]
    with acting_as(world.context("alder")):
        assert [each.pk for each in queries.guests_of(alder.agreement)] == [second.pk]
        assert not Membership.objects.filter(pk=first.pk).exists()
    birch.withdraw(first)
    assert [seat.organization.slug for seat in seats_of(gus)] == ["dusk"]


def test_a_distributor_with_an_account_of_its_own_has_no_guests(world, gus):
    with as_owner():
        keys = {"supplier": world.orgs["alder"], "distributor": world.orgs["dawn"]}
        Agreement.objects.filter(**keys).update(mode=AgreementMode.GUEST)
        GuestLink.objects.filter(**keys).update(token_hash=hash_of("dawn"))
    with pytest.raises(GuestDoorClosed) as closed:
        Guests(world, "alder", "dawn").link()
    assert closed.value.reason == refused(hash_of("dawn"), gus) == "own_account"

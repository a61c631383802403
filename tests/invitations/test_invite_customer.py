"""Invitations are sent, sent again and withdrawn (SPEC.md N1)."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from invitations import queries, services
from invitations.errors import AlreadyInvited, NoContactEmail
from invitations.models import Invitation
from retailers.enums import CustomerStatus, Relation
from retailers.models import Customer
from retailers.services import CustomerDetails, add_customer, edit_customer
from tests.invitations.conftest import EMAIL, invite, last_token, mails, token_of
from wholesale.errors import InvalidTransition
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.testing import acting_as, as_owner


def stored(row):
    with as_owner():
        return type(row).objects.get(pk=row.pk)


def test_the_mail_is_the_suppliers_in_the_readers_language(world, bar):
    invitation = invite(world, bar)

    (mail,) = mails()
    assert (mail.to, mail.language, mail.from_name) == (EMAIL, "fr", "Alder")
    assert mail.reply_to == "alder@example.com"
    assert "Bar Le Cormoran" in mail.text
    assert "Dawn" in mail.text
    assert "Jeanne" in mail.html
    token = token_of(mail)
    assert token not in stored(invitation).token_hash
    assert hash_of(token) == stored(invitation).token_hash
    assert timedelta(days=13, hours=23) < invitation.expires_at - timezone.now() < timedelta(days=14, hours=1)
    customer = stored(bar)
    assert (customer.status, customer.relation) == (CustomerStatus.INVITED, Relation.ASKED_BY_SUPPLIER)
    assert customer.invited_at is not None


def test_inviting_again_replaces_the_link(world, bar):
    first = invite(world, bar)
    old = last_token()

    second = invite(world, bar)

    assert second.pk == first.pk
    assert stored(first).sent_count == 2
    with transaction.atomic():
        assert queries.invitation_by_hash(hash_of(old)) is None
        assert queries.invitation_by_hash(hash_of(last_token())) == first
    assert len(mails()) == 2


def test_an_expired_invitation_is_sent_again(world, bar):
    invitation = invite(world, bar)
    with as_owner():
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(days=1))

    with acting_as(world.context("alder")):
        services.resend_invitation(invitation=invitation, by=world.users["alder"])

    assert stored(invitation).waits


def test_a_withdrawn_one_is_not_sent_again_but_invited_anew_in_the_same_row(world, bar):
    invitation = invite(world, bar)
    old = last_token()
    with acting_as(world.context("alder")):
        services.revoke_invitation(invitation=invitation, by=world.users["alder"])
        for verb in (services.resend_invitation, services.revoke_invitation):
            with pytest.raises(InvalidTransition):
                verb(invitation=invitation, by=world.users["alder"])

    assert len(mails()) == 1
    again = stored(invite(world, bar))
    assert again.pk == invitation.pk
    assert (again.status, again.revoked_at, again.sent_count) == ("pending", None, 2)
    with transaction.atomic():
        assert queries.invitation_by_hash(hash_of(old)) is None


def test_without_an_address_nothing_is_sent(world):
    with acting_as(world.context("alder")):
        rolf = add_customer(
            supplier=world.orgs["alder"],
            retailer=world.orgs["rolf"],
            details=CustomerDetails(),
            by=world.users["alder"],
        )

    with pytest.raises(NoContactEmail):
        invite(world, rolf)

    assert mails() == []
    assert stored(rolf).status == CustomerStatus.PROSPECT


def test_who_has_registered_is_not_invited(world):
    with pytest.raises(InvalidTransition):
        invite(world, world.customers["alder", "remy"])

    assert mails() == []


def test_one_address_waits_for_one_customer_of_a_supplier(world, bar):
    invite(world, bar)
    with acting_as(world.context("alder")):
        rolf = add_customer(
            supplier=world.orgs["alder"],
            retailer=world.orgs["rolf"],
            details=CustomerDetails(),
            by=world.users["alder"],
        )

    with pytest.raises(AlreadyInvited) as caught:
        invite(world, rolf, email=EMAIL.upper())

    assert "Bar Le Cormoran" in caught.value.message
    assert stored(rolf).status == CustomerStatus.PROSPECT


def test_a_claimed_company_is_asked_through_its_own_people(world):
    with acting_as(world.context("birch")):
        rex = add_customer(
            supplier=world.orgs["birch"],
            retailer=world.orgs["rex"],
            details=CustomerDetails(),
            by=world.users["birch"],
        )

    invitation = invite(world, rex, "birch")

    assert invitation.email == ""
    (mail,) = mails()
    assert (mail.to, mail.organization_id) == ("rex@example.com", None)
    with acting_as(world.context("birch")):
        visible = Invitation.objects.filter(pk=invitation.pk).values().get()
        assert "rex@example.com" not in str(visible)
    with acting_as(world.context("rex")):
        assert [found.supplier.name for found in queries.invitations_to_company(world.orgs["rex"])] == [
            "Birch"
        ]


def test_inviting_who_has_asked_approves(world, bar):
    with as_owner():
        Customer.objects.filter(pk=bar.pk).update(
            status=CustomerStatus.REQUESTED, relation=Relation.ASKED_BY_RETAILER
        )

    assert invite(world, bar) is None

    customer = stored(bar)
    assert (customer.status, customer.relation, customer.is_active) == (
        CustomerStatus.REGISTERED,
        Relation.ACCEPTED,
        False,
    )
    assert mails() == []


def test_another_suppliers_invitation_does_not_exist(world, bar):
    invitation = invite(world, bar)

    with acting_as(world.context("birch")):
        assert not Invitation.objects.filter(pk=invitation.pk).exists()


def test_the_contact_email_moves_with_the_customer(world, bar):
    with acting_as(world.context("alder")):
        edit_customer(
            customer=bar,
            details=CustomerDetails(contact_email="New@Example.com"),
            version=1,
            by=world.users["alder"],
        )

    assert invite(world, bar).email == "new@example.com"

"""Who is known when it asks, and whose entry it is: what a request alone may open, and what not (P7, N6)."""

import pytest

from invitations import queries, services
from invitations.enums import Origin, RequestState
from invitations.errors import InvitedAlready
from invitations.models import AccessRequest, Invitation
from retailers.enums import CustomerStatus
from retailers.errors import LikelyDuplicate
from retailers.models import CustomerContact, DirectoryEntry
from retailers.services import CustomerDetails, add_customer
from tests.invitations.asking import (
    STRANGER,
    ask,
    ask_as_rolf,
    customer_of,
    decide,
    stored,
    templates,
)
from tests.invitations.conftest import BAR, EMAIL, invite, mails
from wholesale.accounts.models import User
from wholesale.accounts.services import register_person
from wholesale.errors import InvalidTransition, NotAllowed
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner


def prospect_rolf(world, email, supplier="alder"):
    with acting_as(world.context(supplier)):
        return add_customer(
            supplier=world.orgs[supplier],
            retailer=world.orgs["rolf"],
            details=CustomerDetails(contact_email=email),
            by=world.users[supplier],
        )


def last_hash(world):
    with as_owner():
        return Invitation.objects.get(email=EMAIL).token_hash


def test_who_takes_a_request_back_is_not_recognized_the_next_time(world, rolf):
    """Otherwise anybody could let themselves in: the email of a prospect must be what the supplier typed."""
    request = ask_as_rolf(world, rolf)
    with acting_as(None):
        services.withdraw_request(request=queries.request_of_person(rolf, request.pk), by=rolf)

    again = ask_as_rolf(world, rolf)

    assert (again.state, customer_of(again).status) == (RequestState.OPEN, CustomerStatus.REQUESTED)


def test_a_prospect_with_the_email_that_the_supplier_wrote_down_is_registered_by_asking(world, rolf):
    prospect_rolf(world, "rolf@example.com")

    request = ask_as_rolf(world, rolf)

    customer = customer_of(request)
    assert (customer.status, customer.is_active) == (CustomerStatus.REGISTERED, True)
    assert request.state == RequestState.APPROVED
    assert templates("alder@example.com") == ["request_recognized"]
    assert templates("rolf@example.com") == ["request_approved"]
    assert "can order from" in mails("rolf@example.com")[0].text


def test_by_the_public_link_even_a_known_prospect_waits_for_activation(world, rolf):
    prospect_rolf(world, "rolf@example.com")

    request = ask_as_rolf(world, rolf, origin=Origin.LINK)

    customer = customer_of(request)
    assert (customer.status, customer.is_active, customer.awaits_welcome) == (
        CustomerStatus.REGISTERED,
        False,
        True,
    )


def test_a_prospect_with_another_email_waits_for_the_supplier(world, rolf):
    prospect_rolf(world, "somebody@else.example.com")

    request = ask_as_rolf(world, rolf)

    assert (request.state, customer_of(request).status) == (RequestState.OPEN, CustomerStatus.REQUESTED)


def test_an_entry_that_nobody_has_claimed_is_claimed_by_the_approval_alone(world, bar):
    request = ask(world, email="barman@elsewhere.example.com", retailer=bar.retailer, details=BAR)

    with as_owner():
        person = User.objects.get(email="barman@elsewhere.example.com")
        assert not DirectoryEntry.objects.get(pk=bar.retailer_id).is_claimed
        assert not Membership.objects.filter(user=person).exists()
    with acting_as(Context(Role.RETAILER, retailer_id=bar.retailer_id)):
        assert not AccessRequest.objects.exists()
    with acting_as(None):
        assert [own.state for own in queries.requests_of_person(person)] == ["open"]

    decide(world, services.approve_request, request)

    with as_owner():
        assert DirectoryEntry.objects.get(pk=bar.retailer_id).is_claimed
        assert Membership.objects.get(user=person).role == MemberRole.ADMIN


def test_a_claim_that_came_first_stands_and_the_approval_writes_nothing(world, bar):
    request = ask(world, email="barman@elsewhere.example.com", retailer=bar.retailer, details=BAR)
    with as_owner():
        DirectoryEntry.objects.filter(pk=bar.retailer_id).update(claimed_at="2026-01-01T00:00Z")

    with pytest.raises((NotAllowed, InvalidTransition)):
        decide(world, services.approve_request, request)

    with as_owner():
        assert not Membership.objects.filter(user__email="barman@elsewhere.example.com").exists()


def test_a_claimed_entry_is_nobody_elses_to_ask_for(world):
    with pytest.raises(NotAllowed):
        ask(world, retailer=world.orgs["rita"])
    with as_owner():
        assert not User.objects.filter(email=STRANGER).exists()


def test_a_new_company_that_looks_like_a_known_one_is_asked_about(world, bar):
    with pytest.raises(LikelyDuplicate):
        ask(world, details=BAR)

    request = ask(world, details=BAR, none_of=frozenset({str(bar.retailer_id)}))

    assert request.retailer_id != bar.retailer_id


def test_inviting_who_has_asked_approves(world):
    request = ask(world)
    with acting_as(world.context("alder")):
        assert services.invite_customer(customer=customer_of(request), by=world.users["alder"]) is None

    assert stored(request).state == RequestState.APPROVED
    assert customer_of(request).status == CustomerStatus.REGISTERED
    assert templates(STRANGER) == ["request_received", "request_approved"]
    with as_owner():
        assert not Invitation.objects.filter(customer=request.customer_id).exists()
        assert CustomerContact.objects.filter(customer=request.customer_id).exists()


def test_accepting_an_invitation_settles_what_somebody_else_had_asked(world, bar):
    invite(world, bar)
    request = ask(world, email="barman@elsewhere.example.com", retailer=bar.retailer, details=BAR)
    assert customer_of(request).status == CustomerStatus.REQUESTED

    with acting_as(None):
        person = register_person(email=EMAIL, name="Jeanne")
        found = queries.invitation_by_hash(last_hash(world))
        assert found
        services.accept_invitation(invitation=found, by=person)

    assert stored(request).state == RequestState.WITHDRAWN
    with as_owner():
        assert not Membership.objects.filter(user__email="barman@elsewhere.example.com").exists()


def test_a_company_that_is_invited_accepts_instead(world, rolf):
    customer = prospect_rolf(world, "")
    with acting_as(world.context("alder")):
        services.invite_customer(customer=customer, by=world.users["alder"])

    with pytest.raises(InvitedAlready):
        ask_as_rolf(world, rolf)

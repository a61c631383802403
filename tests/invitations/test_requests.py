"""A retailer asks for access, the supplier decides: rows, mails, and what opens when (N6 to N11, P7)."""

import pytest
from allauth.account.models import EmailAddress

from invitations import queries, services
from invitations.enums import RequestState
from invitations.errors import AlreadyAsked, AlreadyConnected, NoSuchSupplier
from invitations.models import AccessRequest
from retailers.enums import CustomerStatus
from retailers.models import Customer, CustomerContact, DirectoryEntry
from tests.invitations.asking import (
    STRANGER,
    ask,
    ask_as_rolf,
    customer_of,
    decide,
    stored,
    templates,
)
from tests.invitations.conftest import mails
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.errors import InvalidTransition, NotAllowed
from wholesale.organizations.models import Membership
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner


def test_a_visitor_asks_and_nothing_opens_before_the_supplier_has_decided(world):
    request = ask(world, message="Twelve taps")

    customer = customer_of(request)
    assert (customer.status, customer.relation, customer.is_active) == (
        "requested",
        "asked_by_retailer",
        False,
    )
    assert (customer.private.contact_email, customer.private.contact_name) == ("", "Odile Faure")
    with as_owner():
        person = User.objects.get(email=STRANGER)
        assert not person.has_usable_password()
        assert EmailAddress.objects.get(user=person).verified
        entry = DirectoryEntry.objects.get(pk=request.retailer_id)
        assert (entry.is_listed, entry.search_tokens) == (False, [])
        assert Membership.objects.get(user=person).organization_id == request.retailer_id
    with acting_as(Context(Role.RETAILER, retailer_id=request.retailer_id, user_id=person.pk)):
        assert not Customer.objects.exists()
        assert [each.pk for each in AccessRequest.objects.all()] == [request.pk]
    assert templates(STRANGER) == ["request_received"]
    [told] = mails("alder@example.com")
    assert (told.template, told.reply_to) == ("invitations/request_waiting", STRANGER)
    for words in (
        "Buvette Sans Souci",
        "9 quai Nord",
        "Odile Faure",
        STRANGER,
        "Twelve taps",
        "04 72 00 00 09",
    ):
        assert words in told.text, words
    page = f"/alder/selling/retailers/{request.customer_id}/request/?decision="
    assert f"{page}approve" in told.html
    assert f"{page}reject" in told.html


def test_approved_it_is_registered_listed_and_inactive(world):
    request = ask(world)

    decide(world, services.approve_request, request)

    customer = customer_of(request)
    assert (customer.status, customer.relation, customer.is_active) == ("registered", "accepted", False)
    done = stored(request)
    assert (done.state, done.decided_by_name) == (RequestState.APPROVED, "Alder Admin")
    with as_owner():
        assert DirectoryEntry.objects.get(pk=request.retailer_id).search_tokens
        contact = CustomerContact.objects.get(customer=customer)
        assert (contact.name, contact.email, contact.language) == ("Odile Faure", STRANGER, "fr")
        verbs = AuditEntry.objects.filter(verb__startswith="request_").order_by("id")
        assert [entry.verb for entry in verbs] == ["request_made", "request_approved"]
    assert templates(STRANGER) == ["request_received", "request_approved"]
    assert templates("alder@example.com") == ["request_waiting", "request_steps"]
    assert mails(STRANGER)[-1].language == "fr"


def test_rejected_it_hears_why_and_may_ask_again(world):
    request = ask(world)

    decide(world, services.reject_request, request, answer="Outside of our tour.\nAsk in May.")

    assert customer_of(request).status == CustomerStatus.REJECTED
    last = mails(STRANGER)[-1]
    assert last.template == "invitations/request_rejected"
    assert "Outside of our tour.\nAsk in May." in last.text
    with as_owner():
        person = User.objects.get(email=STRANGER)
    retailer = stored(request).retailer
    with acting_as(Context(Role.RETAILER, retailer_id=retailer.pk, user_id=person.pk)):
        again = services.ask_for_access(supplier=world.orgs["alder"], retailer=retailer, by=person)
    assert customer_of(again).status == CustomerStatus.REQUESTED
    assert again.pk != request.pk
    assert "This is a further request." in mails("alder@example.com")[-1].text


@pytest.mark.parametrize("verb", [services.approve_request, services.reject_request])
def test_a_request_is_decided_once(world, verb):
    request = ask(world)
    decide(world, services.reject_request, request)
    before = len(mails())

    with pytest.raises(InvalidTransition, match="rejected already, by Alder Admin"):
        decide(world, verb, request)

    assert len(mails()) == before


def test_taken_back_it_is_a_prospect_that_nothing_was_sent_to(world, rolf):
    request = ask_as_rolf(world, rolf)
    with acting_as(Context(Role.RETAILER, retailer_id=world.org_id("rolf"), user_id=rolf.pk)):
        found = queries.request_of_retailer(world.orgs["rolf"], request.pk)
        services.withdraw_request(request=found, by=rolf)

    assert stored(request).state == RequestState.WITHDRAWN
    assert customer_of(request).status == CustomerStatus.PROSPECT
    with pytest.raises(InvalidTransition):
        decide(world, services.approve_request, request)


def test_what_cannot_be_asked_is_refused_and_writes_nothing(world, rolf):
    ask_as_rolf(world, rolf)
    with pytest.raises(AlreadyAsked):
        ask_as_rolf(world, rolf)
    with pytest.raises(NoSuchSupplier):
        ask_as_rolf(world, rolf, supplier="dawn")
    with pytest.raises(NotAllowed), acting_as(None):
        services.ask_for_access(
            supplier=world.orgs["birch"], retailer=world.orgs["rolf"], by=world.users["rita"]
        )
    with pytest.raises(AlreadyConnected), acting_as(None):
        services.ask_for_access(
            supplier=world.orgs["alder"], retailer=world.orgs["rita"], by=world.users["rita"]
        )
    with as_owner():
        assert AccessRequest.objects.filter(person=rolf, supplier=world.orgs["alder"]).count() == 1

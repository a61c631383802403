"""What a hostile visitor, retailer or supplier would try on the ways in (P7, P8, N1)."""

import pytest
from django.test import Client
from django.urls import reverse

from invitations import queries, services
from invitations.enums import Origin, RequestState
from invitations.models import AccessRequest, Invitation
from retailers.enums import CustomerStatus
from tests.invitations.asking import STRANGER, ask, ask_as_rolf, customer_of, decide, stored
from tests.invitations.conftest import BAR, EMAIL, invite, last_token
from tests.invitations.test_recognized import last_hash, prospect_rolf
from tests.invitations.visiting import link_of
from wholesale.accounts.services import register_person
from wholesale.errors import NotAllowed
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.models import Membership
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

GROWS = f"bar@{'İ' * 60}.{'İ' * 60}.{'İ' * 60}.com"  # 187 letters, and 367 when they are made small
LONG = f"bar@{'.'.join(['a' * 60] * 5)}.com"


def reverse_of(name, customer):
    return reverse(f"invitations:{name}", kwargs={"organization": "alder", "customer": customer.pk})


def withdraw(request, person):
    with acting_as(None):
        own = queries.request_of_person(person, request.pk)
        return services.withdraw_request(request=own, by=person)


def accept(person):
    with acting_as(None):
        found = queries.invitation_by_hash(last_hash(None))
        assert found
        return services.accept_invitation(invitation=found, by=person)


def test_who_was_refused_is_not_recognized_after_taking_a_further_request_back(world, rolf):
    """A request taken back leaves a prospect, and the supplier may have written this address down since."""
    request = ask_as_rolf(world, rolf)
    decide(world, services.reject_request, request)
    with as_owner():
        customer = customer_of(request)
        customer.private.contact_email = rolf.email
        customer.private.save(update_fields=["contact_email"])
    withdraw(ask_as_rolf(world, rolf), rolf)
    assert customer_of(request).status == CustomerStatus.PROSPECT

    again = ask_as_rolf(world, rolf)

    assert again.state == RequestState.OPEN
    assert customer_of(again).status == CustomerStatus.REQUESTED


def test_refusing_a_stranger_leaves_the_invited_person_their_invitation(world, bar):
    """Anybody may ask in the name of an entry that nobody has claimed: it takes nothing from who was invited."""
    invite(world, bar)
    request = ask(world, retailer=bar.retailer, details=BAR)
    decide(world, services.reject_request, request)
    with acting_as(None):
        jeanne = register_person(email=EMAIL, name="Jeanne")

    accept(jeanne)

    assert customer_of(request).status == CustomerStatus.REGISTERED
    with as_owner():
        assert Membership.objects.get(organization=bar.retailer_id).user == jeanne


def test_who_is_refused_cannot_go_round_it_by_an_older_invitation(world, bar):
    invite(world, bar, email=STRANGER)
    request = ask(world, retailer=bar.retailer, details=BAR)
    decide(world, services.reject_request, request)

    assert customer_of(request).status == CustomerStatus.REJECTED
    with as_owner():
        assert Invitation.objects.get(email=STRANGER).status == "revoked"


def test_who_has_left_a_company_takes_none_of_its_requests_back(world, rolf):
    request = ask_as_rolf(world, rolf)
    with as_owner():
        Membership.objects.filter(user=rolf).delete()

    with pytest.raises(NotAllowed):
        withdraw(request, rolf)

    assert stored(request).state == RequestState.OPEN


@pytest.mark.parametrize("address", [GROWS, LONG])
def test_an_address_longer_than_its_column_is_refused_in_words(world, bar, client, address):
    link = f"/ask/{link_of(world).code}/"
    supplier, key = world.client("alder"), {"Idempotency-Key": str(uuid7())}
    call = f"/api/v1/alder/selling/customers/{bar.pk}/invitations/"

    assert client.post(link, {"email": address}).status_code == 422
    assert supplier.post(reverse_of("invitation_create", bar), {"email": address}).status_code == 422
    assert supplier.post(call, {"email": address}, "application/json", headers=key).status_code == 400


def test_one_address_gets_five_invitations_an_hour_from_one_supplier_by_whichever_customer(world, bar):
    """Else a supplier fills anybody's inbox: it writes the address down at one customer after another."""
    supplier, customers = world.client("alder"), [bar, prospect_rolf(world, "")]
    victim, answers = "victim@example.com", []
    for turn in range(6):
        customer = customers[turn % 2]
        answer = supplier.post(reverse_of("invitation_create", customer), {"email": victim.upper()})
        answers.append(answer.status_code)
        with acting_as(world.context("alder")):
            for sent in queries.pending_invitations_of(customer):
                services.revoke_invitation(invitation=sent, by=world.users["alder"])

    assert answers == [302] * 5 + [429]
    with as_owner():
        assert OutboundEmail.objects.filter(to=victim).count() == 5


def test_who_came_by_the_link_and_has_a_company_asks_by_the_link(world, rolf):
    """Known or not, they wait for activation (N11); and the supplier need not be one that is found."""
    prospect_rolf(world, rolf.email)
    link, client = link_of(world), Client()
    client.force_login(rolf)
    page = client.get(f"/ask/{link.code}/").content.decode()
    href = f"/rolf/buying/suppliers/alder/request/?via={link.code}"
    assert href in page

    client.post(href, {"via": link.code, "message": ""})

    with as_owner():
        (asked,) = AccessRequest.objects.filter(person=rolf)
    assert (asked.origin, customer_of(asked).is_active) == (Origin.LINK, False)


def test_asking_again_and_again_is_counted(world, bar):
    request = ask(world, retailer=bar.retailer, details=BAR)
    person, client, answers = request.person, Client(), []
    client.force_login(person)
    for _turn in range(6):
        withdraw(request, person)
        again = client.post(f"/requests/{request.pk}/again/", {"message": ""})
        answers.append(again.status_code)
        with as_owner():
            request = AccessRequest.objects.filter(person=person).latest("asked_at")
        if again.status_code != 302:
            break

    assert answers == [302] * 5 + [429]


def test_who_has_left_a_company_does_not_ask_again_for_it(world, rolf):
    request = ask_as_rolf(world, rolf)
    decide(world, services.reject_request, request)
    with as_owner():
        Membership.objects.filter(user=rolf).delete()
    client = Client()
    client.force_login(rolf)

    assert client.post(f"/requests/{request.pk}/again/", {"message": ""}).status_code == 403


def test_an_impostor_and_the_company_that_was_let_in_instead_learn_nothing_of_each_other(world, bar, rolf):
    """The invited person accepts for a company of theirs: the customer is that company, the request a stranger's."""
    invite(world, bar, email=rolf.email)
    request = ask(world, retailer=bar.retailer, details=BAR)
    with acting_as(None):
        opened = queries.invitation_by_hash(hash_of(last_token(rolf.email)))
        assert opened
        services.accept_for_company(
            invitation=opened,
            company=world.orgs["rolf"],
            by=rolf,
        )

    with acting_as(None):
        (own,) = queries.requests_of_person(request.person)
    assert (own.retailer_name, own.state) == (BAR.name, RequestState.WITHDRAWN)
    with acting_as(Context(Role.RETAILER, retailer_id=world.org_id("rolf"))):
        assert not AccessRequest.objects.exists()

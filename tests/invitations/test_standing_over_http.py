"""Every verb of a customer at every status, by page and by API: what it leads to, or that it is refused (C10, C11)."""

import pytest
from django.test import Client
from django.urls import reverse

from invitations.models import Invitation
from retailers.enums import CustomerStatus, Relation
from retailers.models import CustomerEvent
from tests.invitations.conftest import invite, last_token
from tests.invitations.test_pages import ACCEPT, REGISTER, TYPED, open_link, selling, stored
from tests.retailers.test_standing import RELATIONS, put
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

STATUS = CustomerStatus
CONNECTED = {STATUS.REGISTERED: STATUS.REGISTERED, STATUS.HAS_ORDERED: STATUS.HAS_ORDERED}
ANY = {status: status for status in STATUS}
# What a verb makes of each status; one that is not named refuses it.
MACHINE = {
    "invitation": {
        STATUS.PROSPECT: STATUS.INVITED,
        STATUS.INVITED: STATUS.INVITED,
        STATUS.REJECTED: STATUS.INVITED,
        STATUS.REQUESTED: STATUS.REGISTERED,
    },
    "activation": CONNECTED,
    "deactivation": ANY,
    "ending": CONNECTED,
    "hold": ANY,
    "release": ANY,
}


def by_page(world, customer, verb):
    """Press the verb's button; return whether it was done."""
    kwargs = {"organization": "alder", "customer": customer.pk}
    name = "invitations:invitation_create" if verb == "invitation" else f"retailers:{verb}_create"
    typed = {"email": "", "reason": "Two invoices are past due."}
    answer = world.client("alder").post(reverse(name, kwargs=kwargs), typed)
    assert answer.status_code in (302, 409)
    return answer.status_code == 302


def by_api(world, customer, verb):
    """Call the verb; return whether it was done."""
    nouns = {"invitation": "invitations", "release": "hold"}
    body = {"hold": {"is_on_hold": True, "reason": "Late."}, "release": {"is_on_hold": False}}.get(verb, {})
    answer = world.client("alder").post(
        f"/api/v1/alder/selling/customers/{customer.pk}/{nouns.get(verb, verb)}/",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid7())},
    )
    if answer.status_code == 409:
        assert answer.json()["code"] == "invalid_transition"
    else:
        assert answer.status_code in (200, 201, 204)
    return answer.status_code != 409


@pytest.mark.parametrize("before", list(STATUS))
@pytest.mark.parametrize("verb", list(MACHINE))
@pytest.mark.parametrize("way", [by_page, by_api])
def test_every_verb_at_every_status(world, bar, way, verb, before):
    put(bar, before)
    after = MACHINE[verb].get(before)

    assert way(world, bar, verb) == (after is not None)

    customer = stored(bar)
    assert customer.status == (after or before)
    ended = verb == "ending" and after
    assert customer.relation == (Relation.ENDED if ended else RELATIONS[STATUS(customer.status)])
    assert customer.is_active == (verb == "activation" and after is not None)
    assert customer.is_on_hold == (verb == "hold")
    with as_owner():
        if after is None:
            assert not CustomerEvent.objects.filter(customer=bar).exists()
        waiting = Invitation.objects.filter(customer=bar, status="pending").exists()
    assert waiting == (verb == "invitation" and after == STATUS.INVITED)


@pytest.mark.parametrize(
    ("before", "answer", "after"),
    [
        (STATUS.PROSPECT, 302, STATUS.REGISTERED),
        (STATUS.INVITED, 302, STATUS.REGISTERED),
        (STATUS.REQUESTED, 302, STATUS.REGISTERED),  # somebody else has asked meanwhile
        (STATUS.REJECTED, 409, STATUS.REJECTED),
        (STATUS.REGISTERED, 410, STATUS.REGISTERED),
        (STATUS.HAS_ORDERED, 410, STATUS.HAS_ORDERED),
    ],
)
def test_accepting_at_every_status(world, bar, before, answer, after):
    """The link of a mail that is still waiting, whatever has become of the customer since."""
    waiting = invite(world, bar)
    put(bar, before)
    client = Client()
    client.get(reverse("invitations:invitation_open", kwargs={"token": last_token()}))

    assert client.post(REGISTER, TYPED).status_code == answer

    customer = stored(bar)
    assert (customer.status, customer.relation) == (after, RELATIONS[after])
    assert customer.is_active == (answer == 302)
    assert stored(waiting).status == ("accepted" if answer == 302 else "pending")


def test_a_relation_that_has_ended_is_taken_up_again_by_the_mails_link(world, bar):
    invitation = invite(world, bar)
    jeanne = Client()
    open_link(jeanne)
    assert jeanne.post(REGISTER, TYPED).status_code == 302
    assert by_page(world, bar, "ending")
    assert (stored(bar).relation, stored(bar).is_active) == (Relation.ENDED, False)
    assert not by_page(world, bar, "activation")

    assert world.client("alder").post(selling(world, "invitation_create", invitation), {}).status_code == 302

    assert stored(bar).relation == Relation.ASKED_BY_SUPPLIER
    assert "Bar Le Cormoran" in open_link(jeanne).content.decode()
    accepted = jeanne.post(ACCEPT)
    assert accepted.status_code == 302
    assert accepted["Location"].startswith(f"/{stored(bar.retailer).slug}/buying/")
    customer = stored(bar)
    assert (customer.status, customer.relation, customer.is_active) == (
        STATUS.REGISTERED,
        Relation.ACCEPTED,
        True,
    )
    assert jeanne.post(ACCEPT).status_code == 410

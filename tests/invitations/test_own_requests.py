"""A person sees where their requests stand, takes one back, asks again (SPEC.md N6, N8; 004-14, 004-23)."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from invitations import services
from invitations.enums import RequestState
from retailers.enums import CustomerStatus
from retailers.models import Customer, DirectoryEntry
from retailers.services import activate_customer
from tests.invitations.test_visitor_business import listed
from tests.invitations.visiting import EMAIL, TYPED, Visitor, requests_in_store, written
from wholesale.accounts.services import register_person
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db
PAGE, STATEMENTS = "/requests/", 5


@pytest.fixture
def asker(world):
    """Return a visitor who has asked for an entry that is there already: at no company yet."""
    entry = listed(world)
    made = Visitor(world)
    made.prove()
    made.tell(same_as=str(entry.pk))
    return made


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def decide(world, service, **more):
    request = requests_in_store()[-1]
    with acting_as(world.context("alder")):
        service(request=request, by=world.users["alder"], **more)
    return request


def test_signing_in_leads_a_person_without_company_to_their_requests(asker):
    answer = asker.client.get("/", follow=True)

    assert answer.redirect_chain[-1][0] == PAGE
    assert "Alder" in text_of(answer)
    assert str(RequestState.OPEN.label) in text_of(answer)
    assert "For Café Perdu" in text_of(answer)


def test_who_has_asked_nobody_is_led_to_where_a_company_is_signed_up(world):
    client = Client()
    assert client.get(PAGE)["Location"].startswith(reverse("account_login"))
    client.force_login(register_person(email="new@example.com", name="New"))

    assert client.get(PAGE)["Location"] == "/?choose"


def test_a_request_is_withdrawn_once(asker):
    (request,) = requests_in_store()
    path = reverse("invitations:own_withdrawal", args=[request.pk])
    assert asker.client.get(path).status_code == 405

    answer = asker.client.post(path, follow=True)

    assert "is taken back" in text_of(answer)
    assert requests_in_store()[0].state == RequestState.WITHDRAWN
    before = written()
    assert "decided meanwhile" in text_of(asker.client.post(path, follow=True))
    assert written() == before


def test_nobody_elses_request_exists(asker, world):
    (request,) = requests_in_store()
    stranger = Client()
    stranger.force_login(register_person(email="mallory@example.com", name="Mallory"))

    for name in ("own_withdrawal", "own_request_again"):
        for pk in (request.pk, uuid7()):
            path = reverse(f"invitations:{name}", args=[pk])
            assert stranger.post(path).status_code == 404
            assert Client().post(path)["Location"].startswith(reverse("account_login"))
    assert requests_in_store()[0].state == RequestState.OPEN
    assert "Alder" not in text_of(stranger.get(PAGE, follow=True))


def test_opening_the_link_again_tells_that_one_has_asked(asker):
    page = text_of(asker.client.get(asker.path))

    assert "You have asked Alder for Café Perdu." in page


def test_a_refusal_says_why_and_asking_again_says_that_it_is_one(asker, world):
    rejected = decide(world, services.reject_request, answer="We do not deliver there <yet>.")
    page = asker.client.get(PAGE)
    assert "We do not deliver there &lt;yet&gt;." in page.content.decode()
    again = reverse("invitations:own_request_again", args=[rejected.pk])
    assert again in page.content.decode()
    assert "sees that you have asked before" in text_of(asker.client.get(again))
    before = written()
    assert asker.client.post(again, {"message": "x" * 1001}).status_code == 422
    assert written() == before

    answer = asker.client.post(again, {"message": "Now you do."}, follow=True)

    first, second = requests_in_store()
    assert (first.state, second.state) == (RequestState.REJECTED, RequestState.OPEN)
    assert (second.retailer_id, second.message, second.details) == (
        first.retailer_id,
        "Now you do.",
        first.details,
    )
    assert answer.redirect_chain[-1][0] == PAGE
    assert again not in answer.content.decode(), "the newer one waits"
    with as_owner():
        mail = OutboundEmail.objects.filter(template="invitations/request_waiting").order_by("id").last()
        assert mail is not None
    assert "We do not deliver there" in mail.text or "before" in mail.text
    assert asker.client.post(again, {"message": ""}).status_code == 409, "one waits already"
    assert len(requests_in_store()) == 2


def test_approved_waits_for_activation_and_then_leads_to_the_company(asker, world):
    approved = decide(world, services.approve_request)
    assert "Activation pending" in text_of(asker.client.get(PAGE))
    with as_owner():
        assert Membership.objects.filter(user__email=EMAIL, organization=approved.retailer_id).exists()
    with acting_as(world.context("alder")):
        activate_customer(customer=approved.customer, by=world.users["alder"])

    page = asker.client.get(PAGE)

    assert "You can order." in text_of(page)
    assert asker.client.get("/")["Location"].startswith(f"/{approved.retailer.slug}/buying/")


def test_who_is_at_the_company_by_now_asks_again_from_there(world):
    made = Visitor(world)
    made.prove()
    made.tell()
    rejected = decide(world, services.reject_request)

    answer = made.client.get(reverse("invitations:own_request_again", args=[rejected.pk]))

    assert answer["Location"].startswith(f"/{rejected.retailer.slug}/buying/")
    before = written()
    assert (
        made.client.post(answer.request["PATH_INFO"], {"message": "Please"})["Location"] == answer["Location"]
    )
    assert written() == before


def test_a_rejected_visitor_cannot_order(asker, world):
    rejected = decide(world, services.reject_request)
    shop = reverse("orders:shop", kwargs={"organization": rejected.retailer.slug, "supplier": "alder"})

    assert asker.client.get(shop).status_code == 404
    with as_owner():
        assert Customer.objects.get(pk=rejected.customer_id).status == CustomerStatus.REJECTED


def test_an_entry_that_others_claimed_meanwhile_is_not_asked_for_again(asker, world):
    rejected = decide(world, services.reject_request)
    with as_owner():
        DirectoryEntry.objects.filter(pk=rejected.retailer_id).update(claimed_at=rejected.asked_at)
    before = written()

    answer = asker.client.post(reverse("invitations:own_request_again", args=[rejected.pk]), {"message": ""})

    assert answer.status_code == 403
    assert "has an account already" in text_of(answer)
    assert written() == before


def test_the_link_itself_asks_again_after_a_refusal(asker, world):
    decide(world, services.reject_request)

    own = f"{asker.path}visits/business/"
    page = asker.client.get(own)
    assert page.status_code == 200
    first = requests_in_store()[0]
    answer = asker.client.post(own, TYPED | {"same_as": str(first.retailer_id)})

    assert answer.status_code == 302
    assert [request.state for request in requests_in_store()] == [RequestState.REJECTED, RequestState.OPEN]


def test_who_asks_for_the_same_again_while_one_waits_is_told(asker):
    first = requests_in_store()[0]
    before = written()

    answer = asker.client.post(f"{asker.path}visits/business/", TYPED | {"same_as": str(first.retailer_id)})

    assert answer.status_code == 409
    assert written() == before


def test_the_list_takes_as_many_statements_for_many_as_for_one(asker, world):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert asker.client.get(PAGE).status_code == 200
        return len(queries)

    one = count()
    for supplier in ("birch", "cedar"):
        other = Visitor(world, supplier=supplier)
        asker.client.post(f"/ask/{other.link.code}/visits/business/", _other(supplier))

    assert len(requests_in_store()) > 1
    assert count() == one == STATEMENTS


def _other(supplier):
    return TYPED | {"name": f"Zanzibar {supplier}", "street": "", "phone": "", "postal_code": "", "city": ""}

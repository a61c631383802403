"""A retailer with an account asks a supplier for access, and follows what becomes of it (SPEC.md N10)."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import transaction

from invitations import services
from invitations.models import AccessRequest, InviteLink, InviteTag
from retailers.enums import Relation
from retailers.models import Customer, CustomerPrivate, DirectoryEntry
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.models import Organization
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

LIST = "/rita/buying/suppliers/find/"
CEDAR = "/remy/buying/suppliers/cedar/request/"
API = "/api/v1/remy/buying/access-requests/"


@pytest.fixture
def remy(world: World):
    cache.clear()
    return world.client("remy")


def requests(supplier: str = "cedar") -> list[AccessRequest]:
    with as_owner():
        found = AccessRequest.objects.filter(supplier__slug=supplier, retailer__slug="remy")
        return list(found.order_by("asked_at"))


def mails(prefix: str = "invitations/request") -> list[str]:
    with as_owner():
        rows = OutboundEmail.objects.filter(template__startswith=prefix).order_by("id")
        return [f"{row.template.removeprefix('invitations/')} {row.to}" for row in rows]


def link_of(supplier: str) -> InviteLink:
    with as_owner():
        return InviteLink.objects.get(supplier__slug=supplier, replaced_at=None)


def decide(world, verb, **more):
    (asked,) = [each for each in requests() if each.is_open]
    with acting_as(world.context("cedar")):
        found = AccessRequest.objects.get(pk=asked.pk)
        return verb(request=found, by=world.users["cedar"], **more)


def test_asking_waiting_and_the_answer(world, remy):
    assert "Ask for access" in remy.get(CEDAR).content.decode()

    page = remy.post(CEDAR, {"message": "  Twelve taps in Portland.  "}, follow=True)

    (asked,) = requests()
    assert (asked.state, asked.origin, asked.message) == ("open", "own", "Twelve taps in Portland.")
    assert (asked.email, asked.person_id) == ("remy@example.com", world.users["remy"].pk)
    assert "waiting since" in page.content.decode()
    assert mails() == ["request_waiting cedar@example.com", "request_received remy@example.com"]
    assert "has not decided yet" in remy.get(CEDAR).content.decode()

    decide(world, services.approve_request)
    listed = remy.get("/remy/buying/suppliers/find/").content.decode()
    assert "activation pending" in listed
    assert "Activation pending" in remy.get(CEDAR).content.decode()
    assert remy.post(CEDAR, {}).status_code == 409


def test_declined_with_a_message_and_asked_again(world, remy):
    remy.post(CEDAR, {})
    decide(world, services.reject_request, answer="We do not deliver <b>there</b> yet.")

    page = remy.get(CEDAR).content.decode()
    assert "This will be a further request" in page
    assert "We do not deliver &lt;b&gt;there&lt;/b&gt; yet." in page
    assert "Ask again" in remy.get("/remy/buying/suppliers/find/").content.decode()

    remy.post(CEDAR, {"message": "You do now?"})
    assert [each.state for each in requests()] == ["rejected", "open"]
    again = remy.get("/remy/buying/suppliers/find/").content.decode()
    assert "Ask again" not in again


def test_twice_and_in_two_tabs_asks_once(world, remy):
    remy.post(CEDAR, {})

    again = remy.post(CEDAR, {"message": "Once more"})

    assert again.status_code == 409
    assert "has asked already" in again.content.decode()
    assert len(requests()) == 1
    assert len(mails()) == 2


def test_withdrawn_and_asked_again(world, remy):
    remy.post(CEDAR, {})

    page = remy.post(f"{CEDAR}withdrawal/", follow=True)

    assert "is taken back" in page.content.decode()
    assert [each.state for each in requests()] == ["withdrawn"]
    late = remy.post(f"{CEDAR}withdrawal/", follow=True)
    assert "decided meanwhile" in late.content.decode()
    assert remy.post(CEDAR, {}).status_code == 302
    assert [each.state for each in requests()] == ["withdrawn", "open"]


def test_getting_a_page_asks_and_withdraws_nothing(world, remy):
    for _twice in range(2):
        remy.get(CEDAR)
        assert remy.get(f"{CEDAR}withdrawal/").status_code == 405
    assert requests() == []


def test_a_customer_already_goes_to_the_shop(world):
    rita = world.client("rita")

    page = rita.get("/rita/buying/suppliers/alder/request/").content.decode()

    assert "You order here already" in page
    assert "/rita/buying/alder/" in page
    assert rita.post("/rita/buying/suppliers/alder/request/", {}).status_code == 409


def test_who_is_invited_accepts_instead(world, remy):
    refused = remy.post("/remy/buying/suppliers/birch/request/", {})

    assert refused.status_code == 409
    assert "Accept the invitation" in refused.content.decode()
    assert [each.state for each in requests("birch")] == ["withdrawn"]  # of the cast


def test_a_former_customer_asks_again(world):
    with as_owner():
        Customer.objects.filter(pk=world.customers["alder", "remy"].pk).update(
            relation=Relation.ENDED, is_active=False
        )
    remy = world.client("remy")

    assert (
        "You were its customer before" in remy.get("/remy/buying/suppliers/alder/request/").content.decode()
    )
    assert remy.post("/remy/buying/suppliers/alder/request/", {}).status_code == 302
    assert [each.state for each in requests("alder")] == ["approved", "open"]


def test_a_prospect_with_this_persons_email_is_let_in_at_once(world, remy):
    with as_owner():
        customer = Customer.objects.create(supplier=world.orgs["cedar"], retailer=world.orgs["remy"])
        CustomerPrivate.objects.create(
            supplier=world.orgs["cedar"],
            customer=customer,
            display_name="R",
            contact_email="remy@example.com",
        )

    answer = remy.post(CEDAR, {})

    assert answer["Location"] == "/remy/buying/cedar/"
    with as_owner():
        assert Customer.objects.get(pk=customer.pk).is_active


def test_who_is_not_found_is_asked_by_its_link_alone(world):
    rex = world.client("rex")
    path = "/rex/buying/suppliers/alder/request/"
    code = link_of("alder").code
    with as_owner():
        tag = InviteTag.objects.create(supplier=world.orgs["alder"], name="Booth", slug="booth")

    assert rex.get(path).status_code == rex.post(path, {}).status_code == 404
    assert rex.get(path, {"via": link_of("birch").code}).status_code == 404
    assert rex.get(path, {"via": "no such code"}).status_code == 404
    page = rex.get(path, {"via": code, "tag": "booth"})
    assert f'name="via" value="{code}"' in page.content.decode()
    assert rex.post(path, {"via": code, "tag": "booth"}).status_code == 302
    with as_owner():
        asked = AccessRequest.objects.get(supplier=world.orgs["alder"], retailer=world.orgs["rex"])
        assert (asked.origin, asked.tag) == ("link", tag)
    assert rex.get(path).status_code == 200  # it has asked there
    rex.post(f"{path}withdrawal/")
    assert "Ask for access" in rex.get(path).content.decode()


def test_a_person_with_an_account_comes_by_the_link_to_their_companys_page(world):
    rex, code = world.client("rex"), link_of("alder").code
    EmailAddress.objects.create(user=world.users["rex"], email="rex@example.com", verified=True, primary=True)

    page = rex.get(f"/ask/{code}/booth/").content.decode()

    (path,) = re.findall(r'href="(/rex/buying/suppliers/alder/request/[^"]+)"', page)
    rex.post(path, dict(parse_qsl(urlsplit(unescape(path)).query)))
    with as_owner():
        asked = AccessRequest.objects.get(supplier=world.orgs["alder"], retailer=world.orgs["rex"])
        assert asked.origin == "link"


@pytest.mark.parametrize("change", [{"is_on": False}, {"replaced_at": "2026-01-01T00:00:00Z"}])
def test_a_link_that_is_off_or_replaced_opens_nothing(world, change):
    link = link_of("alder")
    with as_owner(), transaction.atomic():
        InviteLink.objects.filter(pk=link.pk).update(**change)

    page = world.client("rex").get("/rex/buying/suppliers/alder/request/", {"via": link.code})

    assert page.status_code == 404


def test_a_company_without_an_entry_writes_one_first(world, remy):
    with as_owner():
        Organization.objects.filter(slug="dawn").update(buys=True)
        assert not DirectoryEntry.objects.filter(pk=world.org_id("dawn")).exists()
    dawn, path = world.client("dawn"), "/dawn/buying/suppliers/cedar/request/"

    assert "Write your entry" in dawn.get(path).content.decode()
    refused = dawn.post(path, {"message": "Hello"})
    assert refused.status_code == 409
    assert "Put your company into the directory first" in refused.content.decode()
    with as_owner():
        assert not AccessRequest.objects.filter(retailer=world.orgs["dawn"]).exists()


def test_a_long_message_is_kept_and_refused(world, remy):
    refused = remy.post(CEDAR, {"message": "x" * 1001})

    assert refused.status_code == 422
    assert "x" * 1001 in refused.content.decode()
    assert requests() == []


def test_asking_is_limited(world, remy, monkeypatch):
    monkeypatch.setattr("invitations.limits.REQUESTS_TO_ONE_SUPPLIER_PER_HOUR", 2)
    for _ in range(2):
        remy.post(CEDAR, {})
        remy.post(f"{CEDAR}withdrawal/")

    refused = remy.post(CEDAR, {"message": "kept"})

    assert (refused.status_code, len(requests())) == (429, 2)
    assert "kept" in refused.content.decode()


def test_nobody_sees_anothers_requests(world, remy):
    remy.post(CEDAR, {"message": "Between us."})
    (asked,) = requests()
    rita = world.client("rita")

    assert "Between us." not in rita.get(LIST).content.decode()
    mine = rita.get("/api/v1/rita/buying/access-requests/").json()["results"]
    assert str(asked.pk) not in {row["id"] for row in mine}
    withdrawal = f"/api/v1/rita/buying/access-requests/{asked.pk}/withdrawal/"
    headers = {"Idempotency-Key": str(uuid7())}
    assert rita.post(withdrawal, headers=headers, content_type="application/json").status_code == 404
    assert rita.post("/rita/buying/suppliers/cedar/request/withdrawal/").status_code == 404
    assert requests()[0].state == "open"


def test_machines_ask_list_and_withdraw(world, remy):
    def post(path, body=None):
        headers = {"Idempotency-Key": str(uuid7())}
        return remy.post(path, body or {}, content_type="application/json", headers=headers)

    made = post(API, {"supplier": "cedar", "message": "By machine"})
    assert (made.status_code, made.json()["state"]) == (201, "open")
    assert post(API, {"supplier": "cedar"}).json()["code"] == "already_asked"
    assert post(API, {"supplier": "no-such-supplier"}).status_code == 404
    assert remy.get(API).json()["results"][0] == made.json()
    gone = post(f"{API}{made.json()['id']}/withdrawal/")
    assert gone.json()["state"] == "withdrawn"
    assert post(f"{API}{made.json()['id']}/withdrawal/").json()["code"] == "invalid_transition"

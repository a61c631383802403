"""The pages and the API where a supplier decides on requests; opening a link decides nothing (N7, N8)."""

import pytest
from django.test import Client
from django.urls import reverse

from invitations import services
from invitations.enums import RequestState
from invitations.models import AccessRequest
from retailers.models import DirectoryEntry
from retailers.services import EntryDetails
from tests.invitations.asking import STRANGER, ask, decide, stored
from tests.invitations.conftest import mails
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def asked(world):
    return ask(world, message="Twelve taps <b>soon</b>")


def url(name, request, organization="alder"):
    keys = {"organization": organization, "customer": request.customer_id}
    if name != "customer_request":
        keys["access_request"] = request.pk
    return reverse(f"invitations:{name}", kwargs=keys)


def listed(organization="alder"):
    return reverse("invitations:request_list", kwargs={"organization": organization})


def role(world, wanted, name="alder"):
    with as_owner():
        Membership.objects.filter(user=world.users[name]).update(role=wanted)


def test_the_page_shows_all_that_was_typed_and_decides_nothing_when_opened(world, asked):
    client = world.client("alder")

    for decision in ("", "approve", "reject"):
        for method in (client.get, client.head):
            assert method(url("customer_request", asked), {"decision": decision}).status_code == 200

    body = client.get(url("customer_request", asked)).content.decode()
    for words in ("Buvette Sans Souci", "9 quai Nord", "Odile Faure", STRANGER, "04 72 00 00 09", "Français"):
        assert words in body, words
    assert "Twelve taps &lt;b&gt;soon&lt;/b&gt;" in body
    assert stored(asked).state == RequestState.OPEN
    assert client.get(url("request_approval", asked)).status_code == 405
    assert len(mails()) == 2


def test_the_page_says_what_the_directory_has_beside_what_was_typed(world, asked):
    client = world.client("alder")
    with as_owner():
        pearl = Organization.objects.create(name="Pearl", slug="pearl", buys=True)
        DirectoryEntry.objects.create(
            retailer=pearl, name="Old Pearl Tavern", street="3 rue Basse", country="FR"
        )
    typed = EntryDetails(name="Pearl the Second", street="3 rue Basse", city="Lyon", country="FR")
    claiming = ask(world, email="paul@pearl.example.com", details=typed, retailer=pearl)

    assert (
        "New: it is listed when you approve." in client.get(url("customer_request", asked)).content.decode()
    )
    body = client.get(url("customer_request", claiming)).content.decode()

    for words in ("They say that this entry is theirs", "Old Pearl Tavern", "Pearl the Second"):
        assert words in body[body.index("<dl") : body.index("</dl>")], words


def test_whoever_is_not_signed_in_signs_in_first(world, asked):
    page = url("customer_request", asked) + "?decision=approve"
    answer = Client().get(page)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert "decision%3Dapprove" in answer["Location"]


def test_a_button_approves_and_a_second_press_says_so(world, asked):
    client = world.client("alder")

    first = client.post(url("request_approval", asked))
    again = client.post(url("request_approval", asked))
    late = client.post(url("request_rejection", asked), {"answer": "no"})

    assert first.status_code == 302
    assert stored(asked).state == RequestState.APPROVED
    for refused in (again, late):
        assert refused.status_code == 409
        assert "approved already, by Alder Admin" in refused.content.decode()
    assert [mail.template for mail in mails(STRANGER)][1:] == ["invitations/request_approved"]


def test_a_rejection_carries_its_message_and_what_is_too_long_is_kept_and_told(world, asked):
    client = world.client("alder")

    refused = client.post(url("request_rejection", asked), {"answer": "x" * 1001})
    assert refused.status_code == 422
    assert "x" * 1001 in refused.content.decode()
    assert stored(asked).state == RequestState.OPEN

    assert client.post(url("request_rejection", asked), {"answer": "In May."}).status_code == 302
    assert (stored(asked).state, stored(asked).answer) == (RequestState.REJECTED, "In May.")
    assert "In May." in mails(STRANGER)[-1].text


def test_the_list_filters_searches_and_costs_the_same(world, asked, django_assert_num_queries):
    client = world.client("alder")
    client.get(listed())
    with as_owner():
        other = AccessRequest.objects.get(pk=asked.pk)
        for _ in range(3):
            other.pk, other.state, other.decided_at = uuid7(), RequestState.WITHDRAWN, other.asked_at
            other.save(force_insert=True)

    with django_assert_num_queries(LIST_STATEMENTS):
        body = client.get(listed()).content.decode()
    assert body.count("Buvette Sans Souci") >= 4
    with django_assert_num_queries(LIST_STATEMENTS):
        only = client.get(listed(), {"state": "open"}).content.decode()
    assert only.count("Buvette Sans Souci") == 1
    assert "Nothing matches" in client.get(listed(), {"q": "nobody"}).content.decode()
    assert "Buvette" in client.get(listed(), {"q": "odile"}).content.decode()


LIST_STATEMENTS = 8


def test_the_home_tells_whoever_decides_how_many_wait(world, asked):
    card = reverse("invitations:request_card", kwargs={"organization": "alder"})
    client = world.client("alder")

    assert "A retailer asks to order from you" in " ".join(
        client.get(card, headers={"HX-Request": "true"}).content.decode().split()
    )
    assert client.get(card).status_code == 302
    decide(world, services.approve_request, asked)
    assert "<section" not in client.get(card, headers={"HX-Request": "true"}).content.decode()
    role(world, MemberRole.VIEWER)
    assert client.get(card, headers={"HX-Request": "true"}).status_code == 403


@pytest.mark.parametrize("wanted", [MemberRole.SALES, MemberRole.ACCOUNTING, MemberRole.VIEWER])
def test_only_admins_and_procurement_managers_decide(world, asked, wanted):
    client = world.client("alder")
    role(world, wanted)

    assert client.post(url("request_approval", asked)).status_code == 403
    assert client.post(url("request_rejection", asked)).status_code == 403
    seen = client.get(url("customer_request", asked))
    assert seen.status_code == (
        404 if wanted == MemberRole.SALES else 200
    )  # of the representative's own alone
    assert "Approve</button>" not in seen.content.decode()
    assert stored(asked).state == RequestState.OPEN
    role(world, MemberRole.PROCUREMENT)
    assert client.post(url("request_approval", asked)).status_code == 302


def test_another_suppliers_request_does_not_exist(world, asked):
    birch = world.client("birch")
    mine = world.customers["birch", "rita"]

    assert birch.get(url("customer_request", asked, "birch")).status_code == 404
    for name in ("request_approval", "request_rejection"):
        assert birch.post(url(name, asked, "birch")).status_code == 404
        crossed = reverse(
            f"invitations:{name}",
            kwargs={"organization": "birch", "customer": mine.pk, "access_request": asked.pk},
        )
        assert birch.post(crossed).status_code == 404
    assert "Buvette" not in birch.get(listed("birch")).content.decode()
    assert stored(asked).state == RequestState.OPEN


def post(client, path, body=None, key=None):
    return client.post(
        f"/api/v1/alder/selling/{path}",
        body or {},
        content_type="application/json",
        headers={"Idempotency-Key": str(key or uuid7())},
    )


def test_machines_list_approve_and_reject(world, asked):
    api = world.client("alder")
    other = ask(
        world,
        email="second@example.com",
        details=EntryDetails(name="Kiosk am Kanal", city="Bremen", country="DE"),
    )

    listed = api.get("/api/v1/alder/selling/requests/", {"state": "open"}).json()["results"]
    assert {row["id"] for row in listed} == {str(asked.pk), str(other.pk)}
    key = uuid7()
    first = post(api, f"customers/{asked.customer_id}/requests/{asked.pk}/approval/", key=key)
    assert (first.status_code, first.json()["state"]) == (200, "approved")
    assert (
        post(api, f"customers/{asked.customer_id}/requests/{asked.pk}/approval/", key=key).json()
        == first.json()
    )
    refused = post(api, f"customers/{asked.customer_id}/requests/{asked.pk}/rejection/")
    assert (refused.status_code, refused.json()["code"]) == (409, "invalid_transition")
    done = post(api, f"customers/{other.customer_id}/requests/{other.pk}/rejection/", {"answer": "No"})
    assert (done.json()["state"], done.json()["answer"]) == ("rejected", "No")
    assert api.get("/api/v1/alder/selling/requests/", {"state": "odd"}).status_code == 400
    assert (
        post(
            world.client("birch"), f"customers/{other.customer_id}/requests/{other.pk}/approval/"
        ).status_code
        == 404
    )

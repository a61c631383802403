"""For machines: invitations to one's own company, the set-up of a customer, and whose a customer is (X1)."""

from typing import Any

import pytest
from django.test import Client

from invitations import services
from invitations.enums import TourState
from invitations.models import ApartCustomer
from retailers.enums import CustomerStatus
from retailers.models import Customer
from tests.invitations.conftest import EMAIL
from tests.invitations.test_claim_case import SPY, claimed  # noqa: F401
from tests.invitations.test_reassigning import case, decided, seen_by, spied_customer  # noqa: F401
from tests.invitations.touring import colleague, let_in, row
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

API = "/api/v1/"


def post(client: Client, path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
    headers = {"Idempotency-Key": key or str(uuid7())}
    return client.post(f"{API}{path}", body or {}, content_type="application/json", headers=headers)


def rows(client: Client, path: str) -> list[dict[str, Any]]:
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_a_company_lists_its_invitations_and_accepts_one_once(world: World) -> None:
    remy, key = world.client("remy"), str(uuid7())
    path = "remy/buying/invitations/"
    assert [(each["supplier"], each["supplier_name"]) for each in rows(remy, path)] == [("birch", "Birch")]

    accepted = post(remy, f"{path}birch/acceptance/", key=key)

    assert (accepted.status_code, accepted.json()) == (200, {"supplier": "birch", "state": "accepted"})
    assert post(remy, f"{path}birch/acceptance/", key=key).json() == accepted.json()
    assert post(remy, f"{path}birch/acceptance/").status_code == 404
    assert rows(remy, path) == []
    with as_owner():
        customer = Customer.objects.get(pk=world.customers["birch", "remy"].pk)
        assert (customer.status, customer.is_active) == (CustomerStatus.REGISTERED, True)


def test_who_may_not_order_or_was_not_asked_accepts_nothing(world: World) -> None:
    rita, path = world.client("rita"), "rita/buying/invitations/"
    assert rows(rita, path) == []  # cedar's went to an address, not to the company
    assert post(rita, f"{path}cedar/acceptance/").status_code == 404
    assert post(rita, "remy/buying/invitations/birch/acceptance/").status_code == 404
    with as_owner():
        Membership.objects.filter(user=world.users["remy"]).update(role=MemberRole.BOOKKEEPER)
    remy = world.client("remy")
    assert remy.get(f"{API}remy/buying/invitations/").status_code == 403
    assert post(remy, "remy/buying/invitations/birch/acceptance/").status_code == 403
    with as_owner():
        assert not Customer.objects.get(pk=world.customers["birch", "remy"].pk).is_connected


@pytest.fixture
def approved(world: World) -> Customer:
    return let_in(world)


def test_a_customer_is_set_up_step_by_step(world: World, approved: Customer) -> None:
    alder, path = world.client("alder"), f"alder/selling/customers/{approved.pk}/"
    begun = alder.get(f"{API}{path}set-up/").json()
    assert (begun["state"], begun["current"], begun["is_complete"]) == ("running", "activation", False)
    assert [each["customer"] for each in rows(alder, "alder/selling/set-ups/")] == [str(approved.pk)]

    early = post(alder, f"{path}set-up/finish/")
    assert (early.status_code, early.json()["code"]) == (409, "invalid_transition")
    assert post(alder, f"{path}set-up/confirmation/", {"step": "activation"}).status_code == 400
    assert post(alder, f"{path}activation/").status_code in (200, 201)
    assert post(alder, f"{path}set-up/leaving/").json()["state"] == "left"
    for step, following in (("terms", "days"), ("days", None)):
        done = post(alder, f"{path}set-up/confirmation/", {"step": step})
        assert (done.status_code, done.json()["current"], done.json()["state"]) == (201, following, "running")
    assert done.json()["is_complete"]
    finished = post(alder, f"{path}set-up/finish/")

    assert (finished.status_code, finished.json()["state"]) == (201, "finished")
    assert rows(alder, "alder/selling/set-ups/") == []
    assert post(alder, f"{path}set-up/start/").json()["state"] == "running"


def test_a_step_is_taken_by_whose_right_it_is_and_never_by_strangers(
    world: World, approved: Customer
) -> None:
    path = f"selling/customers/{approved.pk}/set-up/"
    viewer, books = colleague(world, MemberRole.VIEWER), colleague(world, MemberRole.ACCOUNTING)
    for verb in ("start", "leaving", "finish"):
        assert post(viewer, f"alder/{path}{verb}/").status_code == 403
    assert post(viewer, f"alder/{path}confirmation/", {"step": "terms"}).status_code == 403
    assert post(books, f"alder/{path}confirmation/", {"step": "days"}).status_code == 403
    assert viewer.get(f"{API}alder/{path}").json()["current"] == "activation"
    for organization in ("birch", "alder"):
        birch = world.client("birch")
        assert birch.get(f"{API}{organization}/{path}").status_code == 404
        assert post(birch, f"{organization}/{path}leaving/").status_code == 404
    assert row(approved).state == TourState.RUNNING
    assert not row(approved).days_confirmed


@pytest.mark.parametrize(("said", "sees"), [("same", ({"birch"}, 1)), ("apart", (set(), 0))])
def test_a_supplier_says_whose_a_customer_is(
    world: World,
    case: Any,  # noqa: F811
    said: str,
    sees: Any,
) -> None:
    decided(services.reassign_company, case)
    customer, birch = spied_customer(world), world.client("birch")
    [asked] = rows(birch, "birch/selling/confirmations/")
    assert (asked["customer"], asked["former_contact_email"]) == (str(customer.pk), SPY)
    assert asked["company"] == "Bar Le Cormoran"
    path, key = f"birch/selling/customers/{customer.pk}/confirmation/", str(uuid7())
    assert post(birch, path, {"answer": "perhaps"}).status_code == 400
    for name in ("alder", "cedar"):
        assert post(world.client(name), path.replace("birch", name), {"answer": "same"}).status_code == 404
        assert rows(world.client(name), f"{name}/selling/confirmations/") == []
    assert seen_by(case, EMAIL) == (set(), 0)

    answered = post(birch, path, {"answer": said}, key)

    assert (answered.status_code, answered.json()) == (200, {"customer": str(customer.pk), "answer": said})
    assert post(birch, path, {"answer": said}, key).json() == answered.json()
    assert post(birch, path, {"answer": said}).status_code == 404
    assert seen_by(case, EMAIL) == sees
    assert rows(birch, "birch/selling/confirmations/") == []
    with as_owner():
        assert ApartCustomer.objects.get(case=case).state in ("confirmed", "refused")

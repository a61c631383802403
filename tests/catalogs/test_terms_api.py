"""Terms for machines: read with their sources, changed by version and by right."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.catalogs.terms import Terms
from tests.catalogs.test_terms_pages import become
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Agreement
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def terms(world: World) -> Terms:
    return Terms(world)


def at(name: str, world: World) -> str:
    keys = {
        "customer_terms": [world.customers["alder", "rita"].pk],
        "group_terms": [world.groups["alder"].pk],
    }
    return reverse(f"catalogs-api:{name}", args=["alder", *keys.get(name, [])])


def patch(client: Client, path: str, body: dict[str, Any], version: int) -> Any:
    headers = {"If-Match": f'"v{version}"'}
    return client.patch(path, body, content_type="application/json", headers=headers)


def test_each_level_says_what_is_set_what_applies_and_from_where(world: World, terms: Terms) -> None:
    client, bars = world.client("alder"), str(terms.bars.pk)
    terms.set("all", minimum_order=Decimal(70))

    answer = client.get(at("customer_terms", world))

    state = answer.json()
    assert answer.headers["ETag"] == '"v0"'
    assert set(state["set"].values()) == {None, ""}
    assert (state["applies"]["payment_terms_days"], Decimal(state["applies"]["minimum_order"])) == (
        15,
        Decimal(70),
    )
    assert state["sources"]["payment_terms"] == {"level": "group", "group": bars, "agreement": None}
    assert state["sources"]["minimum_order"] == {"level": "default", "group": None, "agreement": None}
    with as_owner():
        agreed = Agreement.objects.get(supplier=world.orgs["alder"], distributor=world.orgs["dawn"])
        Agreement.objects.filter(pk=agreed.pk).update(both_warehouses_since=timezone.now())
    state = client.get(at("customer_terms", world)).json()
    assert state["applies"]["adds_own_stock"] is True
    assert state["sources"]["own_stock"] == {
        "level": "agreement", "group": None, "agreement": str(agreed.pk),
    }  # fmt: skip


@pytest.mark.parametrize(("name", "version"), [("terms", 0), ("group_terms", 1), ("customer_terms", 0)])
def test_a_change_applies_once_for_the_version_it_names(
    world: World, terms: Terms, name: str, version: int
) -> None:
    client, path = world.client("alder"), at(name, world)

    first = patch(client, path, {"delivery_fee": "15", "delivery_fee_free_from": "600"}, version)
    late = patch(client, path, {"delivery_fee": "9"}, version)

    assert (first.status_code, first.headers["ETag"]) == (200, f'"v{version + 1}"')
    assert first.json()["sources"]["delivery_fee"]["level"] == "here"
    assert late.status_code == 412
    assert Decimal(late.json()["current"]["set"]["delivery_fee"]) == 15
    assert terms.applied.delivery_fee == 15
    assert client.patch(path, {}, content_type="application/json").status_code == 428


def test_what_does_not_fit_points_at_its_field(world: World) -> None:
    answer = patch(world.client("alder"), at("customer_terms", world), {"credit_limit": "5"}, 0)

    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/credit_limit"]


def test_a_procurement_managers_token_sets_prices_and_not_credit(world: World, terms: Terms) -> None:
    client, path = become(world, MemberRole.PROCUREMENT), at("customer_terms", world)

    assert patch(client, path, {"payment_terms": "on_receipt", "payment_terms_days": 0}, 0).status_code == 403
    assert patch(client, path, {"price_change_percent": "-5"}, 0).status_code == 200
    assert (terms.applied.payment_terms_days, terms.applied.price_change_percent) == (15, Decimal(-5))
    assert patch(become(world, MemberRole.VIEWER), path, {"minimum_order": "1"}, 1).status_code == 403


def test_a_hold_is_put_on_and_taken_off(world: World) -> None:
    client = world.client("alder")
    path = reverse("retailers-api:hold", args=["alder", world.customers["alder", "rita"].pk])

    def send(body: dict[str, Any], key: str) -> Any:
        return client.post(path, body, content_type="application/json", headers={"Idempotency-Key": key})

    assert send({"is_on_hold": True}, "1").status_code == 400
    assert send({"is_on_hold": True, "reason": "Past due."}, "2").json() == {
        "is_on_hold": True,
        "reason": "Past due.",
    }
    assert client.get(path).json()["is_on_hold"] is True
    assert send({"is_on_hold": False}, "3").json() == {"is_on_hold": False, "reason": ""}

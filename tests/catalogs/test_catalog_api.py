"""Catalogs for machines: made, changed, filled, shared; what a customer sees and why."""

import json
from typing import Any

import pytest

from catalogs.models import Catalog, CatalogShare
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner


class Machine:
    """Alder's side of the API."""

    def __init__(self, world: World) -> None:
        self.client = world.client("alder")

    def call(self, method: str, path: str, body: Any = None, version: int = 1) -> Any:
        headers = {"Idempotency-Key": str(uuid7()), "If-Match": f'"v{version}"'}
        sent = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        return getattr(self.client, method)(f"/api/v1/alder/selling/{path}", headers=headers, **sent)


@pytest.fixture
def machine(world: World) -> Machine:
    return Machine(world)


def test_a_catalog_is_made_changed_and_deleted(machine: Machine) -> None:
    made = machine.call("post", "catalogs/", {"name": "Autumn", "first_day": "2026-11-01"})
    path = f"catalogs/{made.json()['id']}/"
    assert (made.status_code, made.headers["ETag"]) == (201, '"v1"')
    assert made.json()["first_day"] == "2026-11-01"

    changed = machine.call("patch", path, {"last_day": "2026-11-30"})

    assert (changed.json()["name"], changed.json()["last_day"]) == ("Autumn", "2026-11-30")
    assert changed.json()["first_day"] == "2026-11-01"
    endless = machine.call("patch", path, {"last_day": "9999-12-31"}, version=2)
    assert (endless.status_code, endless.json()["code"]) == (422, "invalid")
    late = machine.call("patch", path, {"name": "Late"})
    assert (late.status_code, late.json()["code"]) == (412, "stale_version")
    taken = machine.call("post", "catalogs/", {"name": "AUTUMN"})
    assert (taken.status_code, taken.json()["code"]) == (422, "invalid")
    names = [row["name"] for row in machine.call("get", "catalogs/").json()["results"]]
    assert names == ["All products", "Autumn", "Dark beers", "Pale beers"]
    assert machine.call("delete", path).status_code == 204
    assert machine.call("get", path).status_code == 404


def test_products_are_put_in_and_taken_out(world: World, machine: Machine) -> None:
    pale, stout = world.products["alder"]
    foreign = world.products["birch"][0]
    path = f"catalogs/{world.catalogs['alder'].pk}/"

    answer = machine.call(
        "patch", f"{path}contents/", {"add": [str(pale.pk), str(foreign.pk)], "remove": [str(stout.pk)]}
    )

    assert (answer.status_code, answer.json()["products"]) == (200, 1)
    assert [row["sku"] for row in machine.call("get", f"{path}products/").json()["results"]] == ["PALE"]


def test_a_catalog_is_shared_in_each_way_once(world: World, machine: Machine) -> None:
    remy, path = world.customers["alder", "remy"], f"catalogs/{world.catalogs['alder'].pk}/"
    for share in ({"label": "VIP"}, {"label": "vip"}, {"customer": str(remy.pk)}, {"customer": str(remy.pk)}):
        assert machine.call("put", f"{path}shares/", share).status_code == 200
    assert machine.call("put", f"{path}everyone/", {}).status_code == 204

    found = machine.call("get", f"{path}shares/").json()

    assert found["shared_with_everyone"]
    assert [(s["group"], s["label"], s["customer"]) for s in found["shares"]] == [
        (str(world.groups["alder"].pk), "", None),
        (None, "VIP", None),
        (None, "", str(remy.pk)),
    ]
    for share in found["shares"]:
        assert machine.call("delete", f"{path}shares/{share['id']}/").status_code == 204
    assert machine.call("delete", f"{path}everyone/").status_code == 204
    with as_owner():
        assert not CatalogShare.objects.filter(catalog=world.catalogs["alder"]).exists()
        assert not Catalog.objects.get(pk=world.catalogs["alder"].pk).shared_with_everyone


def test_a_share_names_one_of_its_own_company(world: World, machine: Machine) -> None:
    path = f"catalogs/{world.catalogs['alder'].pk}/shares/"
    rita, foreign = world.customers["alder", "rita"], world.customers["birch", "rita"]

    assert machine.call("put", path, {}).status_code in (400, 422)
    assert machine.call("put", path, {"label": "x", "customer": str(rita.pk)}).status_code in (400, 422)
    assert machine.call("put", path, {"customer": str(foreign.pk)}).status_code == 404
    assert machine.call("put", path, {"group": str(world.groups["birch"].pk)}).status_code == 404


def test_a_customer_is_told_what_it_sees_and_why(world: World, machine: Machine) -> None:
    answer = machine.call("get", f"customers/{world.customers['alder', 'rita'].pk}/catalogs/").json()

    assert [(c["name"], c["everyone"], c["groups"], c["itself"]) for c in answer["catalogs"]] == [
        ("All products", True, [], False),
        ("Dark beers", False, [str(world.groups["alder"].pk)], False),
    ]


def test_a_sales_representative_shares_with_customers_alone(world: World, machine: Machine) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.SALES)
    path = f"catalogs/{world.catalogs['alder'].pk}/"

    assert machine.call("put", f"{path}shares/", {"label": "x"}).status_code == 403
    assert machine.call("put", f"{path}everyone/", {}).status_code == 403
    assert machine.call("patch", path, {"name": "x"}).status_code == 403

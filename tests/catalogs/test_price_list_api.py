"""Price lists for machines: made, changed, chosen, deleted; their prices read, and drafted many at once."""

from decimal import Decimal
from typing import Any

import pytest

from catalogs.models import PriceChangeLine, PriceList
from catalogs.queries import charged_on
from tests.catalogs.prices import costs, drafted, price, published, standard
from tests.catalogs.test_catalog_api import Machine
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

D = Decimal


@pytest.fixture
def machine(world: World) -> Machine:
    with as_owner():
        PriceChangeLine.objects.filter(supplier=world.orgs["alder"]).delete()
    return Machine(world)


def test_a_price_list_is_made_changed_chosen_and_deleted(world: World, machine: Machine) -> None:
    base, pale = standard(world), world.products["alder"][0]
    body = {"name": "Bars", "base_list": str(base.pk), "derived_percent": "-8.00", "rounding": "0.10"}

    made = machine.call("post", "price-lists/", body)

    assert (made.status_code, made.headers["ETag"], made.json()["currency"]) == (201, '"v1"', "USD")
    path = f"price-lists/{made.json()['id']}/"
    bars = PriceList(pk=made.json()["id"])
    assert costs(world, bars, pale) == D("27.60")
    changed = machine.call("patch", path, {"derived_percent": None, "derived_amount": "-1.50"})
    assert (changed.json()["derived_amount"], costs(world, bars, pale)) == ("-1.500", D("28.50"))
    assert machine.call("patch", path, {"name": "Late"}).status_code == 412
    for wrong in ({"name": "STANDARD"}, {"base_list": str(uuid7())}, {"derived_percent": "5"}):
        assert machine.call("patch", path, wrong, version=2).status_code == 422
    assert machine.call("delete", f"price-lists/{base.pk}/").json()["code"] == "invalid"
    chosen = machine.call("post", f"{path}default/", {})
    assert (chosen.status_code, chosen.json()["is_default"], chosen.json()["customers"]) == (201, True, 3)
    assert machine.call("post", f"price-lists/{base.pk}/default/", {}).status_code == 201
    assert [row["name"] for row in machine.call("get", "price-lists/").json()["results"]] == [
        "Bars",
        "Standard",
    ]
    assert machine.call("delete", path).status_code == 204
    assert machine.call("get", path).status_code == 404


def test_prices_are_read_with_what_is_in_force(world: World, machine: Machine) -> None:
    base, (pale, stout) = standard(world), world.products["alder"]
    published(world, base, {pale.pk: price("31.00", (10, "29.00")), stout.pk: None})
    drafted(world, base, {stout.pk: price("35.00")})
    path = f"price-lists/{base.pk}/prices/"

    found = {row["sku"]: row for row in machine.call("get", path).json()["results"]}

    assert (found["PALE"]["unit_price"], found["STOUT"]["unit_price"]) == ("31.000", None)
    assert found["PALE"]["breaks"] == [{"from_units": 10, "unit_price": "29.000"}]
    for only, skus in (("priced", ["PALE"]), ("unpriced", ["STOUT"]), ("changed", ["STOUT"])):
        rows = machine.call("get", f"{path}?only={only}").json()["results"]
        assert [row["sku"] for row in rows] == skus
    assert machine.call("get", f"{path}?only=all").status_code == 400
    with as_owner():
        foreign = PriceList.objects.get(supplier=world.orgs["birch"])
    for call in ("", "prices/"):
        assert machine.call("get", f"price-lists/{foreign.pk}/{call}").status_code == 404


def test_many_prices_are_drafted_all_or_none(world: World, machine: Machine) -> None:
    base, (pale, stout) = standard(world), world.products["alder"]
    published(world, base, {pale.pk: price("30.00", (10, "29.00"))})
    path = f"price-lists/{base.pk}/draft/"
    lines: list[dict[str, Any]] = [
        {"sku": "PALE", "unit_price": "31.50"},
        {
            "product": str(stout.pk),
            "unit_price": "33.00",
            "breaks": [{"from_units": 5, "unit_price": "32.00"}],
        },
    ]

    said = machine.call("post", path, {"prices": lines})

    assert (said.status_code, said.json()["drafted"]) == (201, 2)
    wanted = {pale.pk: price("31.50", (10, "29")), stout.pk: price("33", (5, "32"))}
    with acting_as(world.context("alder")):
        assert charged_on(base) == wanted
    foreign = world.products["birch"][0]
    for wrong in (
        {"sku": "NOPE", "unit_price": "1"},
        {"product": str(foreign.pk), "unit_price": "1"},
        {"sku": "PALE", "unit_price": "1.005"},
        {"sku": "PALE"},
    ):
        refused = machine.call("post", path, {"prices": [{"sku": "STOUT", "unit_price": "9"}, wrong]})
        assert refused.status_code in {400, 422}
    with acting_as(world.context("alder")):
        assert charged_on(base) == wanted
    assert costs(world, base, pale) == D(30)


def test_a_viewer_reads_and_does_not_write(world: World, machine: Machine) -> None:
    base = standard(world)
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    assert machine.call("get", f"price-lists/{base.pk}/prices/").status_code == 200
    assert machine.call("post", "price-lists/", {"name": "X"}).status_code == 403
    assert machine.call("post", f"price-lists/{base.pk}/draft/", {"prices": []}).status_code == 403

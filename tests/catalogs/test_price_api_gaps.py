"""For machines what the pages of prices show and do: history, one rule over many, what one customer pays (X1)."""

from decimal import Decimal
from typing import Any

import pytest

from catalogs.models import PriceChangeLine, PriceList
from tests.catalogs.prices import derived, drafted, price, published, soon, standard
from tests.catalogs.test_catalog_api import Machine
from tests.catalogs.test_price_grid import lines
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

D = Decimal


@pytest.fixture
def machine(world: World) -> Machine:
    with as_owner():
        PriceChangeLine.objects.filter(supplier=world.orgs["alder"]).delete()
    return Machine(world)


def test_the_history_of_a_price_says_what_counts_and_by_whom(world: World, machine: Machine) -> None:
    base, pale = standard(world), world.products["alder"][0]
    published(world, base, {pale.pk: price("31", (10, "29"))}, name="Spring")
    published(world, base, {pale.pk: price("33")}, name="Summer", effective_at=soon())

    rows = machine.call("get", f"price-lists/{base.pk}/products/{pale.pk}/").json()["results"]

    assert [(row["unit_price"], row["is_current"], row["change_name"]) for row in rows] == [
        ("33.000", False, "Summer"),
        ("31.000", True, "Spring"),
        ("30.000", False, ""),
    ]
    assert rows[1]["breaks"] == [{"from_units": 10, "unit_price": "29.000"}]
    assert rows[1]["published_by_name"] == str(world.users["alder"])
    theirs = world.products["birch"][0].pk
    for path in (f"{base.pk}/products/{theirs}/", f"{uuid7()}/products/{pale.pk}/"):
        assert machine.call("get", f"price-lists/{path}").status_code == 404


def test_a_rule_changes_many_prices_once_in_the_draft(world: World, machine: Machine) -> None:
    base, (pale, stout) = standard(world), world.products["alder"]
    published(world, base, {pale.pk: price("30", (10, "28")), stout.pk: None})
    path = f"price-lists/{base.pk}/adjustments/"

    done = machine.call("post", path, {"percent": "10", "rounding": "0.50"})

    assert done.status_code == 201
    assert done.json() | {"draft": None} == {
        "changed": 1, "without_price": 1, "misfits": 0, "draft": None,
    }  # fmt: skip
    assert lines(world, base) == {"PALE": (D("33.000"), [10], [D("31.000")])}
    assert machine.call("get", f"price-changes/{done.json()['draft']}/").json()["state"] == "draft"
    some = {"amount": "-1", "products": [str(pale.pk), str(world.products["birch"][0].pk)]}
    assert machine.call("post", path, some).json()["changed"] == 1
    assert lines(world, base)["PALE"][0] == D("32.000")
    assert machine.call("post", path, {"action": "leave", "q": "pale"}).json()["changed"] == 1
    assert lines(world, base) == {}
    assert machine.call("post", path, {"action": "off", "only": "priced"}).json()["changed"] == 1
    assert lines(world, base)["PALE"][0] is None


def test_the_same_call_twice_changes_prices_once(world: World, machine: Machine) -> None:
    base = standard(world)
    key, path = str(uuid7()), f"/api/v1/alder/selling/price-lists/{base.pk}/adjustments/"

    def send() -> Any:
        return machine.client.post(
            path, '{"percent": "10"}', content_type="application/json", headers={"Idempotency-Key": key}
        )

    assert (send().status_code, send().headers["Idempotency-Replayed"]) == (201, "true")
    assert lines(world, base)["PALE"][0] == D("33.000")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "percent"),
        ({"percent": "1", "amount": "1"}, "amount"),
        ({"percent": "-101"}, "percent"),
        ({"amount": "0.005"}, "amount"),
        ({"percent": "1", "rounding": "7"}, "rounding"),
        ({"percent": "1", "products": []}, "products"),
        ({"percent": "1", "action": "eat"}, "action"),
    ],
)
def test_a_rule_that_says_nothing_or_too_much_is_refused(
    world: World, machine: Machine, body: dict[str, Any], named: str
) -> None:
    answer = machine.call("post", f"price-lists/{standard(world).pk}/adjustments/", body)

    assert (answer.status_code, named in str(answer.json()["errors"])) == (400, True)
    assert lines(world, standard(world)) == {}


def test_whose_list_it_is_not_or_who_may_not_edit_changes_nothing(world: World, machine: Machine) -> None:
    with as_owner():
        theirs = PriceList.objects.get(supplier=world.orgs["birch"])
    assert machine.call("post", f"price-lists/{theirs.pk}/adjustments/", {"percent": "5"}).status_code == 404
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    path = f"price-lists/{standard(world).pk}/adjustments/"
    assert machine.call("post", path, {"percent": "5"}).status_code == 403


def test_what_one_customer_pays_before_and_after(world: World, machine: Machine) -> None:
    pale, rita = world.products["alder"][0], world.customers["alder", "rita"]
    begins = soon()
    change = drafted(world, standard(world), {pale.pk: price("40")}, effective_at=begins)
    path = f"price-changes/{change.pk}/customers/"

    [row] = machine.call("get", f"{path}{rita.pk}/").json()["results"]

    assert (row["sku"], row["before"], row["after"], row["effect"]) == ("PALE", "30.000", "40.000", "dearer")
    assert row["effective_at"] == begins.isoformat().replace("+00:00", "Z")
    assert machine.call("get", f"{path}{rita.pk}/?q=stout").json()["results"] == []
    for stranger in (world.customers["birch", "rita"].pk, uuid7()):
        assert machine.call("get", f"{path}{stranger}/").status_code == 404


def test_a_list_that_follows_can_follow_again(world: World, machine: Machine) -> None:
    base, pale = standard(world), world.products["alder"][0]
    bars = derived(world, base)
    published(world, bars, {pale.pk: price("26")})

    done = machine.call("post", f"price-lists/{bars.pk}/adjustments/", {"action": "off", "only": "own"})

    assert (done.json()["changed"], lines(world, bars)["PALE"][0]) == (1, None)

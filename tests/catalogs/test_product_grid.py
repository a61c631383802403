"""Products in a grid: saved together, each with what is wrong in it, and nothing typed is lost."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from catalogs.models import Product, TaxClass
from catalogs.queries import products_of
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import acting_as, as_owner

STATEMENTS = 12  # of these, 6 are the transaction, sign-in, membership and the badge of late orders
URL = reverse("catalogs:product_grid", args=["alder"])


def shown(world: World) -> dict[str, Any]:
    """Return what the form of the page sends when nothing is typed."""
    rows = world.client("alder").get(URL).context["rows"]
    sent = {f"was-{row.key}": row.shown for row, _cells in rows}
    return sent | {cell.name: cell.value for _row, cells in rows for cell in cells if cell.value}


def stored(sku: str, world: World) -> Any:
    with acting_as(world.context("alder")):
        return products_of(world.orgs["alder"]).get(sku=sku)


def post(world: World, **typed: str) -> Any:
    return world.client("alder").post(URL, shown(world) | typed)


def test_nothing_typed_writes_nothing(world: World) -> None:
    answer = post(world)

    assert answer.status_code == 302
    with as_owner():
        assert set(Product.objects.values_list("version", flat=True)) == {1}
        assert Product.objects.filter(supplier=world.orgs["alder"]).count() == 2


def test_what_was_typed_is_saved_and_a_new_row_becomes_a_product(world: World) -> None:
    pale, stout = world.products["alder"]
    with as_owner():
        beer = TaxClass.objects.create(supplier=world.orgs["alder"], name="Beer")

    answer = post(
        world,
        **{
            f"unit_price-{pale.pk}": "31,50", f"deposit-{pale.pk}": "2.40", f"tax_class-{pale.pk}": str(beer.pk),
            f"name-{stout.pk}": "Milk  Stout", "sku-new-1": "PORTER", "name-new-1": "Porter", "unit_price-new-1": "42",
        },
    )  # fmt: skip

    assert (answer.status_code, answer.headers["Location"]) == (302, URL)
    found = stored("PALE", world)
    assert (found.unit_price, found.deposit, found.tax_class_id) == (
        Decimal("31.50"),
        Decimal("2.40"),
        beer.pk,
    )
    assert stored("STOUT", world).name == "Milk Stout"
    porter = stored("PORTER", world)
    assert (porter.unit_price, porter.order_multiple, porter.is_active) == (Decimal(42), 1, True)


def test_a_wrong_cell_says_why_and_nothing_is_saved_or_lost(world: World) -> None:
    pale, stout = world.products["alder"]

    answer = post(
        world,
        **{
            f"unit_price-{pale.pk}": "cheap", f"name-{pale.pk}": "Pale", f"unit_price-{stout.pk}": "33",
            "sku-new-1": "PALE", "name-new-1": "Twice",
        },
    )  # fmt: skip

    assert answer.status_code == 422
    rows = {row.key: row for row, _cells in answer.context["rows"]}
    assert {key: list(row.errors) for key, row in rows.items() if row.errors} == {
        str(pale.pk): ["unit_price"]
    }
    assert b'value="cheap"' in answer.content
    assert b'value="Twice"' in answer.content
    assert (stored("PALE", world).name, stored("STOUT", world).unit_price) == ("Pale Ale", Decimal(30))
    again = {f"was-{row.key}": row.shown for row, _cells in answer.context["rows"]}
    again |= {cell.name: cell.value for _row, cells in answer.context["rows"] for cell in cells if cell.value}
    half = again | {f"unit_price-{pale.pk}": "32"}
    answer = world.client("alder").post(URL, half)
    rows = {row.key: row for row, _cells in answer.context["rows"]}
    assert (answer.status_code, "already have a product" in rows["new-1"].note) == (422, True)
    assert rows["new-1"].note in answer.content.decode()
    assert stored("STOUT", world).unit_price == Decimal(30)
    assert world.client("alder").post(URL, half | {"sku-new-1": "PALE-2"}).status_code == 302
    assert (stored("PALE", world).name, stored("PALE", world).unit_price) == ("Pale", Decimal(32))
    assert (stored("PALE-2", world).name, stored("STOUT", world).unit_price) == ("Twice", Decimal(33))


def test_what_somebody_else_saved_meanwhile_is_kept_or_told(world: World) -> None:
    pale, _stout = world.products["alder"]
    mine = shown(world) | {f"name-{pale.pk}": "My name"}
    assert post(world, **{f"brand-{pale.pk}": "Theirs"}).status_code == 302

    assert world.client("alder").post(URL, mine).status_code == 302
    found = stored("PALE", world)
    assert (found.name, found.brand) == ("My name", "Theirs")  # another cell: both count

    late = mine | {f"name-{pale.pk}": "Too late"}
    answer = world.client("alder").post(URL, late)
    row = next(row for row, _cells in answer.context["rows"] if row.key == str(pale.pk))
    assert (answer.status_code, list(row.errors)) == (422, ["name"])
    assert "My name" in row.errors["name"]
    assert b'value="Too late"' in answer.content
    assert json.loads(row.shown)["name"] == "My name"  # saved again, it wins
    assert stored("PALE", world).name == "My name"


def test_nobody_elses_product_is_touched_and_a_viewer_may_not(world: World) -> None:
    theirs = world.products["birch"][0]
    sent = {f"was-{theirs.pk}": "{}", f"name-{theirs.pk}": "Mine"}

    assert world.client("alder").post(URL, sent).status_code == 302
    with as_owner():
        theirs.refresh_from_db()
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    assert theirs.name == "Pale Ale"
    assert world.client("alder").get(URL).status_code == 403


@pytest.mark.parametrize(
    "was", ["", "nonsense", "[1]", '{"name": "\\ud800"}', '{"\\udfff": 1}', "[" * 100_000, "1" * 5_000]
)
def test_a_row_that_does_not_say_what_it_showed_is_told_and_writes_nothing(world: World, was: str) -> None:
    pale, stout = world.products["alder"]
    sent = shown(world) | {f"was-{pale.pk}": was, f"name-{pale.pk}": "Mine", f"name-{stout.pk}": "Stout Two"}

    answer = world.client("alder").post(URL, sent)

    row = next(row for row, _cells in answer.context["rows"] if row.key == str(pale.pk))
    assert (answer.status_code, row.typed["name"], bool(row.note)) == (422, "Mine", True)
    assert (stored("PALE", world).name, stored("STOUT", world).version) == ("Pale Ale", 1)


def test_what_does_not_belong_into_a_row_is_left_out(world: World) -> None:
    pale = world.products["alder"][0]
    sent = {f"was-{pale.pk}": '{"name": 3, "x": "y"}', f"name-{pale.pk}": "Pale\x00 Two"}

    assert world.client("alder").post(URL, sent).status_code == 302
    assert stored("PALE", world).name == "Pale Two"


@pytest.mark.parametrize("count", [1, 30])
def test_the_grid_takes_the_same_statements_for_any_number_of_rows(
    world: World, count: int, django_assert_num_queries: Any
) -> None:
    with as_owner():
        Product.objects.bulk_create(
            Product(supplier=world.orgs["alder"], sku=f"P{n}", name=f"P{n}") for n in range(count)
        )
    client = world.client("alder")
    client.get(URL)

    with django_assert_num_queries(STATEMENTS):
        client.get(URL)

"""Prices typed in a grid, and many changed by one rule: into the draft, row by row, nothing lost."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from catalogs.models import Price, PriceChangeLine, Product
from catalogs.queries import in_force, shown_on
from tests.catalogs.prices import costs, derived, drafted, price, published, standard
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

D = Decimal


def url(name: str, *args: object) -> str:
    return reverse(f"catalogs:{name}", args=["alder", *args])


def lines(world: World, price_list: Any) -> dict[str, tuple[Decimal | None, list[int], list[Decimal]]]:
    with as_owner():
        found = PriceChangeLine.objects.filter(change__price_list=price_list, change__state="draft")
        return {
            sku: (unit_price, units, prices)
            for sku, unit_price, units, prices in found.values_list(
                "product__sku", "unit_price", "break_units", "break_prices"
            )
        }


def typed(page: Any, **boxes: dict[UUID, str]) -> dict[str, str]:
    """Return the form of a grid as a browser sends it, with some boxes typed over."""
    sent: dict[str, str] = {}
    for row, _now in page.context["rows"]:
        sent |= {row.was_name: row.was, row.price.name: row.price.value, row.breaks.name: row.breaks.value}
    for name, values in boxes.items():
        sent |= {f"{name}-{product}": text for product, text in values.items()}
    return sent


@pytest.fixture
def grid(world: World) -> Any:
    """Alder's grid without anything drafted."""
    with as_owner():
        PriceChangeLine.objects.filter(supplier=world.orgs["alder"]).delete()
    return standard(world)


def test_what_is_typed_is_drafted_and_nothing_else(world: World, grid: Any) -> None:
    client, (pale, stout) = world.client("alder"), world.products["alder"]
    page = client.get(url("price_grid", grid.pk))

    sent = typed(page, price={pale.pk: "31,50"}, breaks={pale.pk: "48: 27.5; 10: 29"})
    answer = client.post(url("price_grid", grid.pk) + "?q=ale", sent)

    assert (answer.status_code, answer["Location"]) == (302, url("price_grid", grid.pk) + "?q=ale")
    assert lines(world, grid) == {"PALE": (D("31.50"), [10, 48], [D(29), D("27.50")])}
    assert costs(world, grid, pale) == D(30)
    page = client.get(url("price_grid", grid.pk))
    boxes = {row.product["sku"]: (row.price.value, row.breaks.value) for row, _now in page.context["rows"]}
    assert boxes == {"PALE": ("31.50", "10: 29.00; 48: 27.50"), "STOUT": ("30.00", "")}
    client.post(
        url("price_grid", grid.pk), typed(page, price={pale.pk: "30", stout.pk: ""}, breaks={pale.pk: ""})
    )
    assert lines(world, grid) == {"STOUT": (None, [], [])}


@pytest.mark.parametrize(
    ("box", "text", "said"),
    [
        ("price", "much", "Enter a number."),
        ("price", "-1", "below zero"),
        ("price", "1.005", "decimals at most"),
        ("price", "", "Without a price"),
        ("breaks", "ten", "Write quantity breaks as in"),
        ("breaks", "1: 5", "two units or more"),
        ("breaks", "10: 5; 10: 4", "go up"),
    ],
)
def test_a_box_that_cannot_be_saved_comes_back_as_it_was_typed(
    world: World, grid: Any, box: str, text: str, said: str
) -> None:
    client, (pale, stout) = world.client("alder"), world.products["alder"]
    page = client.get(url("price_grid", grid.pk))
    over: dict[str, dict[UUID, str]] = {"price": {stout.pk: "33"}, "breaks": {pale.pk: "10: 28"}}
    over.setdefault(box, {})[pale.pk] = text

    answer = client.post(url("price_grid", grid.pk), typed(page, **over))

    assert answer.status_code == 422
    row = next(row for row, _now in answer.context["rows"] if row.product["sku"] == "PALE")
    cell = row.price if box == "price" else row.breaks
    assert (cell.value, said in cell.error, answer.context["grid"].errors) == (text, True, 1)
    assert lines(world, grid) == {}
    assert "33" in [row.price.value for row, _now in answer.context["rows"]]


def test_of_two_who_type_the_same_price_the_second_is_told_and_loses_nothing(world: World, grid: Any) -> None:
    client, (pale, stout) = world.client("alder"), world.products["alder"]
    page = client.get(url("price_grid", grid.pk))
    drafted(world, grid, {pale.pk: price("32.00")})

    answer = client.post(url("price_grid", grid.pk), typed(page, price={pale.pk: "33.00", stout.pk: "34.00"}))

    assert answer.status_code == 200
    rows = {row.product["sku"]: row for row, _now in answer.context["rows"]}
    assert rows["PALE"].price.value == "33.00"
    assert "32.00" in rows["PALE"].price.error
    assert (rows["STOUT"].price.value, rows["STOUT"].price.error) == ("34.00", "")
    assert {sku: line[0] for sku, line in lines(world, grid).items()} == {"PALE": D(32), "STOUT": D(34)}
    client.post(url("price_grid", grid.pk), typed(answer))
    assert lines(world, grid)["PALE"][0] == D(33)


def test_a_list_that_follows_shows_only_prices_of_its_own_in_boxes(world: World, grid: Any) -> None:
    client, (pale, _stout) = world.client("alder"), world.products["alder"]
    bars = derived(world, grid)
    page = client.get(url("price_grid", bars.pk))
    assert {row.price.value for row, _now in page.context["rows"]} == {""}
    assert "$27.00" in page.content.decode()

    client.post(url("price_grid", bars.pk), typed(page, price={pale.pk: "25"}))
    assert lines(world, bars) == {"PALE": (D(25), [], [])}
    published(world, bars, {pale.pk: price("25")})
    assert costs(world, bars, pale) == D(25)
    page = client.get(url("price_grid", bars.pk))
    client.post(url("price_grid", bars.pk), typed(page, price={pale.pk: ""}))
    assert lines(world, bars) == {"PALE": (None, [], [])}
    published(world, bars, {pale.pk: None})
    assert costs(world, bars, pale) == D(27)
    with acting_as(world.context("alder")):
        assert in_force(bars, [pale.pk])[pale.pk].own is None
        assert shown_on(bars, [pale.pk]) == {pale.pk: None}


def adjust(world: World, price_list: Any, query: str = "", **said: Any) -> Any:
    asked = {"form_key": str(uuid7()), "action": "change", "rounding": "coins"}
    return world.client("alder").post(
        url("price_adjustment_create", price_list.pk) + query, asked | {"all": "1"} | said
    )


def test_many_prices_change_by_one_rule_and_the_drafted_ones_further(world: World, grid: Any) -> None:
    pale, stout = world.products["alder"]
    with as_owner():
        Product.objects.create(supplier=world.orgs["alder"], sku="NEW", name="New")
    drafted(world, grid, {pale.pk: price("40.00", (10, "38.00"))})

    answer = adjust(world, grid, derived_percent="2.5", rounding="0.10")

    assert answer.status_code == 302
    assert lines(world, grid) == {"PALE": (D(41), [10], [D(39)]), "STOUT": (D("30.80"), [], [])}
    adjust(world, grid, derived_amount="−31")
    assert lines(world, grid) == {"PALE": (D(10), [10], [D(8)]), "STOUT": (D("30.80"), [], [])}
    adjust(world, grid, all="", product=[str(stout.pk), "nonsense"], action="off")
    assert lines(world, grid)["STOUT"] == (None, [], [])
    adjust(world, grid, "?price=changed", action="leave")
    assert lines(world, grid) == {}
    with as_owner():
        assert not Price.objects.filter(price_list=grid).exclude(unit_price=30).exists()


def test_a_change_of_many_sent_twice_happens_once(world: World, grid: Any) -> None:
    key = str(uuid7())
    for _n in range(2):
        assert adjust(world, grid, derived_percent="10", form_key=key).status_code == 302
    assert {line[0] for line in lines(world, grid).values()} == {D(33)}


def test_a_change_of_many_asks_for_something_and_says_what_is_wrong(world: World, grid: Any) -> None:
    asked = world.client("alder").post(
        url("price_adjustment_create", grid.pk) + "?q=&state=active", {"all": "1"}
    )
    assert (asked.status_code, asked.context["count"]) == (200, 2)
    for said in ({}, {"derived_percent": "1", "derived_amount": "1"}, {"derived_percent": "x"}):
        assert adjust(world, grid, **said).status_code == 422
    none = world.client("alder").post(url("price_adjustment_create", grid.pk), {})
    assert "No product is chosen" in none.content.decode()
    assert lines(world, grid) == {}

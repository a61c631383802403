"""Price & availability: columns by price list, filters, export, API."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from catalogs.models import Price, PriceList, Product
from inventory.models import StockBalance
from tests.inventory.pages import url
from tests.world import World
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def lists(world: World) -> list[PriceList]:
    """Return six more lists of alder's, of which the first has a price for the stout alone."""
    supplier = world.orgs["alder"]
    with as_owner():
        made = PriceList.objects.bulk_create(
            PriceList(supplier=supplier, name=f"List {n}", currency="JPY") for n in range(6)
        )
        Price.objects.create(
            supplier=supplier,
            price_list=made[0],
            product=world.products["alder"][1],
            unit_price=Decimal(4200),
        )
    return made


def prices(world: World, query: str) -> dict[str, list[tuple[Decimal | None, str]]]:
    page = world.client("alder").get(url("availability_list") + query)
    assert page.status_code == 200
    return {row["sku"]: row["prices"] for row in page.context["page"].rows}


def test_up_to_five_price_lists_have_a_column(world: World, lists: list[PriceList]) -> None:
    usual = prices(world, "")
    chosen = prices(world, f"?list={lists[0].pk}")
    many = prices(world, "?" + "&".join(f"list={each.pk}" for each in lists))

    assert usual == {
        "PALE": [(Decimal(30), "USD"), (None, "JPY"), (None, "JPY")],
        "STOUT": [(Decimal(30), "USD"), (Decimal(4200), "JPY"), (None, "JPY")],
    }
    assert chosen == {"PALE": [(None, "JPY")], "STOUT": [(Decimal(4200), "JPY")]}
    assert {len(row) for row in many.values()} == {5}
    assert prices(world, "?list=nonsense") == usual


def test_products_without_a_price_on_a_list_are_found(world: World, lists: list[PriceList]) -> None:
    assert set(prices(world, f"?list={lists[0].pk}&price=none")) == {"PALE"}
    assert set(prices(world, f"?list={lists[1].pk}&price=none")) == {"PALE", "STOUT"}
    assert set(prices(world, "?category=Beer&state=ok")) == {"PALE", "STOUT"}
    assert set(prices(world, "?state=out")) == set()


def test_products_are_narrowed_to_a_state_where_the_keeper_delivers(
    world: World, lists: list[PriceList]
) -> None:
    pale, stout = world.products["alder"]
    with as_owner():
        StockBalance.objects.filter(keeper=world.orgs["dawn"], product=stout).update(
            on_hand_units=0, reserved_units=0
        )
        Product.objects.filter(pk=pale.pk).update(low_stock_units=22)

    found = {state: set(prices(world, f"?by=dawn&state={state}")) for state in ("ok", "low", "out")}
    own = {state: set(prices(world, f"?state={state}")) for state in ("ok", "low", "out")}

    assert found == {"ok": set(), "low": {"PALE"}, "out": {"STOUT"}}
    assert own == {"ok": {"STOUT"}, "low": {"PALE"}, "out": set()}


@pytest.mark.parametrize("as_format", ["xlsx", "csv"])
def test_the_export_holds_what_the_filters_show(world: World, lists: list[PriceList], as_format: str) -> None:
    with as_owner():
        StockBalance.objects.filter(keeper=world.orgs["dawn"], product=world.products["alder"][1]).update(
            on_hand_units=5
        )
    query = f"?by=dawn&list={lists[0].pk}&as={as_format}"
    answer = world.client("alder").get(url("availability_export") + query)

    body = answer.getvalue()
    rows: list[list[Any]]
    if as_format == "csv":
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    else:
        rows = [
            list(row) for row in load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True)
        ]
    assert rows[0] == [
        "SKU", "Name", "Pack", "Unit", "Category", "Brand", "Available", "State", "List 0 (JPY)",
    ]  # fmt: skip
    assert [(row[0], str(row[6]), row[7], row[8] and float(row[8])) for row in rows[1:]] == [
        ("STOUT", "5", "Low", 4200.0),
        ("PALE", "22", "In stock", None if as_format == "xlsx" else ""),
    ]


def test_the_api_says_the_same_and_names_what_it_does_not_know(world: World, lists: list[PriceList]) -> None:
    client, base = world.client("alder"), "/api/v1/alder/selling/availability/"

    rows = client.get(base, {"by": "dawn", "lists": f"{lists[0].pk}"}).json()["results"]
    usual = client.get(base, {"q": "stout"}).json()["results"]

    assert [(row["sku"], row["state"], row["prices"][0]["unit_price"]) for row in rows] == [
        ("STOUT", "ok", "4200.000"),
        ("PALE", "ok", None),
    ]
    assert {row["prices"][0]["currency"] for row in usual} <= {"USD"}
    for wrong in ({"by": "ember"}, {"lists": "x"}, {"lists": str(world.org_id("alder"))}, {"state": "many"}):
        assert client.get(base, wrong).status_code == 400
    sheet = client.get(f"{base}export/", {"as_format": "csv"})
    assert b"Standard" in sheet.getvalue().splitlines()[0]
    assert world.client("cedar").get(base).status_code == 404

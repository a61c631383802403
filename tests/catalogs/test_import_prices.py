"""Prices by sheets: into the drafts of their lists, and out again (SPEC.md K2)."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from catalogs.models import PriceChangeLine, PriceList, Product
from catalogs.queries import charged_on
from catalogs.services.price_sheets import PRICES
from tests.catalogs.prices import costs, derived, price, published, standard
from tests.downloads import content_of
from tests.world import World
from wholesale.organizations.enums import Side
from wholesale.sheets.direct import import_file
from wholesale.sheets.enums import ImportMode
from wholesale.sheets.importables import Line
from wholesale.sheets.services import start_import, work_on
from wholesale.tenancy.testing import acting_as, as_owner

D = Decimal


@pytest.fixture
def base(world: World) -> PriceList:
    """Alder's default list without anything drafted."""
    with as_owner():
        PriceChangeLine.objects.filter(supplier=world.orgs["alder"]).delete()
    return standard(world)


def imported(
    world: World, text: str | bytes, name: str = "prices.csv", *, look: bool = False
) -> dict[str, Any]:
    content = text.encode() if isinstance(text, str) else text
    with acting_as(world.context("alder")):
        return import_file(
            organization=world.orgs["alder"], side=Side.SELLING, kind="prices", name=name, content=content,
            columns={}, mode=None if look else ImportMode.GOOD_ROWS,
        )  # fmt: skip


def wanted(world: World, price_list: PriceList) -> dict[str, Any]:
    with acting_as(world.context("alder")):
        skus = dict(Product.objects.values_list("pk", "sku"))
        return {skus[key]: each for key, each in charged_on(price_list).items()}


def exported(world: World, price_list: PriceList, as_format: str = "xlsx") -> bytes:
    url = reverse("catalogs:price_list_export", args=["alder", price_list.pk])
    return content_of(world.client("alder").get(f"{url}?as={as_format}"))


def test_rows_change_drafts_and_say_what_they_do(world: World, base: PriceList) -> None:
    bars = derived(world, base)
    file = (
        "Price list;SKU;Price;From quantity 1;Price from quantity 1;From quantity 2;Price from quantity 2\n"
        ";PALE;31,50;48;28.50;12;29.00\n"
        "bars;PALE;;12;26.00;;\n"
        "Bars;STOUT;27.00;;;;\n"
        "Standard;STOUT;–;;;;\n"
        ";NOPE;1;;;;\n"
        "Nobody’s;PALE;1;;;;\n"
        "Bars;GONE;;;;;\n"
    )

    seen = imported(world, file, look=True)
    assert [(row["verdict"], row["reasons"]) for row in seen["rows"]] == [
        ("update", ["Standard: 30.00 → 31.50; 12: 29.00; 48: 28.50"]),
        ("update", ["Bars: 27.00 → 27.00; 12: 26.00"]),
        ("unchanged", []),
        ("update", ["Standard: 30.00 → no price"]),
        ("refused", ["You have no product with this SKU."]),
        ("refused", ["You have no price list of this name."]),
        ("refused", ["You have no product with this SKU."]),
    ]
    assert wanted(world, base)["PALE"] == price("30")
    done = imported(world, file)
    assert (done["update"], done["unchanged"], done["refused"]) == (3, 1, 3)
    assert wanted(world, base) == {"PALE": price("31.50", (12, "29"), (48, "28.50")), "STOUT": None}
    assert wanted(world, bars) == {"PALE": price("27", (12, "26")), "STOUT": price("27")}
    assert costs(world, base, world.products["alder"][0]) == D(30)
    assert imported(world, file)["unchanged"] == 4


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("much,,", "no amount"),
        ("-5,,", "below zero"),
        ("1.005,,", "decimals at most"),
        ("30,ten,5", "needs a whole quantity"),
        ("30,10,", "needs a whole quantity"),
        ("30,1,5", "two units or more"),
        ("-,10,5", "Without a price"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(
    world: World, base: PriceList, cells: str, reason: str
) -> None:
    file = f"SKU,Price,From quantity 1,Price from quantity 1\nPALE,{cells}\n"

    answer = imported(world, file)

    assert (answer["refused"], reason in answer["rows"][0]["reasons"][0]) == (1, True)
    assert wanted(world, base)["PALE"] == price("30")


def test_a_row_without_a_list_and_one_that_names_the_default_are_about_one_price(
    world: World, base: PriceList
) -> None:
    derived(world, base)
    file = "Price list;SKU;Price\n;PALE;31\n standard ;PALE;32\nBars;PALE;33\n"

    done = imported(world, file)

    assert [row["verdict"] for row in done["rows"]] == ["update", "refused", "update"]
    assert "Row 2 has the same" in done["rows"][1]["reasons"][0]
    assert wanted(world, base)["PALE"] == price("31")


@pytest.mark.parametrize("as_format", ["xlsx", "csv"])
def test_an_export_imported_again_changes_nothing(world: World, base: PriceList, as_format: str) -> None:
    pale, _stout = world.products["alder"]
    bars = derived(world, base, derived_percent=-7)
    published(world, base, {pale.pk: price("31.00", *((n, f"{30 - n}.00") for n in range(2, 8)))})
    published(world, bars, {pale.pk: price("25.00", (10, "24.50"))})
    with as_owner():
        Product.objects.create(supplier=world.orgs["alder"], sku="=1+1", name="Sum")
    for price_list in (base, bars):
        answer = imported(world, exported(world, price_list, as_format), f"prices.{as_format}")
        assert (answer["unchanged"], answer["create"] + answer["update"] + answer["refused"]) == (3, 0)


def test_the_sample_imports_as_it_is(world: World, base: PriceList) -> None:
    with as_owner():
        for sku in ("PALE-24", "STOUT-12"):
            Product.objects.create(supplier=world.orgs["alder"], sku=sku, name=sku)
    url = reverse("sheets:sample", args=["alder", "prices"])
    sample = content_of(world.client("alder").get(url))
    assert [cell.value for cell in load_workbook(io.BytesIO(sample)).worksheets[0][1]][:3] == [
        "Price list",
        "SKU*",
        "Price",
    ]

    assert imported(world, sample, "sample.xlsx")["create"] == 2

    assert wanted(world, base)["PALE-24"] == price("30.00", (10, "28"), (50, "26.50"))


def test_the_page_of_a_list_says_which_list_rows_without_one_are_about(world: World, base: PriceList) -> None:
    bars, client = derived(world, base), world.client("alder")
    address = reverse("sheets:import_create", args=["alder", "prices"]) + "?price_list=Bars&sku=PALE"
    assert "Bars" in client.get(address).content.decode()
    file = io.BytesIO(b"SKU,Price list,Price\nPALE,,25.00\nSTOUT,Standard,33.00\n")
    file.name = "prices.csv"

    made = client.post(address, {"file": file})

    key = made["Location"].rstrip("/").rsplit("/", 1)[1]
    with acting_as(world.context("alder")):
        work_on(key)  # type: ignore[arg-type]
    page = client.get(made["Location"])
    assert [row.row.reasons for row in page.context["rows"]] == [
        ["Bars: 27.00 → 25.00"], ["Standard: 30.00 → 33.00"],
    ]  # fmt: skip
    with acting_as(world.context("alder")):
        plain = start_import(
            organization=world.orgs["alder"],
            side=Side.SELLING,
            kind="prices",
            name="x.csv",
            content=b"x",
            by=None,
        )
    assert plain.given == {}
    assert bars.name == "Bars"


def test_many_rows_take_few_statements(
    world: World, base: PriceList, django_assert_max_num_queries: Any
) -> None:

    with as_owner():
        Product.objects.bulk_create(
            Product(supplier=world.orgs["alder"], sku=f"X{n}", name=f"X{n}") for n in range(500)
        )
    rows = [Line(n, {"sku": f"X{n}", "price": "10"}) for n in range(500)]
    with acting_as(world.context("alder")):
        with django_assert_max_num_queries(4):
            PRICES.check(world.orgs["alder"], rows, None, None)
        with django_assert_max_num_queries(17):
            PRICES.write(world.orgs["alder"], rows, None, None)
    assert len(wanted(world, base)) == 502

"""Products by sheets: verdicts, writing with prices, the same file twice, what is refused, how many statements."""

from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalogs.models import Product, TaxClass
from catalogs.queries import products_of
from catalogs.services.product_sheets import PRODUCTS, product_headings, product_rows
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import Side
from wholesale.sheets import direct
from wholesale.sheets.enums import ImportMode
from wholesale.sheets.importables import Line, Verdict, importable, known_headings
from wholesale.sheets.reading.values import heading_key
from wholesale.sheets.writing import csv_lines
from wholesale.tenancy.testing import acting_as, as_owner

PORTER = {
    "sku": "PORTER", "name": "Baltic  Porter", "category": "Beer", "brand": "Alder", "pack": "24 × 355 ml",
    "unit": "case", "unit_price": "$1,041.50", "tax_class": "beer", "deposit": "2,40", "order_multiple": "2",
    "minimum_units": "4", "gtin": "4006381333931", "weight_grams": "9 800", "attributes": "ABV: 8 %; Style: Porter",
    "is_active": "oui", "sold_from": "2026-01-01", "sold_until": "2026-12-31",
}  # fmt: skip

STATEMENTS = {"check": 8, "write": 36}  # transaction, role and savepoints among them


@pytest.fixture(autouse=True)
def beer(world: World) -> TaxClass:
    with as_owner():
        return TaxClass.objects.create(supplier=world.orgs["alder"], name="Beer")


def judged(world: World, *rows: dict[str, str], verb: str = "write") -> list[Verdict]:
    lines = [Line(number, values) for number, values in enumerate(rows, start=2)]
    with acting_as(world.context("alder")):
        answer: Any = getattr(PRODUCTS, verb)(world.orgs["alder"], lines, world.users["alder"], None)
    return list(answer)


def kinds(verdicts: list[Verdict]) -> list[str]:
    return [str(verdict.kind.value) for verdict in verdicts]


def product(world: World, sku: str) -> Any:
    with acting_as(world.context("alder")):
        return products_of(world.orgs["alder"]).get(sku=sku)


def counts() -> tuple[int, int]:
    with as_owner():
        return Product.objects.count(), AuditEntry.objects.count()


def test_a_row_becomes_a_product_with_all_that_it_says(world: World, beer: TaxClass) -> None:
    before = counts()
    assert kinds(judged(world, PORTER, verb="check")) == ["create"]
    assert counts() == before
    assert kinds(judged(world, PORTER)) == ["create"]

    found = product(world, "PORTER")
    assert (found.name, found.unit, found.unit_price, found.deposit) == (
        "Baltic Porter",
        "case",
        Decimal("1041.50"),
        Decimal("2.40"),
    )
    assert (found.tax_class_id, found.order_multiple, found.minimum_units) == (beer.pk, 2, 4)
    assert (found.weight_grams, found.attributes) == (9800, {"ABV": "8 %", "Style": "Porter"})
    assert (str(found.last_day), found.is_active, found.version) == ("2026-12-31", True, 1)
    assert "porter" in found.search_text
    with as_owner():
        entry = AuditEntry.objects.get(subject_id=found.pk)
    assert (entry.verb, entry.after["tax_class"], entry.after["unit_price"]) == (
        "product_added",
        "Beer",
        "1041.500",
    )


def test_a_second_import_changes_nothing(world: World) -> None:
    judged(world, PORTER)
    before = counts()

    assert kinds(judged(world, PORTER)) == ["unchanged"]
    assert counts() == before


def test_a_row_changes_what_it_says_and_an_empty_cell_nothing(world: World) -> None:
    [verdict] = judged(world, {"sku": "PALE", "name": "", "unit_price": "31.5", "brand": "Northgate"})

    assert verdict.reasons == ("Brand: – → Northgate", "Price: 30.00 → 31.50")
    pale = product(world, "PALE")
    assert (pale.name, pale.unit_price, pale.version) == ("Pale Ale", Decimal("31.50"), 2)


def test_a_dash_empties_what_is_kept(world: World) -> None:
    judged(world, PORTER)

    cleared = dict.fromkeys(("unit_price", "tax_class", "gtin", "sold_until", "attributes", "deposit"), "-")
    assert kinds(judged(world, {"sku": "PORTER"} | cleared)) == ["update"]

    found = product(world, "PORTER")
    assert (found.unit_price, found.tax_class_id, found.gtin, found.sold_until) == (None, None, "", None)
    assert (found.attributes, found.deposit) == ({}, 0)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"sku": ""}, "SKU"),
        ({"name": ""}, "Name"),
        ({"unit_price": "cheap"}, "no amount"),
        ({"unit_price": "1.005"}, "2 decimals"),
        ({"unit_price": "-3"}, "0 or more"),
        ({"deposit": "1e9"}, "no amount"),
        ({"tax_class": "Wine"}, "Wine"),
        ({"order_multiple": "2.5"}, "whole number"),
        ({"minimum_units": "5"}, "multiple of 2"),
        ({"gtin": "4006381333932"}, "barcode"),
        ({"is_active": "perhaps"}, "neither yes nor no"),
        ({"sold_from": "31/02/2026"}, "no day"),
        ({"sold_until": "2025-12-31"}, "before the first"),
        ({"attributes": "strong"}, "ABV"),
        ({"cratebook_id": "12"}, "Cratebook ID"),
        ({"cratebook_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12"}, "Cratebook ID"),
    ],
    ids=lambda found: next(iter(found)) if isinstance(found, dict) else "",
)
def test_what_cannot_be_taken_is_refused_in_words(world: World, wrong: dict[str, str], words: str) -> None:
    before = counts()

    [verdict] = judged(world, PORTER | wrong)

    assert verdict.kind == "refused"
    assert words in " ".join(verdict.reasons)
    assert counts() == before


def test_the_id_of_an_export_lets_the_sku_change_but_not_to_anothers(world: World) -> None:
    pale, stout = (product(world, sku) for sku in ("PALE", "STOUT"))

    verdicts = judged(
        world,
        {"cratebook_id": str(pale.pk), "sku": "PALE-24"},
        {"cratebook_id": str(stout.pk), "sku": "PALE"},
    )

    assert kinds(verdicts) == ["update", "refused"]
    assert product(world, "PALE-24").pk == pale.pk


def test_another_suppliers_product_is_not_found_by_its_id(world: World) -> None:
    theirs = world.products["birch"][0]

    [verdict] = judged(world, {"cratebook_id": str(theirs.pk), "sku": "MINE", "name": "Mine"})

    assert verdict.kind == "refused"
    with as_owner():
        theirs.refresh_from_db()
    assert theirs.name == "Pale Ale"


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_an_export_imported_again_changes_nothing_in_any_language(world: World, language: str) -> None:
    judged(world, PORTER)
    with translation.override(language), acting_as(world.context("alder")):
        rows = product_rows(world.orgs["alder"], products_of(world.orgs["alder"]))
        known = known_headings("products")
        keys = [known[heading_key(heading)] for heading in product_headings()]
        cells = b"".join(csv_lines(rows, headings=keys)).decode("utf-8-sig")
        before = counts()
        found = importing(world, cells)
    assert (found["unchanged"], found["refused"], found["update"]) == (3, 0, 0)
    assert counts() == (before[0], before[1] + 1)  # that the import was confirmed


def importing(world: World, content: str) -> dict[str, Any]:
    return direct.import_file(
        organization=world.orgs["alder"], side=Side.SELLING, kind="products", name="products.csv",
        content=content.encode(), columns={}, mode=ImportMode.GOOD_ROWS,
    )  # fmt: skip


def test_the_sample_imports_as_it_is(world: World) -> None:
    columns = [column for column in importable("products").columns if column.is_in_sample]
    rows = [{column.key: column.example[at] for column in columns} for at in (0, 1)]

    assert kinds(judged(world, *rows)) == ["create", "create"]


def test_the_command_says_what_it_did(world: World, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text("SKU,Name,List price\nNEW,New one,12.50\nPALE,Pale Ale,30\nBAD,,1\n")
    said = StringIO()

    call_command("import_products", str(file), "--supplier", "alder", stdout=said)

    assert said.getvalue().splitlines()[-1] == "1 create, 0 update, 1 unchanged, 1 refused"
    assert product(world, "NEW").unit_price == Decimal("12.50")


@pytest.mark.parametrize("verb", ["check", "write"])
def test_a_thousand_rows_take_as_many_statements_as_ten(world: World, verb: str) -> None:
    taken = []
    for start, size in ((0, 10), (1000, 1000)):
        rows = [
            {"sku": f"P{start + n}", "name": f"Product {n}", "unit_price": "3.00", "category": "Beer"}
            for n in range(size)
        ]
        rows += [{"sku": "PALE", "unit_price": str(31 + start)}]
        with CaptureQueriesContext(connection) as queries:
            judged(world, *rows[1:], verb=verb)
        taken.append(len(queries))

    assert taken == [STATEMENTS[verb]] * 2

"""An order on paper: what stands in it, in three languages, and that nothing typed runs (SPEC.md I1, X3)."""

import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from orders.documents import pdf
from orders.documents.contents import contents_of
from orders.documents.papers import papers_of
from orders.models import Order, OrderLine
from tests.orders.conftest import Buyer
from tests.orders.external import place
from tests.world import World
from wholesale.documents.typesetting import breakable, pdf_of, pictures_of
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db
HOSTILE = '=HYPERLINK("http://evil.example") #import "x": * *bold* $a$ @ref <b> \\ `raw` [x] // no'


def stored(world: World, order: Order) -> Order:
    with acting_as(world.context("alder")):
        return Order.objects.select_related("supplier", "total").get(pk=order.pk)


def made(world: World, order: Order, language: str = "en", *, with_amounts: bool = False) -> list[bytes]:
    """Return the PDF and the XLSX of an order."""
    with acting_as(world.context("alder")):
        papers = papers_of(stored(world, order), language=language, with_amounts=with_amounts)
    return [paper.content for paper in papers]


def data(world: World, order: Order, *, with_amounts: bool = False) -> dict[str, Any]:
    with acting_as(world.context("alder")):
        return pdf.data_of(contents_of(stored(world, order), with_amounts=with_amounts), "en")


def cells(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert not {cell.data_type for row in sheet.iter_rows() for cell in row} & {"f", "e"}, "a formula"
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_sheet_has_a_row_for_each_line_and_no_amounts(world: World) -> None:
    order = place(world, 2, 1)

    headings, *lines = cells(made(world, order)[1])

    shown = [dict(zip(headings, line, strict=True)) for line in lines]
    assert {(row["Product"], row["Ordered"], row["To deliver"]) for row in shown} == {
        ("Pale Ale", 2, 2),
        ("Oatmeal Stout", 1, 1),
    }
    assert {row["Delivery day"].date() for row in shown} == {order.delivery_date}
    assert not {"Price", "Amount"} & set(headings)


def test_with_amounts_there_is_what_each_line_costs_and_the_sum(world: World) -> None:
    order = place(world, 2)

    headings, line = cells(made(world, order, with_amounts=True)[1])

    assert dict(zip(headings, line, strict=True))["Amount"] == 60
    assert data(world, order, with_amounts=True)["sums"][-1] == ["Total", "$60.00"]
    assert data(world, order)["sums"] == []
    assert "$" not in str(data(world, order))


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Supplier"), ("fr", "Fournisseur"), ("es", "Proveedor")]
)
def test_it_speaks_the_readers_language(world: World, language: str, word: str) -> None:
    order = place(world)
    content, sheet = made(world, order, language)

    assert content.startswith(b"%PDF-")
    assert f"/Lang({language}" in content.decode("latin-1")
    assert cells(sheet)[0][1] == word


def test_the_same_order_gives_the_same_bytes(world: World) -> None:
    order = place(world)

    assert made(world, order)[0] == made(world, order)[0]


def test_what_people_typed_is_text_and_never_runs(world: World) -> None:
    order = place(world)
    place_of = {"name": HOSTILE, "street": HOSTILE, "access_notes": HOSTILE, "opening_hours": HOSTILE}
    with as_owner():
        Order.objects.filter(pk=order.pk).update(ship_to=place_of, note=HOSTILE, po_number="=1+1")
        OrderLine.objects.filter(order=order).update(name=HOSTILE, sku="@SUM(A1)", pack="-1")

    content, sheet = made(world, order)

    assert content.startswith(b"%PDF-")
    assert HOSTILE in cells(sheet)[1]
    assert HOSTILE in [row.replace("\u200b", "") for row in data(world, order)["place"]]


def test_lines_handed_over_and_back_ordered_are_marked(world: World) -> None:
    order = place(world, 5)
    with as_owner():
        OrderLine.objects.filter(order=order).update(
            handover_units=2, handover_warehouse=world.warehouses["alder"], backordered_units=1
        )

    (line,) = data(world, order)["lines"]

    assert (line["ordered"], line["to_deliver"]) == ("5", "4")
    assert line["marks"] == [
        "2 of these are handed over by Alder",
        "1 are back-ordered and not part of this delivery",
    ]


def test_two_hundred_lines_of_long_names_stay_on_the_paper(world: World) -> None:
    order = place(world)
    shown = data(world, order)
    line = shown["lines"][0] | {"name": breakable("W" * 120), "sku": breakable("S" * 40)}

    pages = pictures_of(pdf.TEMPLATE, shown | {"lines": [line] * 200}, ppi=20)

    assert 8 < len(pages) < 30
    assert pdf_of(pdf.TEMPLATE, shown | {"lines": [line] * 200}).startswith(b"%PDF-")


@pytest.mark.parametrize(("as_format", "kind"), [("pdf", "application/pdf"), ("xlsx", "spreadsheetml")])
def test_the_supplier_and_the_distributor_download_it_and_nobody_else(
    world: World, as_format: str, kind: str
) -> None:
    buyer = Buyer(world)
    buyer.put(2)
    order = buyer.submit()

    def asked(name: str, who: str, *address: object) -> Any:
        url = reverse(f"orders:{name}_paper", args=[who, *address, order.number, as_format])
        return world.client(who).get(url)

    ours, theirs = asked("selling", "alder"), asked("delivering", "dawn", "alder")
    assert (ours.status_code, theirs.status_code) == (200, 200)
    assert kind in ours["Content-Type"]
    assert ours["Content-Disposition"] == f'attachment; filename="alder-{order.number}.{as_format}"'
    assert asked("selling", "cedar").status_code == 404
    assert asked("delivering", "ember", "alder").status_code == 404
    assert world.client("alder").get(ours.request["PATH_INFO"].replace(as_format, "exe")).status_code == 404

"""The papers of a day: what stands on them, in how many statements, as PDF and XLSX; no amount but the cash."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from babel import Locale
from django.urls import reverse
from openpyxl import load_workbook

from orders.documents.day_files import TEMPLATE, data_of
from orders.documents.day_sheets import SHEETS, Cell, Section, Sheet
from orders.models import Order, OrderLine, OrderTotal
from orders.queries.stops import Wanted, day_of
from tests.orders.conftest import copy_order
from tests.orders.days import DAY, clear_routes, put, put_on_day, stand
from tests.world import World
from wholesale.documents.typesetting import pictures_of
from wholesale.tenancy.testing import acting_as, as_owner

ENGLISH = Locale.parse("en_US")
PAIRS = [("alder", "rita"), ("birch", "rosa")]
STATEMENTS = {"route-sheet": 3, "pick-list": 7, "packing-slips": 7}


def sheet_of(world: World, kind: str, who: str = "dawn") -> Sheet:
    with acting_as(world.context(who)):
        return SHEETS[kind](day_of(world.acting(who), Wanted(DAY)), ENGLISH)


def texts(section: Section) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in section.rows]


def url(kind: str, who: str = "dawn", side: str = "delivering") -> str:
    name = kind.replace("-", "_")
    return f"{reverse(f'orders:{side}_{name}', args=[who])}?day={DAY}"


def test_a_route_sheet_says_where_each_van_goes_with_notes_hours_phone_and_cash(world: World) -> None:
    clear_routes(world)
    place = {"name": "Bar", "street": "1 Quai", "city": "Lyon", "phone": "+33 4", "opening_hours": "9-17"}
    stand(world, *PAIRS)
    with as_owner():
        rita = Order.objects.filter(pk=world.orders["alder", "rita"].pk)
        rita.update(ship_to=place | {"access_notes": "Side door"})
        OrderTotal.objects.filter(order__in=rita).update(payment_terms="on_delivery", payment_terms_days=0)
    put(world, "West", *PAIRS)

    sheet = sheet_of(world, "route-sheet")
    assert [section.name for section in sheet.sections] == ["West"]
    first, second = sheet.sections[0].rows
    assert [cell.value for cell in first] == [1, "Rita", "9-17", "1", 2, "$60.00", "", ""]
    assert first[1].notes == ("1 Quai", "Lyon", "+33 4")
    assert first[2].notes == ("Side door",)
    assert [second[at].value for at in (0, 1, 5)] == [2, "Rosa", ""]


def test_a_pick_list_sums_products_over_orders_by_supplier_and_warehouse(world: World) -> None:
    order = world.orders["alder", "rita"]
    [copy] = copy_order(order, times=1)
    with as_owner():
        line = OrderLine.objects.get(order=order)
        line.pk, line.order = type(line)().pk, copy
        line.quantity_units = line.ordered_units = 3
        line.save(force_insert=True)
    put_on_day([order, copy, world.orders["birch", "rosa"]])

    sheet = sheet_of(world, "pick-list")
    assert [section.name for section in sheet.sections] == ["Alder", "Birch"]
    [row] = texts(sheet.sections[0])
    assert row[3] == 5
    assert sorted(row[4].split(", ")) == ["1000: 3", "1: 2"]
    assert row[2]


def test_a_packing_slip_stands_on_a_page_of_its_own_for_each_order(world: World) -> None:
    stand(world, *PAIRS)
    sheet = sheet_of(world, "packing-slips")

    assert sheet.breaks
    assert [section.name for section in sheet.sections] == ["Alder 1", "Birch 2"]
    assert [row[-2] for section in sheet.sections for row in texts(section)] == [2, 2]
    assert len(pictures_of(TEMPLATE, data_of(sheet, "en", ("Page", "of")))) == 2


@pytest.mark.parametrize("kind", STATEMENTS)
@pytest.mark.parametrize("times", [0, 49])
def test_a_paper_takes_the_same_statements_for_one_order_or_fifty(
    world: World, statements: Callable[..., list[str]], kind: str, times: int
) -> None:
    order = world.orders["alder", "rita"]
    put_on_day([order, *copy_order(order, times=times)])
    acting = world.acting("dawn")
    with acting_as(world.context("dawn")):
        made = statements(lambda: SHEETS[kind](day_of(acting, Wanted(DAY)), ENGLISH))

    assert len(made) == STATEMENTS[kind], "\n".join(made)


@pytest.mark.parametrize("kind", STATEMENTS)
def test_a_paper_is_a_page_a_pdf_and_a_sheet_without_amounts(world: World, kind: str) -> None:
    stand(world, *PAIRS)
    client = world.client("dawn")
    page = client.get(url(kind))
    pdf = client.get(url(kind) + "&as=pdf")
    xlsx = client.get(url(kind) + "&as=xlsx")

    assert (page.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    assert b"60.00" not in page.content
    assert pdf.getvalue().startswith(b"%PDF")
    book: Any = load_workbook(BytesIO(xlsx.getvalue()))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert any("Rosa" in cell or "Stout" in cell or "Pale" in cell for cell in cells)
    assert not any("60" in cell for cell in cells)
    assert b"Rex" not in page.content


def test_an_outsider_and_a_retailer_get_no_paper(world: World) -> None:
    stand(world, *PAIRS)
    assert world.client("ember").get(url("route-sheet")).status_code == 404
    assert world.client("rita").get(url("route-sheet", "rita")).status_code == 404
    assert b"Rita" not in world.client("alder").get(url("pick-list", "alder", "selling")).content


def test_long_names_and_sixty_rows_are_set_on_as_many_pages_as_they_take() -> None:
    name = "Brasserie " + "Maximilianskellerwirtschaft" * 3
    rows = [
        [Cell(n), Cell(name, (name, "24 × 355 ml")), *(Cell("x" * 40) for _ in range(6))] for n in range(60)
    ]
    sheet = Sheet("Route sheet", "Monday", ["No."] + ["Heading"] * 7, [Section("West", rows)], (0,), 1)

    assert len(pictures_of(TEMPLATE, data_of(sheet, "en", ("Page", "of")))) > 3

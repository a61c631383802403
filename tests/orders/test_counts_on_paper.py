"""Papers say what was ordered, confirmed and shipped side by side, and why they differ; and where they end too soon."""

from collections.abc import Callable
from typing import Any

import pytest
from babel import Locale
from django.urls import reverse

from orders.documents import pdf
from orders.documents.contents import contents_of
from orders.documents.day_sheets import SHEETS
from orders.models import Order, OrderLine, OrderLineChange
from orders.queries import stops
from orders.queries.stops import Wanted, day_of
from orders.services import day_moves
from tests.orders.changing import shorten
from tests.orders.conftest import copy_order
from tests.orders.days import DAY, clear_routes, put_on_day
from tests.orders.test_day_moves import MOVING, preview
from tests.orders.test_papers import cells, data, made
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner

WHY = "Confirmed: 2 → 1, Out of stock: Two kegs burst"


@pytest.fixture
def order(world: World) -> Order:
    """Return rita's order of two at alder, of which the supplier confirms one, with why."""
    with as_owner():
        OrderLineChange.objects.all().delete()
    return shorten(world, world.orders["alder", "rita"], 1, note="Two kegs burst")


def row_of(world: World, order: Order) -> dict[str, Any]:
    headings, row = cells(made(world, order)[1])
    return dict(zip(headings, row, strict=True))


def test_the_orders_sheet_and_pdf_have_the_three_counts_and_the_reason(world: World, order: Order) -> None:
    names = ("Ordered", "Confirmed", "To deliver", "Shipped", "Delivered", "Why")
    assert [row_of(world, order)[name] for name in names] == [2, None, 1, None, None, WHY]
    [order] = put_on_day([order], confirmed_at=order.submitted_at)
    assert [row_of(world, order)[name] for name in names] == [2, 1, 1, None, None, WHY]

    shown = data(world, order)
    [line] = shown["lines"]
    assert (line["ordered"], line["confirmed"], line["to_deliver"]) == ("2", "1", "1")
    assert (line["marks"], shown["words"]["to_deliver"]) == ([WHY], "To deliver")
    [order] = put_on_day([order], "shipped", shipped_at=order.submitted_at)
    with as_owner():
        OrderLine.objects.filter(order=order).update(shipped_units=0)
    shown = data(world, order)
    [line] = shown["lines"]
    assert (line["to_deliver"], shown["words"]["to_deliver"]) == ("0", "Shipped")
    assert line["marks"] == [WHY, "1 not there at shipping"]


def test_a_line_that_was_taken_out_by_the_supplier_stands_on_paper_and_by_its_retailer_does_not(
    world: World, order: Order
) -> None:
    with as_owner():
        OrderLine.objects.filter(order=order).update(quantity_units=0)
    assert [line["confirmed"] for line in data(world, order)["lines"]] == ["–"]
    with as_owner():
        OrderLine.objects.filter(order=order).update(ordered_units=0)
    assert data(world, order)["lines"] == []


def test_the_packing_slip_has_them_too_and_why_takes_one_statement_more(
    world: World, order: Order, statements: Callable[..., list[str]]
) -> None:
    put_on_day([order])
    acting = world.acting("dawn")
    with acting_as(world.context("dawn")):
        day = day_of(acting, Wanted(DAY))
        made = statements(lambda: SHEETS["packing-slips"](day, Locale.parse("en_US")))
        sheet = SHEETS["packing-slips"](day, Locale.parse("en_US"))

    assert len(made) == 5, "\n".join(made)
    assert sheet.headings[2:] == ["Ordered", "Confirmed", "To deliver", "Shipped"]
    [row] = sheet.sections[0].rows
    assert [cell.value for cell in row[2:]] == [2, 1, 1, ""]
    assert row[1].notes[-1] == WHY


def test_nothing_is_asked_about_reasons_where_all_counts_are_the_same(
    world: World, statements: Callable[..., list[str]]
) -> None:
    with acting_as(world.context("alder")):
        stored = Order.objects.select_related("supplier").get(pk=world.orders["alder", "rita"].pk)
        made = statements(lambda: pdf.data_of(contents_of(stored, with_amounts=False), "en"))

    assert not [sql for sql in made if "orders_orderlinechange" in sql]


def test_a_paper_and_a_preview_that_end_too_soon_say_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear_routes(world)
    order = world.orders["alder", "rita"]
    put_on_day([order, *copy_order(order, times=2)])
    client, said = world.client("dawn"), "Not the whole day: this paper ends after"
    page = reverse("orders:delivering_route_sheet", args=["dawn"])
    move = reverse("orders:delivering_day_move", args=["dawn"])
    day = {"day": str(DAY)}
    typed = day | {"new_day": str(MOVING.new_day), "route": "", "reason": "Snow"}
    assert said not in client.get(page, day).content.decode()
    whole = preview(world)
    assert not whole.is_cut

    monkeypatch.setattr(stops, "MOST_STOPS", 2)
    monkeypatch.setattr(day_moves, "MOST_MOVED", len(whole.movers) - 1)
    assert said in client.get(page, day).content.decode()
    last = cells(client.get(page, day | {"as": "xlsx"}).getvalue())[-1]
    assert str(last[0]).startswith(said)
    assert client.get(page, day | {"as": "pdf"}).getvalue().startswith(b"%PDF")
    assert (preview(world).is_cut, len(preview(world).movers)) == (True, len(whole.movers) - 1)
    assert "More orders stand on that day" in client.post(move, typed).content.decode()

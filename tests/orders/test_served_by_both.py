"""Orders of a customer that has alder's own stock besides dawn's: one order, and who brings what (SPEC.md I9)."""

from collections.abc import Callable

import pytest
from django.core.management import call_command

from inventory.errors import InsufficientStock
from inventory.queries import reconciliation
from orders.enums import Move
from orders.errors import LinesRefused
from orders.models import CartLine, Order, OrderLine
from tests.catalogs.terms import Terms
from tests.orders.conftest import Buyer, assort
from tests.orders.serving import FREE, lines, put_on_hand, reserved, serve_by_both, step
from tests.world import ORDERED, World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def both(world: World) -> World:
    serve_by_both(world)
    return world


def test_one_order_takes_from_both_and_says_what_is_handed_over(both: World, buyer: Buyer) -> None:
    buyer.put(FREE + 5)

    order = buyer.submit()

    assert lines(order) == {"PALE": (FREE + 5, 5, 0, None), "STOUT": (1, 0, 0, None)}
    assert reserved(both) == {"dawn": (24, 24), "alder": (24, ORDERED + 5)}
    with as_owner():
        line = OrderLine.objects.get(order=order, sku="PALE")
        assert (line.warehouse_id, line.handover_warehouse_id) == (
            both.warehouses["dawn"].pk,
            both.warehouses["alder"].pk,
        )
        order = Order.objects.get(pk=order.pk)
        assert (order.has_handover, order.has_backorder, order.distributor_name) == (True, False, "Dawn")
        to_dawn = OutboundEmail.objects.get(template="orders/to_deliver", key__contains=str(order.pk))
    assert "5 handed over by Alder" in to_dawn.text
    assert "Alder hands over to you" in to_dawn.text


@pytest.mark.parametrize("stop", [Move.DECLINE, Move.CANCEL])
def test_an_order_that_is_stopped_lets_go_at_both_places(both: World, buyer: Buyer, stop: Move) -> None:
    before = reserved(both)
    buyer.put(FREE + 5)
    order = buyer.submit()

    step(both, order, stop)

    assert reserved(both) == before


def test_it_ships_and_returns_at_both_places(both: World, buyer: Buyer) -> None:
    buyer.put(FREE + 5)
    order = buyer.submit()

    for move in (Move.CONFIRM, Move.PREPARE, Move.SHIP):
        step(both, order, move)
    assert reserved(both) == {"dawn": (2, 2), "alder": (24 - 5, ORDERED)}
    assert lines(order)["PALE"] == (FREE + 5, 5, 0, FREE + 5)
    step(both, order, Move.RETURN)
    assert reserved(both) == {"dawn": (24, 2), "alder": (24, ORDERED)}


def test_more_than_both_have_is_refused_with_what_both_have_left(both: World, buyer: Buyer) -> None:
    with pytest.raises(LinesRefused) as caught:
        buyer.put(2 * FREE + 1)
    assert caught.value.lines[0].available_units == 2 * FREE
    buyer.put(2 * FREE)
    put_on_hand(both, "alder", -1)

    with pytest.raises(InsufficientStock) as short:
        buyer.submit()

    assert short.value.shortages[0].available_units == 2 * FREE - 1
    assert "Only 43 of Pale Ale are left" in short.value.message


def test_once_taken_back_new_orders_have_the_distributors_stock_alone(both: World, buyer: Buyer) -> None:
    buyer.put(FREE + 5)
    order = buyer.submit()
    Terms(both).set("customer", adds_own_stock=False)
    with as_owner():
        assert lines(order)["PALE"] == (FREE + 5, 5, 0, None)

    with pytest.raises(LinesRefused):
        buyer.put(1)


@pytest.mark.parametrize("count", [10, 100])
def test_both_keepers_cost_no_statement_more(
    both: World, buyer: Buyer, statements: Callable[..., list[str]], count: int
) -> None:
    """P-3 of PERFORMANCE.md, with every second line taken from both."""
    customer = buyer.customer
    with as_owner():
        CartLine.objects.all().delete()
    wanted = {product: 1 + at % 2 for at, product in enumerate(assort(both, count))}
    from orders.services.cart import set_cart_lines

    with acting_as(buyer.context):
        set_cart_lines(customer=customer, units_by_product=wanted, by=buyer.user)

    assert len(statements(buyer.submit)) == 19


def test_the_check_of_stock_knows_what_lines_hold_where(both: World, buyer: Buyer) -> None:
    with acting_as(both.context("alder")):
        before = reconciliation.held_by_holder(both.org_id("alder"))
    buyer.put(FREE + 5)
    order = buyer.submit()

    with acting_as(both.context("alder")):
        held = reconciliation.held_by_holder(both.org_id("alder"))
    mine = {key: units for key, units in held.items() if key not in before}
    assert {(holder, warehouse) for holder, warehouse, _product in mine} == {
        (order.pk, both.warehouses["dawn"].pk),
        (order.pk, both.warehouses["alder"].pk),
    }
    call_command("check_stock", "--supplier", "alder")

"""Whoever supplies or prepares an order shortens it with reasons: who may in each status, stock, sums, lots, mails."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from inventory.errors import InsufficientStock
from orders.change_errors import NothingChanged, NothingLeft, QuantitiesRefused
from orders.edits import OrderEdit, Quantity
from orders.enums import ChangeReason, Move, OrderSide, OrderStatus
from orders.errors import EmptyCart
from orders.models import CartLine, Order
from orders.services.cart import set_cart_lines
from orders.services.quantities import change_quantities
from tests.orders.changing import (
    add,
    check_ledger,
    counts,
    edit,
    history,
    shorten,
    total_of,
    untouched,
    wish,
)
from tests.orders.conftest import Buyer, assort
from tests.orders.lots import confirmed, picked, tracked
from tests.orders.serving import let_wait, lines, reserved, serve_by_both, step
from tests.orders.test_take_step import bring_to
from tests.world import World
from wholesale.errors import InvalidTransition, NotAllowed, StaleVersion
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

S, W = OrderStatus, OrderSide
# The agreement gives confirming to alder, and the steps after it to dawn, which keeps the stock.
MAY = {
    S.SUBMITTED: {W.SUPPLIER},
    S.CONFIRMED: {W.SUPPLIER, W.DISTRIBUTOR},
    S.PREPARING: {W.SUPPLIER, W.DISTRIBUTOR},
}


@pytest.fixture
def order(world: World, buyer: Buyer) -> Order:
    """Return rita's order at alder of three PALE and two STOUT at 30 each."""
    buyer.put(3, 2)
    return buyer.submit()


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize("side", OrderSide)
def test_who_may_in_each_status(world: World, status: OrderStatus, side: OrderSide) -> None:
    order = bring_to(world, status)
    before = untouched(order)
    if side in MAY.get(status, set()):
        assert shorten(world, order, 1, side=side).version == order.version + 1
        check_ledger()
        return
    with pytest.raises(NotAllowed if status in MAY else InvalidTransition):
        shorten(world, order, 1, side=side)
    assert untouched(order) == before


def test_what_was_ordered_stays_beside_what_is_to_come(world: World, order: Order) -> None:
    held = reserved(world)["dawn"][1]

    shorten(world, order, 1, why=ChangeReason.OTHER, note="Kept for the fair")

    assert counts(order) == {"PALE": (3, 1), "STOUT": (2, 2)}
    assert reserved(world)["dawn"][1] == held - 2
    assert history(order) == [("confirmed", "PALE", 3, 1, "other")]
    assert int(total_of(order).goods) == 90
    with as_owner():
        mails = OutboundEmail.objects.filter(template="orders/edited")
        assert set(mails.values_list("to", flat=True)) == {"rita@example.com", "dawn@example.com"}
    check_ledger()


def test_a_shortened_order_costs_no_dearer_delivery(world: World, order: Order) -> None:
    with as_owner():
        total = total_of(order)
        total.delivery_fee, total.total = Decimal(7), total.total + 7
        total.save(update_fields=["delivery_fee", "total"])

    shorten(world, order, 1)

    assert (int(total_of(order).delivery_fee), int(total_of(order).total)) == (7, 97)


def test_more_only_as_far_as_it_is_there(world: World, order: Order) -> None:
    let_wait(world, "PALE")  # nothing that a supplier adds waits
    before = untouched(order)
    with pytest.raises(InsufficientStock):
        shorten(world, order, 99)
    assert untouched(order) == before

    shorten(world, order, 6, why=ChangeReason.CUSTOMER_ASKED)

    assert counts(order)["PALE"] == (3, 6)
    check_ledger()


@pytest.mark.parametrize(
    ("units", "said", "refusal"),
    [
        ((1,), {"why": None}, QuantitiesRefused),
        ((1,), {"why": ChangeReason.OTHER}, QuantitiesRefused),
        ((1,), {"why": ChangeReason.LOST}, QuantitiesRefused),
        ((3, 2), {}, NothingChanged),
        ((0, 0), {}, NothingLeft),
        ((1,), {"version": 9}, StaleVersion),
    ],
)
def test_refused_nothing_is_written(
    world: World, order: Order, units: tuple[int, ...], said: dict[str, Any], refusal: type[Exception]
) -> None:
    before = untouched(order)
    with pytest.raises(refusal):
        shorten(world, order, *units, **said)
    assert untouched(order) == before


def test_less_comes_off_what_waits_then_what_is_handed_over_then_the_rest(world: World) -> None:
    serve_by_both(world)
    let_wait(world, "PALE")
    buyer = Buyer(world)
    buyer.put(50, 1)  # dawn and alder have 22 each
    order = buyer.submit()
    assert lines(order)["PALE"] == (50, 22, 6, None)

    for units, left in ((47, (47, 22, 3, None)), (40, (40, 18, 0, None)), (10, (10, 0, 0, None))):
        shorten(world, order, units)
        assert lines(order)["PALE"] == left
        check_ledger()


def test_picked_lots_follow(world: World) -> None:
    tracked(world)
    order = confirmed(world)
    step(world, order, Move.PREPARE)
    assert picked(order) == {"SOON": 4, "LATE": 1}

    shorten(world, order, 3, side="distributor", why=ChangeReason.DAMAGED)

    assert picked(order) == {"SOON": 3}
    step(world, order, Move.SHIP)
    assert lines(order)["PALE"] == (3, 0, 0, 3)
    check_ledger()


def test_the_retailers_next_wish_counts_anew(world: World, order: Order) -> None:
    shorten(world, order, 1)
    edit(world, order, wish(world, 2))
    assert counts(order)["PALE"] == (2, 2)


def test_a_cart_is_added_once_per_key_and_its_prices_are_todays(
    world: World, buyer: Buyer, order: Order
) -> None:
    buyer.put(4)
    key = uuid7()
    add(world, order, key=key)
    after = untouched(order)

    add(world, order, key=key)

    assert untouched(order) == after
    assert counts(order) == {"PALE": (7, 7), "STOUT": (2, 2)}
    with as_owner():
        assert not CartLine.objects.filter(cart__customer=order.customer_id).exists()
    with pytest.raises(EmptyCart):
        add(world, order)
    check_ledger()


def test_many_lines_take_as_many_statements_as_few(world: World, buyer: Buyer, statements: Any) -> None:
    edits, cuts = [], []
    for count in (2, 30):
        products = assort(world, count)
        customer = buyer.customer
        with acting_as(buyer.context):
            set_cart_lines(customer=customer, units_by_product=products, by=buyer.user)
        order = buyer.submit()
        twice = OrderEdit(dict.fromkeys(products, 2))
        less = {product: Quantity(1, ChangeReason.DAMAGED) for product in products}
        edits.append(len(statements(partial(edit, world, order, twice))))
        cuts.append(len(statements(partial(cut, world, order, less))))
    assert (edits, cuts) == ([19, 19], [17, 17])


def cut(world: World, order: Order, less: dict[Any, Quantity]) -> None:
    with acting_as(world.context("alder")):
        change_quantities(order=order, quantities=less, side=W.SUPPLIER, by=world.users["alder"])

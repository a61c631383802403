"""What is not there waits on its line: reserved once it comes, dropped or moved at shipping, by choice (I10)."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from orders.enums import Missing, Move
from orders.errors import LinesRefused, MissingUndecided, NothingToShip
from orders.models import Order, OrderEvent, OrderTotal
from tests.orders.conftest import Buyer
from tests.orders.serving import FREE, let_wait, lines, put_on_hand, reserved, serve_by_both, step
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def waiting(world: World) -> World:
    """Alder's PALE may wait."""
    let_wait(world, "PALE")
    return world


def placed(buyer: Buyer, units: int) -> Order:
    buyer.put(units)
    return buyer.submit()


def to_shipping(world: World, order: Order) -> None:
    for move in (Move.CONFIRM, Move.PREPARE):
        step(world, order, move)


def test_what_is_there_is_reserved_and_the_rest_stays_open_on_its_line(waiting: World, buyer: Buyer) -> None:
    order = placed(buyer, FREE + 4)

    assert lines(order) == {"PALE": (FREE + 4, 0, 4, None), "STOUT": (1, 0, 0, None)}
    assert reserved(waiting)["dawn"] == (24, 24)
    with as_owner():
        assert Order.objects.get(pk=order.pk).has_backorder
        told = OutboundEmail.objects.filter(template="orders/received", key__contains=str(order.pk))
        assert all("4 back-ordered" in mail.text for mail in told)
    # Sold out now, and still to be had.
    assert lines(placed(buyer, 3))["PALE"] == (3, 0, 3, None)
    call_command("check_stock", "--supplier", "alder")


def test_what_comes_is_reserved_when_preparing_and_when_shipping(waiting: World, buyer: Buyer) -> None:
    order = placed(buyer, FREE + 9)
    put_on_hand(waiting, "dawn", 4)
    step(waiting, order, Move.CONFIRM)
    assert lines(order)["PALE"][2] == 9

    step(waiting, order, Move.PREPARE)
    assert lines(order)["PALE"][2] == 5
    put_on_hand(waiting, "dawn", 50)
    step(waiting, order, Move.SHIP)

    assert lines(order)["PALE"] == (FREE + 9, 0, 0, FREE + 9)
    assert reserved(waiting)["dawn"] == (24 + 54 - FREE - 9, 2)
    with as_owner():
        assert not Order.objects.get(pk=order.pk).has_backorder
    call_command("check_stock", "--supplier", "alder")


def test_what_comes_to_the_own_stock_is_handed_over(waiting: World, buyer: Buyer) -> None:
    serve_by_both(waiting)
    order = placed(buyer, 2 * FREE + 3)
    assert lines(order)["PALE"] == (2 * FREE + 3, FREE, 3, None)
    put_on_hand(waiting, "alder", 2)

    to_shipping(waiting, order)

    assert lines(order)["PALE"] == (2 * FREE + 3, FREE + 2, 1, None)
    step(waiting, order, Move.SHIP, missing=Missing.DROP)
    assert reserved(waiting) == {"dawn": (2, 2), "alder": (2, 2)}


def test_shipping_asks_what_becomes_of_what_is_missing(waiting: World, buyer: Buyer) -> None:
    order = placed(buyer, FREE + 4)
    to_shipping(waiting, order)
    before = reserved(waiting)

    with pytest.raises(MissingUndecided) as caught:
        step(waiting, order, Move.SHIP)

    assert [(line.name, line.units) for line in caught.value.lines] == [("Pale Ale", 4)]
    with as_owner():
        assert Order.objects.get(pk=order.pk).status == "preparing"
    assert reserved(waiting) == before


def test_what_is_missing_is_dropped(waiting: World, buyer: Buyer) -> None:
    order = placed(buyer, FREE + 4)
    to_shipping(waiting, order)

    step(waiting, order, Move.SHIP, missing=Missing.DROP, note="Next week")

    assert lines(order) == {"PALE": (FREE + 4, 0, 4, FREE), "STOUT": (1, 0, 0, 1)}
    assert reserved(waiting)["dawn"] == (2, 2)
    with as_owner():
        assert not Order.objects.filter(follows=order).exists()
        event = OrderEvent.objects.get(order=order, kind="shipped")
        assert event.note == "Next week\nNot there, dropped: 4 × Pale Ale."
        told = OutboundEmail.objects.get(template="orders/moved", key__contains=f"{order.pk}:4:")
    assert "- 4 × Pale Ale" in told.text
    assert "does not come and is not charged" in told.text
    assert "Next week" in told.text


def test_what_is_missing_is_moved_to_an_order_that_follows(waiting: World, buyer: Buyer) -> None:
    order = placed(buyer, FREE + 4)
    to_shipping(waiting, order)

    step(waiting, order, Move.SHIP, missing=Missing.MOVE)

    with as_owner():
        follow = Order.objects.get(follows=order)
        first = Order.objects.get(pk=order.pk)
        assert (follow.number, follow.status, follow.customer_id) == (
            order.number + 1, "submitted", order.customer_id,
        )  # fmt: skip
        assert (follow.distributor_name, follow.owed_by, follow.has_backorder) == ("Dawn", "supplier", True)
        assert follow.ship_to == first.ship_to
        assert first.shipped_at
        assert follow.delivery_date >= first.shipped_at.date()
        total = OrderTotal.objects.get(order=follow)
        assert (total.goods, total.delivery_fee, total.total) == (Decimal(120), Decimal(0), Decimal(120))
        notes = dict(OrderEvent.objects.filter(order__in=[order, follow]).values_list("order_id", "note"))
        assert notes[order.pk] == f"Not there, moved to order {follow.label}: 4 × Pale Ale."
        assert f"order {order.label}" in notes[follow.pk]
        mails = OutboundEmail.objects.filter(key__contains=str(follow.pk))
        assert set(mails.values_list("to", "template")) == {
            ("alder@example.com", "orders/follows"),
            ("dawn@example.com", "orders/follows"),
        }
        told = OutboundEmail.objects.get(template="orders/moved", key__contains=f"{order.pk}:4:")
    assert f"moved to order {follow.label}" in told.text
    assert lines(follow) == {"PALE": (4, 0, 4, None)}
    call_command("check_stock", "--supplier", "alder")


def test_what_follows_ships_once_it_is_there(waiting: World, buyer: Buyer) -> None:
    order = placed(buyer, FREE + 4)
    to_shipping(waiting, order)
    step(waiting, order, Move.SHIP, missing=Missing.MOVE)
    with as_owner():
        follow = Order.objects.get(follows=order)

    put_on_hand(waiting, "dawn", 10)
    to_shipping(waiting, follow)
    step(waiting, follow, Move.SHIP)
    assert lines(follow) == {"PALE": (4, 0, 0, 4)}


def test_an_order_of_which_nothing_is_there_does_not_ship(waiting: World, buyer: Buyer) -> None:
    placed(buyer, FREE)
    order = placed(buyer, 3)
    to_shipping(waiting, order)

    for missing in (None, Missing.DROP, Missing.MOVE):
        with pytest.raises(NothingToShip):
            step(waiting, order, Move.SHIP, missing=missing)

    step(waiting, order, Move.CANCEL, "supplier")
    call_command("check_stock", "--supplier", "alder")


def test_what_cannot_wait_is_refused_beside_what_can(waiting: World, buyer: Buyer) -> None:
    with pytest.raises(LinesRefused) as caught:
        buyer.put(FREE + 4, 25)

    assert [line.product_id for line in caught.value.lines] == [waiting.products["alder"][1].pk]

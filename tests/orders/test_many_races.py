"""Two lists that share orders and stock, at the same moment, in opposite order: they queue, each order moves once."""

from typing import Any

import pytest
from django.db import transaction

from orders.enums import Move, OrderSide
from orders.models import Order, OrderEvent
from orders.services.many import Outcome, Remark, take_steps
from tests.orders.conftest import Buyer
from tests.orders.test_races import at_once, both_through_dawn, set_stock
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.server


def test_two_lists_in_opposite_order_take_each_order_once(committed_world: World) -> None:
    world = committed_world
    set_stock(world, on_hand=100)
    orders = [_placed(buyer) for _ in range(2) for buyer in both_through_dawn(world)]

    def press(chosen: list[Order]) -> Any:
        def call() -> list[Outcome]:
            with acting_as(world.context("alder")), transaction.atomic():
                return take_steps(
                    orders=chosen,
                    versions={},
                    move=Move.CANCEL,
                    side=OrderSide.SUPPLIER,
                    by=world.users["alder"],
                    remark=Remark("Both at once."),
                )

        return call

    one, other = at_once(press(orders), press(orders[::-1]))

    done = [outcome.order.pk for outcome in (*one, *other) if outcome.error is None]
    assert sorted(done) == sorted(order.pk for order in orders)
    with as_owner():
        assert set(Order.objects.filter(pk__in=done).values_list("status", flat=True)) == {"cancelled"}
        assert OrderEvent.objects.filter(order__in=orders).count() == 2 * len(orders)


def _placed(buyer: Buyer) -> Order:
    buyer.put(1)
    return buyer.submit()

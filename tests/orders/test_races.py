"""Real threads on real transactions: a double click, the last case, eight buyers at once (SPEC.md O5, I10)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from inventory.errors import InsufficientStock
from inventory.models import StockBalance, StockMovement
from orders.enums import Move, OrderSide, OrderStatus
from orders.errors import EmptyCart
from orders.models import Cart, CartLine, Order, OrderEvent, OrderLine
from orders.services.cart import step_cart_line
from orders.services.progress import take_step
from retailers.models import Customer
from tests.orders.conftest import Buyer
from tests.world import World
from wholesale.errors import DomainError
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.retries import retried
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.server


@pytest.fixture
def everyone(committed_world: World) -> World:
    return committed_world


def at_once(*calls: Callable[[], object]) -> Iterator[Any]:
    """Run these in threads that start together, as requests would; return what each gave or how it was refused."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        try:
            barrier.wait()
            return retried(call)
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return iter(list(pool.map(run, calls)))


def set_stock(world: World, *, on_hand: int) -> None:
    """Leave so many units of alder's first product at dawn, none of them held."""
    with as_owner():
        dawn = StockBalance.objects.filter(product=world.products["alder"][0], keeper=world.orgs["dawn"])
        dawn.update(on_hand_units=on_hand, reserved_units=0)


def both_through_dawn(world: World) -> list[Buyer]:
    """Let rita and rosa both be served by dawn at alder, with empty carts."""
    with as_owner():
        CartLine.objects.all().delete()
        Customer.objects.filter(supplier=world.orgs["alder"]).update(distributor=world.orgs["dawn"])
    return [Buyer(world), Buyer(world, "rosa")]


def test_a_double_click_makes_one_order(everyone: World) -> None:
    rita = Buyer(everyone)
    rita.put(2)
    key = uuid7()
    with as_owner():
        before = Order.objects.count()

    orders = list(at_once(*[lambda: rita.submit(key=key)] * 3))

    assert len({order.pk for order in orders}) == 1
    with as_owner():
        order = Order.objects.get(pk=orders[0].pk)
        assert Order.objects.count() == before + 1
        assert OrderLine.objects.filter(order=order).count() == 2
        assert OrderEvent.objects.filter(order=order).count() == 1
        assert StockMovement.objects.filter(holder_id=order.pk).count() == 2
        assert OutboundEmail.objects.filter(key__contains=str(order.pk)).count() == 2


def test_two_windows_with_a_key_each_make_one_order_of_one_cart(everyone: World) -> None:
    rita = Buyer(everyone)
    rita.put(2)

    results = list(at_once(rita.submit, rita.submit))

    assert {type(result) for result in results} == {Order, EmptyCart}


def test_the_last_case_goes_to_one_of_two_and_the_other_is_told_what_is_left(everyone: World) -> None:
    rita, rosa = both_through_dawn(everyone)
    set_stock(everyone, on_hand=3)
    rita.put(3)
    rosa.put(2)

    results = list(at_once(rita.submit, rosa.submit))

    won = [result for result in results if isinstance(result, Order)]
    lost = [result for result in results if isinstance(result, InsufficientStock)]
    assert (len(won), len(lost)) == (1, 1)
    taken = 3 if won[0].retailer_name == "Rita" else 2
    assert [s.available_units for s in lost[0].shortages] == [3 - taken]
    with as_owner():
        balance = StockBalance.objects.get(
            product=everyone.products["alder"][0], keeper=everyone.orgs["dawn"]
        )
        assert (balance.on_hand_units, balance.reserved_units) == (3, taken)
        loser = "rosa" if taken == 3 else "rita"
        kept = CartLine.objects.filter(retailer=everyone.orgs[loser], supplier=everyone.orgs["alder"])
        assert kept.count() == 1


def test_eight_submissions_of_two_shops_sell_what_there_is_and_number_it_without_gaps(
    everyone: World,
) -> None:
    """Both buy the same products in opposite order, over and over, until everything is sold."""
    buyers = both_through_dawn(everyone)
    with as_owner():
        StockBalance.objects.filter(keeper=everyone.orgs["dawn"], supplier=everyone.orgs["alder"]).update(
            on_hand_units=10, reserved_units=0
        )
        before = Order.objects.filter(supplier=everyone.orgs["alder"]).count()

    def buy(number: int) -> Order:
        buyer = buyers[number % 2]
        buyer.put(*((1, 2) if number % 2 else (2, 1)))
        return buyer.submit()

    results = list(at_once(*[lambda n=n: buy(n) for n in range(8)]))

    assert all(isinstance(result, Order | DomainError) for result in results)
    with as_owner():
        numbers = Order.objects.filter(supplier=everyone.orgs["alder"]).values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
        assert len(numbers) == before + sum(isinstance(result, Order) for result in results)
        for product in everyone.products["alder"]:
            balance = StockBalance.objects.get(product=product, keeper=everyone.orgs["dawn"])
            sold = sum(
                OrderLine.objects.filter(product=product, order__in=[r for r in results if isinstance(r, Order)])
                .values_list("quantity_units", flat=True)
            )  # fmt: skip
            assert balance.reserved_units == sold
            assert balance.reserved_units <= balance.on_hand_units


def test_two_tabs_that_add_one_each_add_two(everyone: World) -> None:
    rita, pale = Buyer(everyone), everyone.products["alder"][0]
    customer = rita.customer

    def add() -> Cart:
        with acting_as(rita.context):
            return step_cart_line(customer=customer, product_id=pale.pk, units=1, seen_units=0, by=rita.user)

    carts = list(at_once(*[add] * 4))

    assert len({cart.version for cart in carts}) == 4
    with as_owner():
        line = CartLine.objects.get(product=pale, retailer=everyone.orgs["rita"])
    assert line.quantity_units == 4


def test_of_a_confirmation_and_a_cancellation_at_once_one_wins(everyone: World) -> None:
    order = everyone.orders["alder", "rita"]

    def take(name: str, move: Move, side: OrderSide) -> Order:
        with acting_as(everyone.context(name)):
            return take_step(order=order, move=move, side=side, by=everyone.users[name])

    results = list(
        at_once(
            lambda: take("alder", Move.CONFIRM, OrderSide.SUPPLIER),
            lambda: take("rita", Move.CANCEL, OrderSide.RETAILER),
        )
    )

    won = [result for result in results if isinstance(result, Order)]
    assert len(won) == 1
    with as_owner():
        stored = Order.objects.get(pk=order.pk)
        assert (stored.status, stored.version) == (won[0].status, 2)
        held = StockBalance.objects.get(keeper=everyone.orgs["dawn"], product=everyone.products["alder"][0])
        assert held.reserved_units == (2 if stored.status == OrderStatus.CONFIRMED else 0)

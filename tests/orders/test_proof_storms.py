"""Storms on real transactions: nothing is oversold, ordered twice, or numbered with a gap (R4, R6, R7)."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from bench.data import Market, make_market
from inventory.models import StockBalance
from orders.models import Order, OrderCounter, OrderLine
from orders.queries.carts import cart_of
from orders.services.cart import set_cart_lines
from orders.services.submission import Checkout, submit_order
from retailers.models import Customer
from tests.proof import PROBES, SEEDS
from wholesale.accounts.models import User
from wholesale.errors import DomainError
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.retries import retried
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
WRITERS, HOT = 32, 20
LOCK_TIMEOUT = "55P03"
T = TypeVar("T")


def patiently(run: Callable[[], T]) -> T:
    """Do what a client does that is told 503 (Busy): try again, until a lock is free in time."""
    while True:
        try:
            return retried(run)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) != LOCK_TIMEOUT:
                raise


class Buyer:
    """One retailer's person, on a connection of its own thread."""

    def __init__(self, market: Market, number: int) -> None:
        slug, user_id = market.buyers[number]
        with as_owner():
            self.customer = Customer.objects.select_related("supplier", "retailer", "distributor").get(
                supplier=market.supplier, retailer__slug=slug
            )
            self.user = User.objects.get(pk=user_id)
        self.context = Context(Role.RETAILER, retailer_id=self.customer.retailer_id, user_id=user_id)
        self.day = timezone.now().date() + timedelta(days=3)
        while self.day.weekday() == 6:  # no delivery on a Sunday
            self.day += timedelta(days=1)

    def fill(self, units: dict[UUID, int]) -> None:
        with acting_as(self.context):
            set_cart_lines(customer=self.customer, units_by_product=units, by=self.user)

    def submit(self, key: UUID, *, crash: bool = False) -> int:
        with acting_as(self.context):
            cart = cart_of(self.customer)
            assert cart is not None
            order = submit_order(
                cart=cart, checkout=Checkout(delivery_date=self.day), submission_key=key, by=self.user
            )
            if crash:
                raise ConnectionError("killed before the commit")
            return order.number

    def buy(self, units: dict[UUID, int]) -> bool:
        """Order these units, whatever is in the cart; tell whether it worked."""
        key = uuid7()
        try:
            patiently(lambda: self.fill(units))
            patiently(lambda: self.submit(key))
        except DomainError:
            with acting_as(self.context), connection.cursor() as cursor:
                cursor.execute("DELETE FROM orders_cartline")
            return False
        return True


def test_thirty_two_writers_sell_out_twenty_products_and_oversell_nothing() -> None:
    for seed in range(SEEDS):
        units = 40 + seed
        market = make_market(products=HOT, customers=WRITERS, on_hand=units)
        buyers = [Buyer(market, number) for number in range(WRITERS)]

        def sell(number: int, market: Market = market, buyers: list[Buyer] = buyers, seed: int = seed) -> int:
            try:
                return _shop_until_sold_out(buyers[number], market, random.Random(seed * 1000 + number))
            finally:
                connection.close()

        with ThreadPoolExecutor(WRITERS) as pool:
            placed = sum(pool.map(sell, range(WRITERS)))

        _reconcile(market, placed=placed, stock=units * HOT)
        _clear()


def _shop_until_sold_out(buyer: Buyer, market: Market, picker: random.Random) -> int:
    placed = refused = 0
    while refused < 6:
        size = 5 if refused == 0 else 1
        wanted = {
            product: picker.randint(1, 3) if size > 1 else 1
            for product in picker.sample(market.product_ids, size)
        }
        if buyer.buy(wanted):
            placed, refused = placed + 1, 0
        else:
            refused += 1
    for product in picker.sample(market.product_ids, HOT):
        while buyer.buy({product: 1}):
            placed += 1
    return placed


def _reconcile(market: Market, *, placed: int, stock: int) -> None:
    with as_owner():
        orders = Order.objects.filter(supplier=market.supplier)
        numbers = sorted(orders.values_list("number", flat=True))
        sold = OrderLine.objects.filter(supplier=market.supplier).aggregate(n=Sum("quantity_units"))["n"]
        balances = StockBalance.objects.filter(supplier=market.supplier)
        reserved = balances.aggregate(n=Sum("reserved_units"))["n"]
        assert not balances.filter(reserved_units__gt=F("on_hand_units")).exists()
        counter = OrderCounter.objects.get(supplier=market.supplier).last_number
    assert numbers == list(range(1, placed + 1))
    assert counter == placed
    assert sold == reserved
    assert sold >= stock * 0.98
    call_command("check_stock", verbosity=0)


def _clear() -> None:
    call_command("flush", interactive=False, verbosity=0)


def test_doubled_retried_and_killed_submissions_make_one_order_each() -> None:
    clients, posts = 16, PROBES // 2
    market = make_market(products=HOT, customers=clients)
    buyers = [Buyer(market, number) for number in range(clients)]
    answers: list[tuple[UUID, int]] = []

    def run(number: int) -> int:
        made, picker = 0, random.Random(number)
        try:
            while made < -(-posts // clients):
                made += _post_several_times(buyers[number], picker, market, answers)
        finally:
            connection.close()
        return made

    with ThreadPoolExecutor(clients) as pool:
        total = sum(pool.map(run, range(clients)))

    by_key: dict[UUID, set[int]] = {}
    for key, number in answers:
        by_key.setdefault(key, set()).add(number)
    with as_owner():
        keys = Counter(Order.objects.values_list("submission_key", flat=True))
        numbers = sorted(Order.objects.values_list("number", flat=True))
    assert total >= posts
    assert all(len(found) == 1 for found in by_key.values())
    assert set(keys) == set(by_key)
    assert max(keys.values()) == 1
    assert numbers == list(range(1, len(by_key) + 1))


def _post_several_times(
    buyer: Buyer, picker: random.Random, market: Market, answers: list[tuple[UUID, int]]
) -> int:
    """Submit one cart again and again with one key: some at once, a fifth killed before the commit."""
    key, made = uuid7(), 0
    buyer.fill(dict.fromkeys(picker.sample(market.product_ids, 3), 1))

    def post(crash: bool) -> None:
        try:
            answers.append((key, patiently(lambda: buyer.submit(key, crash=crash))))
        except ConnectionError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(post, [picker.random() < 0.2 for _ in range(3)]))
        made += 3
    if key not in {answered for answered, _ in answers}:
        post(crash=False)
        made += 1
    return made


def test_the_transaction_of_a_killed_submission_leaves_nothing(committed_world: Any) -> None:
    market = make_market(products=3, customers=1)
    buyer = Buyer(market, 0)
    buyer.fill({market.product_ids[0]: 2})

    with pytest.raises(ConnectionError):
        buyer.submit(uuid7(), crash=True)

    with as_owner(), transaction.atomic():
        assert not Order.objects.filter(supplier=market.supplier).exists()
        assert StockBalance.objects.filter(supplier=market.supplier, reserved_units__gt=0).count() == 0
    assert buyer.submit(uuid7()) == 1

"""Storms on real transactions: nothing is oversold, ordered twice, or numbered with a gap (R4, R6, R7)."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from bench.data import Market, make_market
from inventory.models import StockBalance
from orders.models import Cart, Order, OrderCounter, OrderLine
from orders.services.cart import set_cart_lines
from orders.services.submission import Checkout, submit_order
from retailers.models import Customer
from tests.orders.storms import Storm, raging, serve_by_two
from tests.proof import PROBES, SEEDS, found
from wholesale.accounts.models import User
from wholesale.errors import DomainError
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]
WRITERS, HOT = 32, 20


class Buyer:
    """One retailer's person, on a connection of its own thread."""

    def __init__(self, market: Market, number: int, storm: Storm) -> None:
        self.storm = storm
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

    def submit(self, key: UUID, *, killed: bool = False) -> int:
        with acting_as(self.context):
            cart = Cart.objects.get(retailer=self.customer.retailer, supplier=self.customer.supplier)
            order = submit_order(
                cart=cart, checkout=Checkout(delivery_date=self.day), submission_key=key, by=self.user
            )
            if killed:
                connection.connection.close()  # as if the process were gone, before the commit
                raise ConnectionAbortedError
            return order.number

    def buy(self, units: dict[UUID, int]) -> bool:
        """Order these units, whatever is in the cart; tell whether it worked."""
        key = uuid7()
        try:
            self.storm.patiently(lambda: self.fill(units))
            self.storm.patiently(lambda: self.submit(key))
        except DomainError:
            with acting_as(self.context), connection.cursor() as cursor:
                cursor.execute("DELETE FROM orders_cartline")
            return False
        return True


@pytest.mark.parametrize("keepers", [1, 2])
def test_thirty_two_writers_sell_out_twenty_products_and_oversell_nothing(keepers: int) -> None:
    ends = []
    for seed in range(SEEDS):
        units = 40 + seed
        with raging() as storm:
            market = make_market(products=HOT, customers=WRITERS, on_hand=units)
            if keepers == 2:
                serve_by_two(market, units)
            buyers = [Buyer(market, number, storm) for number in range(WRITERS)]

            def sell(
                number: int, market: Market = market, buyers: list[Buyer] = buyers, seed: int = seed
            ) -> int:
                try:
                    return _shop_until_sold_out(buyers[number], market, random.Random(seed * 1000 + number))
                finally:
                    connection.close()

            with ThreadPoolExecutor(WRITERS) as pool:
                placed = sum(pool.map(sell, range(WRITERS)))

        assert storm.deadlocks == 0
        ends.append(_reconciled(market, placed=placed, stock=keepers * units * HOT, storm=storm))
        _clear()
    orders, sold, stock, busy = (sum(each) for each in zip(*ends, strict=True))
    least = min(end[1] / end[2] for end in ends)
    found(
        "R4" if keepers == 1 else "R4, customers served by one keeper, another, or both",
        f"{SEEDS} seeds of {WRITERS} writers x {HOT} products: {orders:,} orders sold {sold:,} of {stock:,} units,"
        f" each at least {least:.2%}; 0 oversold, 0 deadlocks; {busy} times told 503",
    )


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


def _reconciled(market: Market, *, placed: int, stock: int, storm: Storm) -> tuple[int, int, int, int]:
    """Hold orders, lines, balances and ledger against each other; return what was counted."""
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
    return placed, sold, stock, len(storm.busy)


def _clear() -> None:
    call_command("flush", interactive=False, verbosity=0)


@dataclass
class Posts:
    """What was sent, and what each sender was answered or not."""

    market: Market
    sent: list[bool] = field(default_factory=list)
    answers: list[tuple[UUID, int]] = field(default_factory=list)

    def post(self, buyer: Buyer, key: UUID, *, killed: bool) -> None:
        """Submit once; a killed sender gets no answer."""
        self.sent.append(killed)
        try:
            number = buyer.storm.patiently(lambda: buyer.submit(key, killed=killed))
            self.answers.append((key, number))
        except ConnectionAbortedError:
            pass
        finally:
            connection.close()

    def several(self, buyer: Buyer, picker: random.Random) -> int:
        """Submit one cart with one key three times at once, each fifth killed; again if none was answered."""
        key = uuid7()
        buyer.fill(dict.fromkeys(picker.sample(self.market.product_ids, 3), 1))
        with ThreadPoolExecutor(3) as pool:
            killed = [picker.random() < 0.2 for _ in range(3)]
            list(pool.map(lambda dies: self.post(buyer, key, killed=dies), killed))
        if key in {answered for answered, _ in self.answers}:
            return 3
        self.post(buyer, key, killed=False)
        return 4


def test_doubled_retried_and_killed_submissions_make_one_order_each() -> None:
    clients, wanted = 16, PROBES // 2
    with raging() as storm:
        market = make_market(products=HOT, customers=clients)
        posts = Posts(market)
        buyers = [Buyer(market, number, storm) for number in range(clients)]

        def run(number: int) -> None:
            made, picker = 0, random.Random(number)
            try:
                while made < -(-wanted // clients):
                    made += posts.several(buyers[number], picker)
            finally:
                connection.close()

        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(run, range(clients)))

    assert len(posts.sent) >= wanted
    orders = _one_order_per_key(posts.answers)
    found(
        "R6",
        f"{len(posts.sent):,} posts of {orders:,} carts, {sum(posts.sent):,} killed before the commit:"
        f" {orders:,} orders, numbered 1 to {orders:,}; {storm}",
    )
    assert storm.deadlocks == 0


def _one_order_per_key(answers: list[tuple[UUID, int]]) -> int:
    """Hold the orders against what was answered; return how many there are."""
    by_key: dict[UUID, set[int]] = {}
    for key, number in answers:
        by_key.setdefault(key, set()).add(number)
    with as_owner():
        keys = Counter(Order.objects.values_list("submission_key", flat=True))
        numbers = sorted(Order.objects.values_list("number", flat=True))
    assert all(len(told) == 1 for told in by_key.values())
    assert set(keys) == set(by_key)
    assert max(keys.values()) == 1
    assert numbers == list(range(1, len(by_key) + 1))
    return len(numbers)


def test_the_transaction_of_a_killed_submission_leaves_nothing(committed_world: Any) -> None:
    market = make_market(products=3, customers=1)
    buyer = Buyer(market, 0, Storm())
    buyer.fill({market.product_ids[0]: 2})

    with pytest.raises(ConnectionAbortedError):
        buyer.submit(uuid7(), killed=True)

    with as_owner(), transaction.atomic():
        assert not Order.objects.filter(supplier=market.supplier).exists()
        assert StockBalance.objects.filter(supplier=market.supplier, reserved_units__gt=0).count() == 0
    assert buyer.submit(uuid7()) == 1

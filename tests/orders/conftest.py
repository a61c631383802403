"""What the tests of orders share: a buyer's customer record, a cart, a placed order."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogs.models import Price, Product
from inventory.models import StockBalance
from orders.models import Cart, Order, OrderEvent, OrderTotal
from orders.queries.carts import cart_for_buyer, customer_for_buyer
from orders.services.cart import set_cart_lines
from orders.services.submission import Checkout, submit_order
from retailers.models import Customer
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

APART = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config")


class Buyer:
    """A retailer's admin at one supplier, acting through the services."""

    def __init__(self, world: World, retailer: str = "rita", supplier: str = "alder") -> None:
        self.world, self.retailer, self.supplier = world, retailer, supplier
        self.context, self.user = world.context(retailer), world.users[retailer]

    @property
    def customer(self) -> Customer:
        with acting_as(self.context):
            return customer_for_buyer(self.world.orgs[self.retailer], self.supplier)

    def put(self, *units: int) -> Cart:
        """Put so many units of the supplier's products, in order, into the cart."""
        products = self.world.products[self.supplier]
        wanted = {product.pk: number for product, number in zip(products, units, strict=False)}
        customer = self.customer
        with acting_as(self.context):
            return set_cart_lines(customer=customer, units_by_product=wanted, by=self.user)

    def submit(self, *, key: UUID | None = None, day: date | None = None, **decided: object) -> Order:
        """Submit what is in the cart, for the next possible day."""
        checkout = Checkout(delivery_date=day or next_day(), **decided)  # type: ignore[arg-type]
        with acting_as(self.context):
            cart = cart_for_buyer(self.world.orgs[self.retailer], self.supplier, None)
            return submit_order(cart=cart, checkout=checkout, submission_key=key or uuid7(), by=self.user)


def next_day() -> date:
    """Return the day after today, or on Saturdays the one after that: the cast keeps no holidays."""
    tomorrow = timezone.now().date() + timedelta(days=1)
    return tomorrow if tomorrow.weekday() != 6 else tomorrow + timedelta(days=1)


def assort(world: World, count: int) -> dict[UUID, int]:
    """Give alder so many more products in dawn's warehouse; return one unit of each."""
    alder, dawn = world.orgs["alder"], world.orgs["dawn"]
    with as_owner():
        prices = Price.objects.filter(product=world.products["alder"][0]).get().price_list
        products = [
            Product(supplier=alder, sku=f"N{count}-{n}", name=f"Number {n}", pack="case")
            for n in range(count)
        ]
        Product.objects.bulk_create(products)
        Price.objects.bulk_create(
            Price(supplier=alder, price_list=prices, product=p, unit_price=10) for p in products
        )
        StockBalance.objects.bulk_create(
            StockBalance(
                supplier=alder, warehouse=world.warehouses["dawn"], keeper=dawn, product=p, on_hand_units=50
            )
            for p in products
        )
    return {p.pk: 1 for p in products}


def copy_order(order: Order, *, times: int) -> list[Order]:
    """Write an order down so many times more, each with its number, total and first event."""
    copies = []
    with as_owner():
        for number in range(1_000, 1_000 + times):
            copy = Order.objects.get(pk=order.pk)
            copy.pk, copy.number, copy.submission_key = uuid7(), number, uuid7()
            copies.append(copy)
        Order.objects.bulk_create(copies)
        keys = [{"supplier_id": copy.supplier_id, "order": copy} for copy in copies]
        OrderTotal.objects.bulk_create(OrderTotal(currency="USD", goods=60, total=60, **key) for key in keys)
        OrderEvent.objects.bulk_create(
            OrderEvent(sequence=1, kind="submitted", status_after="submitted", **key) for key in keys
        )
    return copies


@pytest.fixture
def buyer(world: World) -> Buyer:
    """Return rita's admin at alder."""
    return Buyer(world)


@pytest.fixture
def statements() -> Callable[..., list[str]]:
    """Return a function that runs another and gives back its statements but for savepoints and context."""

    def run(function: Callable[[], object]) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            function()
        every = [query["sql"].strip() for query in captured]
        return [sql for sql in every if not sql.startswith(APART)]

    return run

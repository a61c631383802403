"""Thinks up a year of orders, without a database: who orders what, when, and how far each has come."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from catalogs.models import Product
from demo import cast
from demo.loading.clients import Client
from demo.loading.courses import (
    COURSE,
    Planned,
    PlannedLine,
    Reached,
    at,
    course_of,
    gone,
    length_of_year,
    order_of,
)
from demo.loading.northwind import northwind_orders
from demo.loading.world import World
from orders.enums import OrderStatus as Status
from retailers.enums import CustomerStatus

# Orders of the last days by hand, so that each state has some: submitted hours ago, delivered in days, state.
FRESH = (
    (1, 2, Status.SUBMITTED),
    (3, 2, Status.SUBMITTED),
    (7, 3, Status.SUBMITTED),
    (21, 2, Status.CONFIRMED),
    (26, 3, Status.CONFIRMED),
    (31, 2, Status.CONFIRMED),
    (45, 1, Status.PREPARING),
    (52, 1, Status.PREPARING),
    (58, 0, Status.SHIPPED),
    (66, 0, Status.SHIPPED),
    (79, -1, Status.DELIVERED),
    (90, -1, Status.DELIVERED),
)
# The late ones, only of companies that are invented, the deliverer included.
LATE = ((130, -1, Status.PREPARING), (124, -2, Status.SHIPPED), (140, -3, Status.SHIPPED))

LATE_AT_NORTHWIND = ((40, 2, Status.SUBMITTED), (52, 3, Status.SUBMITTED))
SUNDAY = 6
TROUBLE_AT = {0: Status.DECLINED, 4: Status.CANCELLED, 8: Status.RETURNED}  # of an invented retailer's orders


def plan_year(
    world: World, supplier: cast.Supplier, clients: list[Client], products: list[Product]
) -> list[Planned]:
    """Return a supplier's orders in the order in which they were placed."""
    ordering = [client for client in clients if client.status == CustomerStatus.HAS_ORDERED]
    on_sale = [product for product in products if product.is_active]
    orders = [] if supplier.source else list(northwind_orders(world, ordering, products))
    for client in ordering:
        if not client.place.key.isupper():  # Northwind's own customers have their orders from the table
            orders += _regular(world, client, on_sale)
    orders += _by_hand(world, ordering, on_sale)
    orders.sort(key=lambda order: order.submitted_at)
    for client in ordering:
        times = [order.submitted_at for order in orders if order.client is client]
        if not times:
            client.status = CustomerStatus.REGISTERED
        elif min(times) < client.registered_at:
            client.registered_at = min(times) - timedelta(hours=5)
            client.invited_at = client.created_at = client.registered_at - timedelta(days=2)
    return orders


def _regular(world: World, client: Client, products: list[Product]) -> Iterator[Planned]:
    rng, zone = world.rng, ZoneInfo(client.supplier.time_zone)
    usual = rng.sample(products, min(len(products), rng.randint(4, 9)))
    since = max(client.registered_at, world.now - timedelta(days=length_of_year(world)))
    moment, pace = since + timedelta(days=rng.randint(0, 12)), rng.uniform(0.8, 1.3)
    number = rng.randint(0, 9)
    while moment < world.now - timedelta(days=5):
        if moment.weekday() < 5:
            submitted_at = at(moment.date(), rng.randint(8, 17), rng.randint(0, 59), zone)
            delivery_date = _working_day(submitted_at.date() + timedelta(days=rng.randint(2, 4)))
            number += 1
            wrong = TROUBLE_AT.get(number % 12) if client.place.invented else None
            course = gone(course_of(world, zone, submitted_at, delivery_date), wrong)
            yield order_of(world, client, delivery_date, course, _basket(rng, usual, pace))
        low, high = client.supplier.days_between
        moment += timedelta(days=rng.randint(low, high) if moment.weekday() < 5 else 1)


def _basket(rng: Random, usual: list[Product], pace: float) -> list[PlannedLine]:
    chosen = rng.sample(usual, rng.randint(min(2, len(usual)), min(6, len(usual))))
    return [
        (product, product.order_multiple * max(1, round(rng.triangular(1, 9, 2) * pace)), None)
        for product in chosen
    ]


def _by_hand(world: World, ordering: list[Client], products: list[Product]) -> Iterator[Planned]:
    """Yield the last days' orders: some in every state, and late ones where everybody is invented."""
    real = [client for client in ordering if not client.place.invented] or ordering
    # Open orders wait for an invented distributor, or are new: no real brewery is shown late.
    carried = [client for client in real if client.distributor and client.distributor.people]
    invented = [c for c in ordering if c.place.invented and c.distributor and c.distributor.people]
    for number, (hours, days, status) in enumerate(FRESH):
        places = real if status == Status.DELIVERED else carried or real[:1] * (status == Status.SUBMITTED)
        if places:
            yield _lately(world, places[number % len(places)], products, hours, days, status)
    late = LATE if real[0].supplier.source else (*LATE, *LATE_AT_NORTHWIND)
    for number, (hours, days, status) in enumerate(late if invented else ()):
        yield _lately(world, invented[number % len(invented)], products, hours, days, status)


def _lately(
    world: World, client: Client, products: list[Product], hours: int, days: int, status: Status
) -> Planned:
    zone, basket = ZoneInfo(client.supplier.time_zone), world.rng.sample(products, min(6, len(products)))
    submitted_at = world.now - timedelta(hours=hours, minutes=world.rng.randint(0, 50))
    delivery_date = world.now.astimezone(zone).date() + timedelta(days=days)
    if delivery_date.weekday() == SUNDAY:
        delivery_date += timedelta(days=1 if days >= 0 else -1)
    course = course_of(world, zone, submitted_at, delivery_date)[: COURSE.index(status) + 1]
    lines = _basket(world.rng, basket, 0.7)
    return order_of(world, client, delivery_date, _squeezed(course, world.now), lines)


def _squeezed(course: Reached, now: datetime) -> Reached:
    """Bring the last steps of an order that has come so far before now, in their order."""
    start = course[0][1]
    latest = [start + (now - start) * number / len(course) for number in range(len(course))]
    return [(status, min(moment, late)) for (status, moment), late in zip(course, latest, strict=True)]


def _working_day(on: date) -> date:
    return on + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[on.weekday()])

"""Northwind's own 830 orders, its two years pressed into the last one; each order keeps its own pace."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from catalogs.models import Product
from demo import cast
from demo.loading.clients import Client
from demo.loading.courses import Planned, PlannedLine, at, course_of, gone, length_of_year, order_of
from demo.loading.world import World
from demo.sources import Row, day, northwind_lines, table
from orders.enums import OrderStatus as Status

TROUBLE_AT = {0: Status.DECLINED, 17: Status.CANCELLED, 31: Status.RETURNED}


def northwind_orders(world: World, ordering: list[Client], products: list[Product]) -> Iterator[Planned]:
    """Yield every order of the table that falls into the demo's year."""
    rows = table("northwind_orders")
    first, last = date.fromisoformat(rows[0]["orderDate"]), date.fromisoformat(rows[-1]["orderDate"])
    by_key = {client.place.key: client for client in ordering}
    by_id = {str(int(product.sku.removeprefix("NW-"))): product for product in products}
    by_shipper = {each.shipper: each for each in cast.DISTRIBUTORS if each.shipper}
    for number, row in enumerate(rows, start=1):
        back = round((last - date.fromisoformat(row["orderDate"])).days * 365 / (last - first).days)
        if back <= length_of_year(world) and row["customerID"] in by_key:
            order = _order(world, row, by_key[row["customerID"]], number, back)
            order.lines = _lines(row, by_id)
            order.distributor = by_shipper[row["shipVia"]]
            yield order


def _order(world: World, row: Row, client: Client, number: int, days_back: int) -> Planned:
    ordered, shipped = date.fromisoformat(row["orderDate"]), day(row["shippedDate"])
    zone = ZoneInfo(cast.NORTHWIND.time_zone)
    submitted_at = placed_at(world.now, number, days_back)
    placed_on = submitted_at.astimezone(zone).date()
    ship_on = placed_on + (shipped - ordered if shipped else timedelta(days=2 + number % 30))
    course = gone(course_of(world, zone, submitted_at, ship_on), TROUBLE_AT.get(number % 53))
    delivery_date = placed_on + (date.fromisoformat(row["requiredDate"]) - ordered)
    return order_of(world, client, delivery_date, course, [])


def placed_at(now: datetime, number: int, days_back: int) -> datetime:
    """Return when an order of the table was placed: the last one yesterday, by Northwind's own clock."""
    zone = ZoneInfo(cast.NORTHWIND.time_zone)
    placed_on = now.astimezone(zone).date() - timedelta(days=days_back + 1)
    return at(placed_on, 8 + number % 9, number * 7 % 60, zone)


def _lines(row: Row, by_id: dict[str, Product]) -> list[PlannedLine]:
    return [
        (by_id[line["productID"]], int(line["quantity"]), _price(line))
        for line in northwind_lines()[row["orderID"]]
    ]


def _price(line: Row) -> Decimal:
    """Return what a unit cost that customer, its discount taken off."""
    return (Decimal(line["unitPrice"]) * (1 - Decimal(line["discount"]))).quantize(Decimal("0.01"))

"""Writes where the goods of a year came from: receipts, transfers, what orders took and gave back.

Each warehouse is filled at the beginning of every period with what it will need until the next, so that no
unit is ever promised twice. The rows of the ledger are collected first; each balance is then their sum.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from catalogs.models import Product
from demo import cast
from demo.loading.courses import Planned, at, length_of_year
from demo.loading.ledger import Ledger
from demo.loading.transfers import Sending, send
from demo.loading.world import World
from demo.sources import table
from inventory.enums import MovementKind as Kind
from inventory.models import Warehouse
from orders.enums import OrderStatus
from wholesale.accounts.models import User

PERIODS = 8


def take_for_orders(
    ledger: Ledger, orders: Iterable[tuple[UUID, Planned]], homes: dict[str, Warehouse]
) -> None:
    """Add what each order took from its warehouse and what came back."""
    for order_id, order in orders:
        warehouse = homes[order.distributor.slug if order.distributor else ledger.supplier.slug]
        buyer = ledger.world.person(order.client.place.slug, "buyer", "admin")
        hands = hands_of(ledger.world, order)
        gone = order.when(OrderStatus.SHIPPED)
        freed = order.when(OrderStatus.DECLINED, OrderStatus.CANCELLED)
        back = order.when(OrderStatus.RETURNED)
        for product, units, _ in order.lines:
            spot, held = (warehouse, product), {"holder_id": order_id}
            ledger.move(Kind.RESERVATION, spot, order.submitted_at, buyer, reserved_units=units, **held)
            if gone:
                ledger.move(
                    Kind.SHIPMENT, spot, gone, hands, on_hand_units=-units, reserved_units=-units, **held
                )
            if freed:
                ledger.move(Kind.RELEASE, spot, freed, hands, reserved_units=-units, **held)
            if back:
                ledger.move(Kind.RETURN, spot, back, hands, on_hand_units=units, **held)


def hands_of(world: World, order: Planned) -> User:
    """Return who packs an order: the distributor's dispatcher, or the supplier where it has none here."""
    company = (
        order.distributor.slug
        if order.distributor and order.distributor.people
        else order.client.supplier.slug
    )
    return world.person(company, "dispatcher", "warehouse")


def fill_warehouses(
    ledger: Ledger, orders: list[Planned], products: list[Product], homes: dict[str, Warehouse]
) -> None:
    """Add the receipts and transfers of the year: what its orders took, and what is free today."""
    world, own = ledger.world, ledger.supplier.slug
    zone = ZoneInfo(ledger.supplier.time_zone)
    days = [(length_of_year(world) + 4) * left / PERIODS for left in range(PERIODS, -1, -1)]
    begins = [at((world.now - timedelta(days=back)).date(), 6, 30, zone) for back in days]
    begins[-1] = world.now
    changes = _changes(orders, own)
    incoming: dict[int, dict[str, dict[UUID, int]]] = defaultdict(lambda: defaultdict(dict))
    for place, slug in enumerate(homes):
        for number, product in enumerate(products):
            is_sold_out = (number + 4 * place) % 9 == 3
            target = 0 if is_sold_out else _target(world, ledger.supplier, product)
            for period, units in _needs(begins, changes[slug, product.id], target):
                incoming[period][slug][product.id] = units
    by_id = {product.id: product for product in products}
    for period in sorted(incoming):
        _receive(ledger, begins[period], incoming[period], by_id, homes)


def _changes(orders: list[Planned], own: str) -> dict[tuple[str, UUID], list[tuple[datetime, int]]]:
    """Return when what is free of a product in a warehouse falls and rises."""
    changes: dict[tuple[str, UUID], list[tuple[datetime, int]]] = defaultdict(list)
    for order in orders:
        slug = order.distributor.slug if order.distributor else own
        back = order.when(OrderStatus.DECLINED, OrderStatus.CANCELLED, OrderStatus.RETURNED)
        for product, units, _ in order.lines:
            changes[slug, product.id].append((order.submitted_at, -units))
            if back:
                changes[slug, product.id].append((back, units))
    return changes


def _needs(begins: list[datetime], changes: list[tuple[datetime, int]], target: int) -> list[tuple[int, int]]:
    """Return the units to bring as each period begins: enough for it, and `target` left at the end."""
    free, needs = 0, []
    changes = sorted(changes)
    for period, (begin, end) in enumerate(pairwise(begins)):
        lowest = running = 0
        for moment, units in changes:
            if begin <= moment < end:
                running += units
                lowest = min(lowest, running)
        wanted = max(0, -lowest - free)
        if period == PERIODS - 1:
            wanted = max(wanted, target - free - running)
        if wanted:
            needs.append((period, wanted))
        free += wanted + running
    return needs


def _target(world: World, supplier: cast.Supplier, product: Product) -> int:
    """Return how many units are to be free today: of some products a few, of most plenty."""
    if not product.is_active:
        return 0
    if not supplier.source:
        row = table("northwind_products")[int(product.sku.removeprefix("NW-")) - 1]
        return int(row["unitsInStock"]) // 2
    dice = world.rng.random()
    low = product.order_multiple * world.rng.randint(1, 3)
    return low if dice < 0.15 else world.rng.randint(14, 70)


def _receive(
    ledger: Ledger,
    begin: datetime,
    wanted: dict[str, dict[UUID, int]],
    products: dict[UUID, Product],
    homes: dict[str, Warehouse],
) -> None:
    """Brew (or buy in) everything at home, then send each distributor its part."""
    own = ledger.supplier.slug
    keeper = ledger.world.person(own, "warehouse")
    totals: dict[UUID, int] = defaultdict(int)
    for needs in wanted.values():
        for product_id, units in needs.items():
            totals[product_id] += units
    reason = "Packaged" if ledger.supplier.source else "Delivered by the maker"
    for product_id, units in totals.items():
        spot, made_at = (homes[own], products[product_id]), begin - timedelta(hours=60)
        ledger.move(Kind.RECEIPT, spot, made_at, keeper, on_hand_units=units, reason=reason)
    for number, (slug, needs) in enumerate(wanted.items()):
        if slug != own and needs:
            units_of = {products[product_id]: units for product_id, units in needs.items()}
            left = begin - timedelta(hours=40 - 0.4 * number)
            send(ledger, Sending(homes[own], homes[slug], units_of, left, left + timedelta(hours=19)))

"""A customer served by its distributor and by the supplier's own stock: alder's rita, by dawn and alder."""

from typing import Any

from catalogs.models import Product
from inventory.enums import MovementKind
from inventory.models import StockBalance
from inventory.services import ledger
from orders.enums import Move, OrderSide
from orders.models import Order, OrderLine
from orders.services.progress import take_step
from tests.catalogs.terms import Terms
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner

FREE = 22  # of PALE, at dawn as at alder: 24 on hand, 2 reserved


def serve_by_both(world: World, retailer: str = "rita") -> None:
    """Let a customer of alder's have alder's own stock besides its distributor's."""
    Terms(world, retailer).set("customer", adds_own_stock=True)


def let_wait(world: World, *skus: str) -> None:
    """Let these of alder's products be back-ordered."""
    with as_owner():
        Product.objects.filter(supplier=world.orgs["alder"], sku__in=skus).update(allows_backorder=True)


def put_on_hand(world: World, keeper: str, units: int, sku: str = "PALE") -> None:
    """Put so many units more at a keeper's, fewer where below zero."""
    warehouse = world.warehouses[keeper].pk
    with as_owner():
        product = Product.objects.get(supplier=world.orgs["alder"], sku=sku).pk
    kind = MovementKind.RECEIPT if units > 0 else MovementKind.ADJUSTMENT
    with acting_as(world.context("alder")):
        ledger.move_given(
            [ledger.Movement(warehouse, product, kind, on_hand_units=units)],
            cause=ledger.Cause(world.org_id("alder"), world.users["alder"]),
        )


def step(world: World, order: Order, move: Move, side: str = "", **said: Any) -> Order:
    """Take a step as whoever owes it, else as the side that is named."""
    with as_owner():
        owed = Order.objects.get(pk=order.pk).owed_by
    who = side or owed
    name = {"supplier": "alder", "distributor": "dawn", "retailer": "rita"}[who]
    with acting_as(world.context(name)):
        return take_step(order=order, move=move, side=OrderSide(who), by=world.users[name], **said)


def lines(order: Order) -> dict[str, tuple[int, int, int, int | None]]:
    """Return of each line by SKU: ordered, handed over, back-ordered, shipped."""
    with as_owner():
        rows = OrderLine.objects.filter(order=order)
        columns = ("sku", "quantity_units", "handover_units", "backordered_units", "shipped_units")
        return {sku: tuple(units) for sku, *units in rows.values_list(*columns)}


def reserved(world: World, sku: str = "PALE") -> dict[str, tuple[int, int]]:
    """Return what dawn and alder have of a product: on hand and reserved."""
    with as_owner():
        rows = StockBalance.objects.filter(supplier=world.orgs["alder"], product__sku=sku)
        columns = ("keeper__slug", "on_hand_units", "reserved_units")
        return {
            name: (on, held) for name, on, held in rows.values_list(*columns) if name in ("dawn", "alder")
        }

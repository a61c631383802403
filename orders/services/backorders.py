"""What was ordered and was not there: reserved as soon as it comes, and settled at shipping (SPEC.md I10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from inventory.queries import Keepers, keepers_of
from inventory.services import Held, Wanted, reserve_stock
from orders.enums import Missing
from orders.errors import MissingLine, MissingUndecided, NothingToShip
from orders.models import Order, OrderLine
from orders.services.following import follow_up
from retailers.models import Customer
from wholesale.accounts.models import User


@dataclass(frozen=True, slots=True)
class Settled:
    """What was missing when an order shipped, and the order that it was moved to, if it was."""

    lines: tuple[MissingLine, ...] = ()
    follow: Order | None = None


def top_up(order: Order, by: User) -> None:
    """Reserve what has come by now of what waits on an order's lines; no statement where nothing waits.

    Runs in the supplier's context. A test holds no stock, so nothing comes for it.

    Locks: the balances of all its products, in key order, so that whoever ships next locks no others; the caller
        holds the order.
    """
    if not order.has_backorder or order.is_test:
        return
    lines = list(_lines_of(order))
    wanted = {line.product_id: _wanted(line) for line in lines}
    customer = Customer.objects.select_related("terms").get(supplier=order.supplier_id, pk=order.customer_id)
    held = reserve_stock(
        supplier_id=order.supplier_id,
        keepers=keepers_of_order(order, customer, lines),
        holder_id=order.pk,
        revision=order.version,
        wanted=wanted,
        by=by,
    )
    filled = [line for line in lines if _fill(line, held[line.product_id])]
    OrderLine.objects.bulk_update(
        filled, ["warehouse", "handover_warehouse", "handover_units", "backordered_units"]
    )
    _note(order, lines)


def settle_missing(order: Order, missing: Missing | None, by: User) -> Settled:
    """Say what becomes of what is not there when an order ships; the caller has tried to top it up.

    Locks: with Missing.MOVE the counter of order numbers; so call it after stock.
    Raises: MissingUndecided where something is missing and nobody chose, NothingToShip where everything is,
        NoFurtherDay; then nothing is written.
    """
    if not order.has_backorder:
        return Settled()
    lines = list(_lines_of(order).select_related("amount"))
    waiting = [line for line in lines if line.backordered_units]
    if all(line.backordered_units == line.quantity_units for line in lines):
        raise NothingToShip
    named = tuple(MissingLine(line.product_id, line.name, line.backordered_units) for line in waiting)
    if missing is None:
        raise MissingUndecided(list(named))
    return Settled(named, follow_up(order, waiting, by) if missing == Missing.MOVE else None)


def units_there(order: Order) -> dict[UUID, int]:
    """Return how many units of each product are reserved for an order; products of which none is are left out."""
    rows = _lines_of(order).values_list("product_id", "quantity_units", "backordered_units")
    return {product: units - waiting for product, units, waiting in rows if units > waiting}


def _lines_of(order: Order) -> Any:
    rows = OrderLine.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
    return rows.order_by("position")


def _wanted(line: OrderLine) -> Wanted:
    return Wanted(
        line.backordered_units,
        allows_backorder=True,
        warehouse_id=line.warehouse_id,
        own_warehouse_id=line.handover_warehouse_id,
    )


def keepers_of_order(order: Order, customer: Customer, lines: Iterable[OrderLine]) -> Keepers:
    """Return whose stock an order takes: of the distributor it was placed with, by its customer's terms as they are.

    Args:
        customer: with its terms; from here on its distributor is the order's.
    """
    customer.distributor_id = order.distributor_id
    keepers = keepers_of(customer)
    hands_over = any(line.handover_warehouse_id for line in lines)
    return (*keepers, order.supplier_id) if hands_over and order.supplier_id not in keepers else keepers


def _fill(line: OrderLine, held: Held) -> bool:
    """Put on a line what it was given; tell whether it was given anything."""
    line.warehouse_id = line.warehouse_id or held.warehouse_id
    line.handover_warehouse_id = line.handover_warehouse_id or held.own_warehouse_id
    line.handover_units += held.own_units
    line.backordered_units = held.backordered_units
    return bool(held.units or held.own_units)


def _note(order: Order, lines: list[OrderLine]) -> None:
    order.has_handover = any(line.handover_units for line in lines)
    order.has_backorder = any(line.backordered_units for line in lines)
    order.save(update_fields=["has_handover", "has_backorder"])

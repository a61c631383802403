"""The stock of an order that changes: more is reserved, less let go, in one order of locks (SPEC.md I10, O3, O9)."""

from collections.abc import Mapping
from uuid import UUID

from inventory.services import (
    Held,
    Wanted,
    find_stock,
    propose_lots,
    release_units,
    reserve_stock,
    unpick_lots,
)
from orders.enums import OrderStatus
from orders.models import OrderLine
from orders.queries.changed import ChangedLine, ChangedOrder
from orders.services.backorders import keepers_of_order
from wholesale.accounts.models import User


def rebook(changed: ChangedOrder, rows: Mapping[UUID, OrderLine], by: User) -> None:
    """Reserve what an order wants more and let go of what it wants less; note on its lines where their units lie.

    What is less comes off what waits, then off what the supplier hands over, then off what its deliverer keeps. A test
    looks and holds nothing (SPEC.md C17).

    Args:
        changed: its version is the new one.
        rows: the line of each product, which the caller writes.
    Locks:  the balances of what changes, in key order; once lots may have been picked those of all it holds.
    Raises: InsufficientStock; then nothing is written.
    """
    if not changed.changed:
        return
    order = changed.order
    may_have_picks = order.status != OrderStatus.SUBMITTED
    asked = [each for each in changed.lines if each.is_changed or may_have_picks]
    held = _held(changed, {each.product_id: _wanted(each) for each in asked}, by)
    for product, given in held.items():
        _take(rows[product], given)
    freed: dict[tuple[UUID, UUID], int] = {}
    for each in changed.changed:
        if each.units < each.before_units:
            _give_back(rows[each.product_id], each, freed)
    if order.is_test:
        return
    release_units(
        supplier_id=order.supplier_id, holder_id=order.pk, revision=order.version, units=freed, by=by
    )
    if may_have_picks:
        products = [each.product_id for each in changed.changed]
        unpick_lots(supplier=order.supplier, holder_id=order.pk, products=products)
    if order.status == OrderStatus.PREPARING:
        propose_lots(supplier=order.supplier, holder_id=order.pk)


def _held(changed: ChangedOrder, wanted: Mapping[UUID, Wanted], by: User) -> dict[UUID, Held]:
    order = changed.order
    lines = [each.line for each in changed.lines if each.line]
    keepers = keepers_of_order(order, changed.customer, lines)
    if order.is_test:
        return find_stock(supplier_id=order.supplier_id, keepers=keepers, wanted=wanted)
    return reserve_stock(
        supplier_id=order.supplier_id,
        keepers=keepers,
        holder_id=order.pk,
        revision=order.version,
        wanted=wanted,
        by=by,
    )


def _wanted(each: ChangedLine) -> Wanted:
    """Return what a line asks for on top; nothing only has its balances locked, for what it gives back."""
    line, more = each.line, max(each.units - each.before_units, 0)
    waits = each.offer is not None and each.offer.allows_backorder
    if line is None or not line.quantity_units:
        return Wanted(more, allows_backorder=waits)
    return Wanted(
        more,
        allows_backorder=waits,
        warehouse_id=line.warehouse_id,
        own_warehouse_id=line.handover_warehouse_id,
    )


def _take(line: OrderLine, given: Held) -> None:
    """Put on a line what it was given."""
    line.warehouse_id = given.warehouse_id or line.warehouse_id
    line.handover_warehouse_id = given.own_warehouse_id or line.handover_warehouse_id
    line.handover_units += given.own_units
    line.backordered_units += given.backordered_units


def _give_back(line: OrderLine, each: ChangedLine, freed: dict[tuple[UUID, UUID], int]) -> None:
    """Take off a line what is less, and add to `freed` what of it was reserved, by (warehouse, product)."""
    less = each.before_units - each.units
    kept = each.before_units - line.handover_units - line.backordered_units
    waiting = min(less, line.backordered_units)
    own = min(less - waiting, line.handover_units)
    rest = min(less - waiting - own, kept)
    line.backordered_units -= waiting
    line.handover_units -= own
    for warehouse, units in ((line.handover_warehouse_id, own), (line.warehouse_id, rest)):
        if warehouse and units:
            freed[warehouse, line.product_id] = freed.get((warehouse, line.product_id), 0) + units

"""Stock that an order holds: reserved at submission, let go, shipped, brought back (SPEC.md I10).

The caller holds the lock of the order (order, then stock, then counter).
"""

from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from inventory.enums import MovementKind
from inventory.errors import HeldLess, InsufficientStock
from inventory.queries.availability import shortages_of
from inventory.services import ledger
from wholesale.accounts.models import User

# The warehouse of the keeper that has most of a product gives it all: a line is taken from one place.
_RESERVED = """
asked AS (
  SELECT DISTINCT ON (b.product_id) b.warehouse_id, b.product_id, 'reservation' AS kind,
         0 AS on_hand_units, w.units AS reserved_units
  FROM unnest(%(products)s::uuid[], %(units)s::int[]) AS w(product_id, units)
  JOIN inventory_stockbalance b USING (product_id)
  WHERE b.supplier_id = %(supplier)s AND b.keeper_id = %(keeper)s
  ORDER BY b.product_id, b.on_hand_units - b.reserved_units DESC, b.warehouse_id)
"""
_FOUND = """
SELECT DISTINCT ON (b.product_id) b.product_id, b.warehouse_id, b.on_hand_units - b.reserved_units >= w.units
FROM unnest(%(products)s::uuid[], %(units)s::int[]) AS w(product_id, units)
JOIN inventory_stockbalance b USING (product_id)
WHERE b.supplier_id = %(supplier)s AND b.keeper_id = %(keeper)s
ORDER BY b.product_id, b.on_hand_units - b.reserved_units DESC, b.warehouse_id
"""
_HELD = """
held AS (
  SELECT warehouse_id, product_id, sum(reserved_units)::int AS units,
         (sum(sum(reserved_units)) OVER (PARTITION BY product_id ORDER BY warehouse_id)
          - sum(reserved_units))::int AS units_before
  FROM inventory_stockmovement WHERE supplier_id = %(supplier)s AND holder_id = %(holder)s
  GROUP BY warehouse_id, product_id HAVING sum(reserved_units) > 0)
"""
_RELEASED = """
asked AS (
  SELECT warehouse_id, product_id, 'release' AS kind, 0 AS on_hand_units, -units AS reserved_units FROM held)
"""
_SHIPPED = """
split AS (
  SELECT h.warehouse_id, h.product_id, h.units,
         least(h.units, greatest(0, coalesce(w.units, 0) - h.units_before)) AS shipped
  FROM held h
  LEFT JOIN unnest(%(products)s::uuid[], %(units)s::int[]) AS w(product_id, units) USING (product_id)),
asked AS (
  SELECT warehouse_id, product_id, 'shipment' AS kind, -shipped AS on_hand_units, -shipped AS reserved_units
  FROM split WHERE shipped > 0
  UNION ALL
  SELECT warehouse_id, product_id, 'release', 0, shipped - units FROM split WHERE units > shipped)
"""
_RETURNED = """
gone AS (
  SELECT warehouse_id, product_id, -sum(on_hand_units)::int AS units,
         -(sum(sum(on_hand_units)) OVER (PARTITION BY product_id ORDER BY warehouse_id)
           - sum(on_hand_units))::int AS units_before
  FROM inventory_stockmovement WHERE supplier_id = %(supplier)s AND holder_id = %(holder)s
  GROUP BY warehouse_id, product_id HAVING sum(on_hand_units) < 0),
split AS (
  SELECT g.warehouse_id, g.product_id, least(g.units, greatest(0, w.units - g.units_before)) AS back
  FROM gone g JOIN unnest(%(products)s::uuid[], %(units)s::int[]) AS w(product_id, units) USING (product_id)),
asked AS (
  SELECT warehouse_id, product_id, 'return' AS kind, back AS on_hand_units, 0 AS reserved_units
  FROM split WHERE back > 0)
"""


@transaction.atomic
def reserve_stock(
    *,
    supplier_id: UUID,
    keeper_id: UUID,
    holder_id: UUID,
    revision: int,
    units_by_product: dict[UUID, int],
    by: User | None,
) -> dict[UUID, UUID]:
    """Hold units for an order, all or nothing; return the warehouse that gives each product.

    Runs in the supplier's context. The same holder and revision cannot reserve a product twice.

    Args:
        keeper_id: the company from whose stock the customer is served (see availability.keeper_of).
        holder_id: the order's id.
    Locks: the balances, in key order.
    Raises: InsufficientStock with what is left; then nothing is written.
    Source: SPEC.md I7, I10.
    """
    if any(units < 1 for units in units_by_product.values()):
        raise ValueError("reserve at least one unit of each product")
    cause = ledger.Cause(supplier_id, by, holder_id, revision)
    wanted = {"products": list(units_by_product), "units": list(units_by_product.values())}
    moved = ledger.move(_RESERVED, cause=cause, keeper=keeper_id, **wanted)
    warehouses = {row.product_id: row.warehouse_id for row in moved}
    missing = {product: units for product, units in units_by_product.items() if product not in warehouses}
    if missing:
        raise InsufficientStock(shortages_of(supplier_id, keeper_id, missing))
    return warehouses


def find_stock(*, supplier_id: UUID, keeper_id: UUID, units_by_product: dict[UUID, int]) -> dict[UUID, UUID]:
    """Return the warehouse that would give each product, as reserve_stock chooses it, and hold nothing.

    Raises: InsufficientStock with what is left.
    Source: SPEC.md C17: a test goes the whole way and touches no stock.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _FOUND,
            {
                "supplier": supplier_id,
                "keeper": keeper_id,
                "products": list(units_by_product),
                "units": list(units_by_product.values()),
            },
        )
        found = {product: warehouse for product, warehouse, is_enough in cursor.fetchall() if is_enough}
    missing = {product: units for product, units in units_by_product.items() if product not in found}
    if missing:
        raise InsufficientStock(shortages_of(supplier_id, keeper_id, missing))
    return found


@transaction.atomic
def release_stock(*, supplier_id: UUID, holder_id: UUID, revision: int, by: User | None) -> None:
    """Let go of all that an order still holds; nothing held is no error.

    Runs in the supplier's context.

    Locks: the balances, in key order.
    """
    ledger.move(f"{_HELD}, {_RELEASED}", cause=ledger.Cause(supplier_id, by, holder_id, revision))


@transaction.atomic
def ship_stock(
    *, supplier_id: UUID, holder_id: UUID, revision: int, units_by_product: dict[UUID, int], by: User | None
) -> None:
    """Turn what an order holds into gone; what it holds beyond these units is let go.

    Runs in the supplier's context.

    Args:
        units_by_product: what leaves the warehouse; a product left out or at 0 is not shipped at all.
    Locks: the balances, in key order.
    Raises: HeldLess when more is to leave than the order holds; then nothing is written.
    Source: SPEC.md O9.
    """
    wanted = {"products": list(units_by_product), "units": list(units_by_product.values())}
    moved = ledger.move(
        f"{_HELD}, {_SHIPPED}", cause=ledger.Cause(supplier_id, by, holder_id, revision), **wanted
    )
    _check_total(moved, MovementKind.SHIPMENT, units_by_product)


@transaction.atomic
def return_stock(
    *, supplier_id: UUID, holder_id: UUID, revision: int, units_by_product: dict[UUID, int], by: User | None
) -> None:
    """Put shipped units back where they came from; at most what the order has shipped and not returned.

    Runs in the supplier's context. What is lost or broken does not come back and needs no call.

    Locks: the balances, in key order.
    Raises: HeldLess when more comes back than has left; then nothing is written.
    Source: SPEC.md O9.
    """
    wanted = {"products": list(units_by_product), "units": list(units_by_product.values())}
    moved = ledger.move(_RETURNED, cause=ledger.Cause(supplier_id, by, holder_id, revision), **wanted)
    _check_total(moved, MovementKind.RETURN, units_by_product)


def _check_total(moved: list[ledger.Movement], kind: str, wanted: dict[UUID, int]) -> None:
    done: dict[UUID, int] = {}
    for row in moved:
        if row.kind == kind:
            done[row.product_id] = done.get(row.product_id, 0) + abs(row.on_hand_units)
    if any(units != done.get(product, 0) for product, units in wanted.items()):
        raise HeldLess(_("The order does not hold that many units."))

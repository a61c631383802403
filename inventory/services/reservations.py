"""Stock that an order holds: reserved at submission, let go, shipped, brought back (SPEC.md I10).

The caller holds the lock of the order (order, then stock, then counter).
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from inventory.drafts import Held, Wanted
from inventory.enums import MovementKind
from inventory.errors import HeldLess, InsufficientStock
from inventory.queries.availability import Keepers, shortages_of
from inventory.services import ledger
from wholesale.accounts.models import User

# Of each keeper the warehouse that has most of a product gives, or the one that the line takes from already; the first
# keeper as much as it has, the next the rest. Free units are those of locked balances, whatever others took meanwhile.
_CUT = """
wanted AS (
  SELECT * FROM unnest(%(products)s::uuid[], %(units)s::int[], %(waits)s::boolean[], %(warehouses)s::uuid[],
                       %(own_warehouses)s::uuid[])
    AS t(product_id, units, may_wait, warehouse_id, own_warehouse_id)),
free AS MATERIALIZED (
  SELECT b.product_id, b.warehouse_id, array_position(%(keepers)s::uuid[], b.keeper_id) AS turn,
         b.on_hand_units - b.reserved_units AS units,
         CASE WHEN b.keeper_id = (%(keepers)s::uuid[])[1] THEN w.warehouse_id ELSE w.own_warehouse_id END AS kept_at
  FROM inventory_stockbalance b JOIN wanted w USING (product_id)
  WHERE b.supplier_id = %(supplier)s AND b.keeper_id = ANY (%(keepers)s::uuid[])
  ORDER BY b.warehouse_id, b.product_id{lock}),
best AS (
  SELECT DISTINCT ON (product_id, turn) product_id, turn, warehouse_id, units FROM free
  WHERE units > 0 AND warehouse_id = coalesce(kept_at, warehouse_id)
  ORDER BY product_id, turn, units DESC, warehouse_id),
added AS (
  SELECT product_id, warehouse_id, turn, units,
         sum(units) OVER (PARTITION BY product_id ORDER BY turn) - units AS before,
         sum(units) OVER (PARTITION BY product_id) AS together
  FROM best),
cut AS (
  SELECT product_id, a.warehouse_id, turn, least(a.units, w.units - a.before)::int AS units
  FROM added a JOIN wanted w USING (product_id)
  WHERE (w.may_wait OR a.together >= w.units) AND w.units > a.before)
"""
_RESERVED = """
, asked AS (
  SELECT warehouse_id, product_id, 'reservation' AS kind, 0 AS on_hand_units, units AS reserved_units FROM cut)
"""
_FOUND = """
SELECT warehouse_id, product_id, '' AS kind, 0 AS on_hand_units, units AS reserved_units,
       (%(keepers)s::uuid[])[turn] AS keeper_id
FROM cut
"""
# Where an order holds units in two places, the deliverer's leave first, and come back first.
_HELD = """
held AS (
  SELECT warehouse_id, product_id, sum(reserved_units)::int AS units,
         (sum(sum(reserved_units)) OVER (PARTITION BY product_id
            ORDER BY keeper_id = %(supplier)s, warehouse_id) - sum(reserved_units))::int AS units_before
  FROM inventory_stockmovement WHERE supplier_id = %(supplier)s AND holder_id = %(holder)s
  GROUP BY warehouse_id, keeper_id, product_id HAVING sum(reserved_units) > 0)
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
         -(sum(sum(on_hand_units)) OVER (PARTITION BY product_id
             ORDER BY keeper_id = %(supplier)s, warehouse_id) - sum(on_hand_units))::int AS units_before
  FROM inventory_stockmovement WHERE supplier_id = %(supplier)s AND holder_id = %(holder)s
  GROUP BY warehouse_id, keeper_id, product_id HAVING sum(on_hand_units) < 0),
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
    keepers: Keepers,
    holder_id: UUID,
    revision: int,
    wanted: Mapping[UUID, Wanted],
    by: User | None,
) -> dict[UUID, Held]:
    """Hold units for an order; of each product all that is wanted, or as much as there is where the rest may wait.

    Runs in the supplier's context. The same holder and revision cannot reserve a product twice at one place.

    Args:
        keepers: from whose stock the customer is served, the first before the next (availability.keepers_of).
        holder_id: the order's id.
        wanted: by product. What wants no units only has its balances locked, for whoever moves them next.
    Locks: the balances of these products at the keepers, in key order.
    Raises: InsufficientStock with what is left; then nothing is written.
    Source: SPEC.md I7, I9, I10.
    """
    cause = ledger.Cause(supplier_id, by, holder_id, revision)
    asked = _CUT.format(lock=" FOR NO KEY UPDATE OF b") + _RESERVED
    return _held(supplier_id, keepers, wanted, ledger.move(asked, cause=cause, **_asked(keepers, wanted)))


def find_stock(*, supplier_id: UUID, keepers: Keepers, wanted: Mapping[UUID, Wanted]) -> dict[UUID, Held]:
    """Return what reserve_stock would give, and hold nothing.

    Raises: InsufficientStock with what is left.
    Source: SPEC.md C17: a test goes the whole way and touches no stock.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {_CUT.format(lock='')}{_FOUND}", _asked(keepers, wanted) | {"supplier": supplier_id}
        )
        found = [ledger.Movement(*row) for row in cursor.fetchall()]
    return _held(supplier_id, keepers, wanted, found)


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
    wanted: dict[str, Any] = {"products": list(units_by_product), "units": list(units_by_product.values())}
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
    wanted: dict[str, Any] = {"products": list(units_by_product), "units": list(units_by_product.values())}
    moved = ledger.move(_RETURNED, cause=ledger.Cause(supplier_id, by, holder_id, revision), **wanted)
    _check_total(moved, MovementKind.RETURN, units_by_product)


def _asked(keepers: Keepers, wanted: Mapping[UUID, Wanted]) -> dict[str, Any]:
    each = wanted.values()
    return {
        "keepers": list(keepers),
        "products": list(wanted),
        "units": [one.units for one in each],
        "waits": [one.allows_backorder for one in each],
        "warehouses": [one.warehouse_id for one in each],
        "own_warehouses": [one.own_warehouse_id for one in each],
    }


def _held(
    supplier_id: UUID, keepers: Keepers, wanted: Mapping[UUID, Wanted], given: list[ledger.Movement]
) -> dict[UUID, Held]:
    """Return what each product was given, or raise with what is left of those that were given too little."""
    first = {row.product_id: row for row in given if row.keeper_id == keepers[0]}
    own = {row.product_id: row for row in given if row.keeper_id != keepers[0]}
    held = {product: _of(first.get(product), own.get(product), one.units) for product, one in wanted.items()}
    missing = {
        product: one.units
        for product, one in wanted.items()
        if held[product].backordered_units and not one.allows_backorder
    }
    if missing:
        raise InsufficientStock(shortages_of(supplier_id, keepers, missing))
    return held


def _of(first: ledger.Movement | None, own: ledger.Movement | None, wanted_units: int) -> Held:
    units, own_units = (row.reserved_units if row else 0 for row in (first, own))
    return Held(
        first.warehouse_id if first else None,
        units,
        own.warehouse_id if own else None,
        own_units,
        wanted_units - units - own_units,
    )


def _check_total(moved: list[ledger.Movement], kind: str, wanted: dict[UUID, int]) -> None:
    done: dict[UUID, int] = {}
    for row in moved:
        if row.kind == kind:
            done[row.product_id] = done.get(row.product_id, 0) + abs(row.on_hand_units)
    if any(units != done.get(product, 0) for product, units in wanted.items()):
        raise HeldLess(_("The order does not hold that many units."))

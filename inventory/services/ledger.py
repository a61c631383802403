"""The one statement that moves stock: it locks balances, changes them and writes the ledger.

Every mover brings a common table expression `asked` (warehouse_id, product_id, kind, on_hand_units,
reserved_units). Demand is summed per balance, balances are locked in key order, a balance that cannot bear
its change stays as it is, and only what moved is written down. So the ledger always adds up to the balance,
and two orders that share products queue instead of deadlocking.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from inventory.models import StockBalance, Warehouse
from wholesale.accounts.models import User

_MOVE = """
WITH {asked},
summed AS (
  SELECT warehouse_id, product_id, sum(on_hand_units)::int AS on_hand_units,
         sum(reserved_units)::int AS reserved_units
  FROM asked GROUP BY warehouse_id, product_id),
locked AS MATERIALIZED (
  SELECT b.id, s.on_hand_units, s.reserved_units
  FROM inventory_stockbalance b JOIN summed s USING (warehouse_id, product_id)
  WHERE b.supplier_id = %(supplier)s
  ORDER BY b.warehouse_id, b.product_id FOR NO KEY UPDATE OF b),
moved AS (
  UPDATE inventory_stockbalance b
  SET on_hand_units = b.on_hand_units + l.on_hand_units, reserved_units = b.reserved_units + l.reserved_units
  FROM locked l
  WHERE b.id = l.id AND b.reserved_units + l.reserved_units >= 0
    AND b.on_hand_units::bigint + l.on_hand_units
      BETWEEN b.reserved_units::bigint + l.reserved_units AND %(most_on_hand)s
  RETURNING b.warehouse_id, b.keeper_id, b.product_id),
written AS (
  INSERT INTO inventory_stockmovement
    (id, supplier_id, warehouse_id, keeper_id, product_id, kind, on_hand_units, reserved_units,
     holder_id, holder_revision, lot_id, reason, by_id, by_name, at)
  SELECT app.uuid7(), %(supplier)s, m.warehouse_id, m.keeper_id, m.product_id, a.kind, a.on_hand_units,
         a.reserved_units, %(holder)s, %(revision)s, {lot}, %(reason)s, %(by)s, %(by_name)s, %(at)s
  FROM moved m JOIN asked a USING (warehouse_id, product_id)
  RETURNING warehouse_id, product_id, kind, on_hand_units, reserved_units, keeper_id)
SELECT warehouse_id, product_id, kind, on_hand_units, reserved_units, keeper_id FROM written
"""
MOST_ON_HAND = 2_147_483_647
_GIVEN = """
asked AS (
  SELECT * FROM unnest(%(warehouses)s::uuid[], %(products)s::uuid[], %(kinds)s::text[],
                       %(on_hand)s::int[], %(reserved)s::int[], %(lots)s::uuid[])
    AS t(warehouse_id, product_id, kind, on_hand_units, reserved_units, lot_id))
"""


@dataclass(frozen=True, slots=True)
class Movement:
    """One row of the ledger, before or after it is written; only then it says who keeps the warehouse."""

    warehouse_id: UUID
    product_id: UUID
    kind: str
    on_hand_units: int = 0
    reserved_units: int = 0
    keeper_id: UUID | None = None
    lot_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """Who moves stock, and for which order or transfer."""

    supplier_id: UUID
    by: User | None
    holder_id: UUID | None = None
    revision: int = 0
    reason: str = ""

    def parameters(self) -> dict[str, Any]:
        """Return the values that every movement carries."""
        return {
            "supplier": self.supplier_id,
            "holder": self.holder_id,
            "revision": self.revision,
            "reason": self.reason,
            "most_on_hand": MOST_ON_HAND,
            "by": self.by.pk if self.by else None,
            "by_name": self.by.name if self.by else "",
            "at": timezone.now(),
        }


def move(asked: str, *, cause: Cause, lot: str = "NULL::uuid", **parameters: Any) -> list[Movement]:
    """Move what the expression `asked` selects; return what moved, to compare with what was wanted.

    Args:
        lot: what says in SQL which lot a row of `asked` moves; else the database chooses (models/lots.py).
    Locks: the balances, in key order.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MOVE.format(asked=asked, lot=lot), cause.parameters() | parameters)
        return [Movement(*row) for row in cursor.fetchall()]


def move_given(movements: Iterable[Movement], *, cause: Cause) -> list[Movement]:
    """Move exactly these; the balances they add to must exist (see open_balances).

    Locks: the balances, in key order.
    """
    rows = list(movements)
    return move(
        _GIVEN,
        cause=cause,
        lot="a.lot_id",
        lots=[row.lot_id for row in rows],
        warehouses=[row.warehouse_id for row in rows],
        products=[row.product_id for row in rows],
        kinds=[str(row.kind) for row in rows],
        on_hand=[row.on_hand_units for row in rows],
        reserved=[row.reserved_units for row in rows],
    )


def open_balances(*, supplier_id: UUID, warehouse: Warehouse, products: Iterable[UUID]) -> None:
    """Make sure that these products have a balance in a warehouse, at nothing where they are new there."""
    keys = {"supplier_id": supplier_id, "warehouse": warehouse, "keeper_id": warehouse.organization_id}
    fresh = [StockBalance(product_id=product, **keys) for product in sorted(products)]
    StockBalance.objects.bulk_create(fresh, ignore_conflicts=True)

"""Does it add up? The ledger against the balances, and against what orders hold (SPEC.md I4)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from inventory.models import StockMovement, Transfer

_OFF = """
SELECT coalesce(b.warehouse_id, l.warehouse_id), coalesce(b.product_id, l.product_id),
       coalesce(b.on_hand_units, 0), coalesce(l.on_hand_units, 0),
       coalesce(b.reserved_units, 0), coalesce(l.reserved_units, 0)
FROM (SELECT * FROM inventory_stockbalance WHERE supplier_id = %(supplier)s) b
FULL JOIN (
  SELECT warehouse_id, product_id, sum(on_hand_units) AS on_hand_units, sum(reserved_units) AS reserved_units
  FROM inventory_stockmovement WHERE supplier_id = %(supplier)s GROUP BY 1, 2) l
  USING (warehouse_id, product_id)
WHERE (coalesce(b.on_hand_units, 0), coalesce(b.reserved_units, 0))
  IS DISTINCT FROM (coalesce(l.on_hand_units, 0), coalesce(l.reserved_units, 0))
ORDER BY 1, 2
"""

_LOTS_OFF = """
WITH lots AS (
  SELECT coalesce(b.warehouse_id, m.warehouse_id) AS warehouse_id, coalesce(b.product_id, m.product_id) AS product_id,
         coalesce(b.units, 0) AS units, coalesce(m.units, 0) AS moved
  FROM (SELECT warehouse_id, product_id, lot_id, on_hand_units AS units FROM inventory_lotbalance
        WHERE supplier_id = %(supplier)s) b
  FULL JOIN (SELECT warehouse_id, product_id, lot_id, sum(on_hand_units) AS units FROM inventory_lotmovement
             WHERE supplier_id = %(supplier)s GROUP BY 1, 2, 3) m
    USING (warehouse_id, product_id, lot_id)),
added AS (
  SELECT warehouse_id, product_id, sum(units) AS units, bool_or(units <> moved) AS is_off
  FROM lots GROUP BY 1, 2)
SELECT a.warehouse_id, a.product_id FROM added a
LEFT JOIN inventory_stockbalance b ON b.supplier_id = %(supplier)s
  AND b.warehouse_id = a.warehouse_id AND b.product_id = a.product_id
WHERE a.is_off OR a.units > coalesce(b.on_hand_units, 0)
UNION
SELECT k.warehouse_id, k.product_id FROM inventory_lotpick k
LEFT JOIN inventory_lotbalance b ON b.supplier_id = k.supplier_id AND b.warehouse_id = k.warehouse_id
  AND b.lot_id = k.lot_id
WHERE k.supplier_id = %(supplier)s
GROUP BY k.warehouse_id, k.product_id, k.lot_id, b.on_hand_units HAVING sum(k.units) > coalesce(b.on_hand_units, 0)
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A balance that is not the sum of its ledger."""

    warehouse_id: UUID
    product_id: UUID
    on_hand_units: int
    ledger_on_hand_units: int
    reserved_units: int
    ledger_reserved_units: int


def balances_off(supplier_id: UUID) -> list[Mismatch]:
    """Return every balance of a supplier that differs from its ledger."""
    with connection.cursor() as cursor:
        cursor.execute(_OFF, {"supplier": supplier_id})
        return [Mismatch(*row) for row in cursor.fetchall()]


def lots_off(supplier_id: UUID) -> list[tuple[UUID, UUID]]:
    """Return (warehouse, product) where lots are not the sums of their movements, or more than there is.

    Also where more of a lot is picked than lies there (SPEC.md I13).
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOTS_OFF, {"supplier": supplier_id})
        return list(cursor.fetchall())


def held_by_holder(supplier_id: UUID) -> dict[tuple[UUID | None, UUID, UUID], int]:
    """Return the units that each order still holds, by (holder, warehouse, product); what holds nothing is left out.

    A holder of None, or units below zero, is a fault. Whoever knows the orders compares it with their lines.
    """
    rows = (
        StockMovement.objects.filter(supplier_id=supplier_id)
        .order_by()
        .values("holder_id", "warehouse_id", "product_id")
        .annotate(units=Sum("reserved_units"))
        .exclude(units=0)
        .values_list("holder_id", "warehouse_id", "product_id", "units")
    )
    return {(holder, warehouse, product): units for holder, warehouse, product, units in rows}


def transfers_off(supplier_id: UUID) -> list[Transfer]:
    """Return the transfers whose ledger is not what their state says: out, in, or back where it came from."""
    transfers = Transfer.objects.filter(supplier_id=supplier_id, sent_at__isnull=False)
    moved: dict[tuple[UUID | None, UUID], dict[str, int]] = {}
    rows = (
        StockMovement.objects.filter(supplier_id=supplier_id, kind__startswith="transfer_")
        .order_by()
        .values("holder_id", "product_id", "kind")
        .annotate(units=Sum("on_hand_units"))
        .values_list("holder_id", "product_id", "kind", "units")
    )
    for holder, product, kind, units in rows:
        moved.setdefault((holder, product), {})[kind] = units
    return [transfer for transfer in transfers.prefetch_related("lines") if not _adds_up(transfer, moved)]


def _adds_up(transfer: Transfer, moved: dict[tuple[UUID | None, UUID], dict[str, int]]) -> bool:
    for line in transfer.lines.all():
        expected = {"transfer_out": -line.sent_units}
        if transfer.received_at:
            expected["transfer_in"] = (line.received_units or 0) + line.broken_units
        if transfer.cancelled_at:
            expected["transfer_back"] = line.sent_units
        found = moved.get((transfer.pk, line.product_id), {})
        if {kind: units for kind, units in expected.items() if units} != found:
            return False
    return True

"""Do orders hold what their lines say? The ledger's reservations against the lines of open orders (SPEC.md I4, I10)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

# A shipped order holds nothing; a test never did.
_OFF = """
WITH said AS (
  SELECT l.order_id AS holder_id, p.warehouse_id, l.product_id, sum(p.units) AS units
  FROM orders_order o JOIN orders_orderline l ON l.supplier_id = o.supplier_id AND l.order_id = o.id
  CROSS JOIN LATERAL (VALUES
    (l.warehouse_id, l.quantity_units - l.handover_units - l.backordered_units),
    (l.handover_warehouse_id, l.handover_units)) AS p(warehouse_id, units)
  WHERE o.supplier_id = %(supplier)s AND NOT o.is_test AND o.shipped_at IS NULL AND o.closed_at IS NULL
    AND p.units > 0
  GROUP BY 1, 2, 3),
held AS (
  SELECT holder_id, warehouse_id, product_id, sum(reserved_units) AS units
  FROM inventory_stockmovement WHERE supplier_id = %(supplier)s
  GROUP BY 1, 2, 3 HAVING sum(reserved_units) <> 0)
SELECT coalesce(s.holder_id, h.holder_id), coalesce(s.warehouse_id, h.warehouse_id),
       coalesce(s.product_id, h.product_id), coalesce(s.units, 0)::int, coalesce(h.units, 0)::int
FROM said s FULL JOIN held h
  ON h.holder_id = s.holder_id AND h.warehouse_id = s.warehouse_id AND h.product_id = s.product_id
WHERE s.units IS DISTINCT FROM h.units
ORDER BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class ReservationOff:
    """Units that an order holds of a product in a warehouse, and those that its lines say; no order: nobody's."""

    order_id: UUID | None
    warehouse_id: UUID
    product_id: UUID
    line_units: int
    held_units: int


def reservations_off(supplier_id: UUID) -> list[ReservationOff]:
    """Return every place where a supplier's orders hold something else than their lines say; there is none.

    What is handed over counts where it lies, what is back-ordered nowhere. In the supplier's context.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OFF, {"supplier": supplier_id})
        return [ReservationOff(*row) for row in cursor.fetchall()]

"""What is collected at the door follows the goods: what is shipped, then what was handed over (docs/decisions/0046).

The rules are those of orders.totals; tests/orders/test_cash.py compares the two. They are said again here because
nobody who delivers may read a price: the database gives out the sum and nothing that it is made of.
"""

from django.db import migrations

from wholesale.tenancy.operations import DropLookUp, LookUp

ROLES = ("supplier", "distributor", "guest")
RETURNS = "order_id uuid, currency text, amount numeric"
STORED = """
SELECT t.order_id, t.currency, t.total
FROM public.orders_ordertotal t JOIN public.orders_order o ON o.id = t.order_id
WHERE o.id = ANY ($1) AND t.payment_terms = 'on_delivery'
  AND o.distributor_id IS NOT DISTINCT FROM app.distributor_id()
  AND o.supplier_id = coalesce(app.supplier_id(), o.supplier_id)
  AND coalesce(app.supplier_id(), app.distributor_id()) IS NOT NULL
"""
# A line's amount and a unit's deposit are rounded each, every tax once for the order; the delivery costs what it did.
FOLLOWING = """
WITH asked AS (
  SELECT o.id, o.supplier_id, t.currency, t.delivery_fee, NOT (t.includes_tax OR t.is_tax_exempt) AS adds_tax,
         coalesce((decimals_by_currency ->> t.currency)::int, 2) AS decimals
  FROM public.orders_order o
  JOIN public.orders_ordertotal t ON t.supplier_id = o.supplier_id AND t.order_id = o.id
  WHERE o.id = ANY (order_ids) AND t.payment_terms = 'on_delivery'
    AND o.status NOT IN ('declined', 'cancelled', 'returned')
    AND o.distributor_id IS NOT DISTINCT FROM app.distributor_id()
    AND o.supplier_id = coalesce(app.supplier_id(), o.supplier_id)
    AND coalesce(app.supplier_id(), app.distributor_id()) IS NOT NULL
), lines AS (
  SELECT a.id, a.adds_tax, a.decimals, m.taxes, round(m.unit_price * n.units, a.decimals) AS goods,
         round(m.deposit, a.decimals) * n.units AS deposits
  FROM asked a
  JOIN public.orders_orderline l ON l.supplier_id = a.supplier_id AND l.order_id = a.id
  JOIN public.orders_orderlineamount m ON m.supplier_id = l.supplier_id AND m.line_id = l.id
  CROSS JOIN LATERAL (
    SELECT coalesce(l.delivered_units, l.shipped_units, l.quantity_units - l.backordered_units) AS units
  ) n
  WHERE n.units > 0
), taxes AS (
  SELECT l.id, round(sum(l.goods) * r.rate_percent * 0.01, l.decimals) AS tax
  FROM lines l CROSS JOIN LATERAL jsonb_to_recordset(l.taxes) AS r(name text, rate_percent numeric)
  WHERE l.adds_tax AND r.rate_percent > 0
  GROUP BY l.id, l.decimals, r.name, r.rate_percent
)
SELECT a.id, a.currency, a.delivery_fee + sums.amount
       + coalesce((SELECT sum(t.tax) FROM taxes t WHERE t.id = a.id), 0)
FROM asked a JOIN (SELECT id, sum(goods + deposits) AS amount FROM lines GROUP BY id) sums ON sums.id = a.id
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0021_ship_to")]
    operations = [
        DropLookUp("cash_to_collect(order_ids uuid[])", returns=RETURNS, query=STORED, roles=ROLES),
        LookUp(
            "cash_to_collect(order_ids uuid[], decimals_by_currency jsonb)",
            returns=RETURNS,
            query=FOLLOWING,
            roles=ROLES,
        ),
    ]

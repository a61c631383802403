"""An order's lines, what they cost and come to: one statement for ten lines or a hundred."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from inventory.services import Held
from orders.models import Order, OrderTotal
from orders.queries.assortment import Offer, terms_of
from orders.queries.priced import PricedCart
from wholesale.money import round_amount
from wholesale.tenancy.models import uuid7

# The amounts' keys are pulled from lines of this very statement, which a row's trigger may see.
_CONTENTS = """
WITH lines AS (
  INSERT INTO orders_orderline
    (id, supplier_id, retailer_id, distributor_id, order_id, position, product_id, warehouse_id,
     handover_warehouse_id, handover_units, backordered_units, sku, name, pack, ordered_units,
     quantity_units)
  SELECT t.id, %(supplier)s, %(retailer)s, %(distributor)s, %(order)s, t.position, t.product_id, t.warehouse_id,
         t.handover_warehouse_id, t.handover_units, t.backordered_units, t.sku, t.name, t.pack, t.units,
         t.units
  FROM unnest(%(ids)s::uuid[], %(products)s::uuid[], %(warehouses)s::uuid[], %(handover_warehouses)s::uuid[],
              %(handovers)s::int[], %(backorders)s::int[], %(skus)s::text[], %(names)s::text[],
              %(packs)s::text[], %(units)s::int[])
    WITH ORDINALITY AS t(id, product_id, warehouse_id, handover_warehouse_id, handover_units, backordered_units,
                         sku, name, pack, units, position)
  RETURNING id),
amounts AS (
  INSERT INTO orders_orderlineamount
    (id, supplier_id, retailer_id, line_id, unit_price, amount, deposit, taxes)
  SELECT t.id, %(supplier)s, %(retailer)s, lines.id, t.unit_price, t.amount, t.deposit, t.taxes::jsonb
  FROM lines JOIN unnest(%(amount_ids)s::uuid[], %(ids)s::uuid[], %(prices)s::numeric[], %(amounts)s::numeric[],
                         %(unit_deposits)s::numeric[], %(line_taxes)s::text[])
    AS t(id, line_id, unit_price, amount, deposit, taxes) ON t.line_id = lines.id),
taxes AS (
  INSERT INTO orders_ordertax (id, supplier_id, retailer_id, order_id, name, rate_percent, number, base, amount)
  SELECT t.id, %(supplier)s, %(retailer)s, %(order)s, t.name, t.rate, t.number, t.base, t.amount
  FROM unnest(%(tax_ids)s::uuid[], %(taxes)s::text[], %(rates)s::numeric[], %(numbers)s::text[], %(bases)s::numeric[],
              %(tax_amounts)s::numeric[])
    AS t(id, name, rate, number, base, amount))
INSERT INTO orders_ordertotal (id, supplier_id, retailer_id, order_id, {columns})
VALUES (%(total_id)s, %(supplier)s, %(retailer)s, %(order)s, {values})
"""


def insert_contents(order: Order, priced: PricedCart, held: Mapping[UUID, Held]) -> None:
    """Write a new order's lines as copies of the products and, where distributors have no grant, the amounts.

    Args:
        priced: all of its lines are offered.
        held: by product, where its units are reserved, and how many are not.
    """
    lines = priced.lines
    offers = [line.offer for line in lines if line.offer is not None]
    values: dict[str, Any] = {
        "supplier": order.supplier_id,
        "retailer": order.retailer_id,
        "distributor": order.distributor_id,
        "order": order.pk,
        "ids": [uuid7() for line in lines],
        "products": [line.product_id for line in lines],
        "warehouses": [held[line.product_id].warehouse_id for line in lines],
        "handover_warehouses": [held[line.product_id].own_warehouse_id for line in lines],
        "handovers": [held[line.product_id].own_units for line in lines],
        "backorders": [held[line.product_id].backordered_units for line in lines],
        "skus": [offer.sku for offer in offers],
        "names": [offer.name for offer in offers],
        "packs": [offer.pack for offer in offers],
        "units": [line.quantity_units for line in lines],
        "amount_ids": [uuid7() for line in lines],
        "prices": [offer.unit_price for offer in offers],
        "amounts": [line.amount for line in lines],
        "total_id": uuid7(),
    } | _charges(priced, offers)
    sums = _sums(priced)
    named = ", ".join(f"%({name})s" for name in sums)
    with connection.cursor() as cursor:
        cursor.execute(_CONTENTS.format(columns=", ".join(sums), values=named), values | sums)
    order.total = OrderTotal(pk=values["total_id"], supplier_id=order.supplier_id, order_id=order.pk, **sums)


def _charges(priced: PricedCart, offers: Sequence[Offer]) -> dict[str, Any]:
    """Return the columns of what is charged beside the goods: of each line, and the order's taxes."""
    exempt, taxes = priced.is_tax_exempt, priced.taxes
    return {
        "unit_deposits": [round_amount(offer.unit_deposit, priced.currency) for offer in offers],
        "line_taxes": ["[]" if exempt else json.dumps(offer.taxes) for offer in offers],
        "tax_ids": [uuid7() for tax in taxes],
        "taxes": [tax.name for tax in taxes],
        "rates": [tax.rate_percent for tax in taxes],
        "numbers": [tax.number for tax in taxes],
        "bases": [tax.base for tax in taxes],
        "tax_amounts": [tax.amount for tax in taxes],
    }


def _sums(priced: PricedCart) -> dict[str, Any]:
    """Return the columns of OrderTotal: what it comes to, by which terms and against what warning."""
    terms, allowance = terms_of(priced.customer), priced.allowance
    sums: dict[str, Any] = {
        "currency": priced.currency,
        "goods": priced.goods,
        "delivery_fee": priced.delivery_fee,
        "deposits": priced.deposits,
        "tax": priced.tax,
        "includes_tax": priced.includes_tax,
        "total": priced.total,
        "missing_to_minimum": allowance.missing_to_minimum,
        "over_credit_limit": allowance.over_credit_limit,
        "was_on_hold": allowance.is_on_hold,
    }
    source = terms or OrderTotal()
    for name in ("payment_terms", "payment_terms_days", "is_tax_exempt", "tax_certificate"):
        sums[name] = getattr(source, name)
    return sums

"""The rows of prices that a published change writes, also on the lists that follow its own, and takes back again.

A list's own rows come before those that it derives, so that these are kept beneath and come out again when an own price
ends. Of the own ones, and of the derived, in force the one that began last counts.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from catalogs.models import PriceChange, PriceList
from catalogs.queries.pricing import DECIMALS

_COLUMNS = """id, supplier_id, price_list_id, product_id, unit_price, break_units, break_prices,
  valid_from, valid_until, change_id, is_derived"""
# The list itself as it is said, and those derived from it.
_TARGETS = """SELECT t.*, {decimals} AS decimals, t.id <> %(list)s AS follows FROM catalogs_pricelist t
  WHERE t.supplier_id = %(supplier)s AND (t.id = %(list)s OR t.base_list_id = %(list)s)"""
_RULE = "t.derived_percent, t.derived_amount, t.rounding, t.decimals"
_DERIVED = """app.derived_price({row}.unit_price, {rule}) AS price,
    app.derived_breaks({row}.break_units, {row}.break_prices, {rule}) AS breaks"""
# A moment that another change of the same lists has taken already: a millionth of a second later, and so before it.
_MOMENT = """
SELECT coalesce(max(q.valid_from) + interval '1 microsecond', %(at)s) FROM catalogs_price q
WHERE q.valid_from >= %(at)s AND q.valid_from < %(at)s::timestamptz + interval '1 second' AND q.price_list_id IN (
  SELECT id FROM catalogs_pricelist WHERE supplier_id = %(supplier)s AND (id = %(list)s OR base_list_id = %(list)s))
"""
_WRITE = """
INSERT INTO catalogs_price ({columns})
SELECT app.uuid7(), n.supplier_id, t.id, n.product_id,
  CASE WHEN t.follows THEN d.price ELSE n.unit_price END,
  CASE WHEN NOT t.follows THEN n.break_units WHEN d.price IS NULL THEN '{{}}' ELSE (d.breaks).break_units END,
  CASE WHEN NOT t.follows THEN n.break_prices WHEN d.price IS NULL THEN '{{}}' ELSE (d.breaks).break_prices END,
  %(at)s, %(ends)s, n.change_id, t.follows
FROM catalogs_pricechangeline n CROSS JOIN ({targets}) t CROSS JOIN LATERAL (SELECT {derived}) d
WHERE n.supplier_id = %(supplier)s AND n.change_id = %(change)s
  AND NOT (n.unit_price IS NULL AND NOT t.follows AND t.base_list_id IS NOT NULL)
ORDER BY t.id, n.product_id
"""
# Off a derived list's own prices: these end, and what follows the base comes out.
_END = """
UPDATE catalogs_price q SET valid_until = %(at)s
FROM catalogs_pricechangeline n, catalogs_pricelist t
WHERE n.supplier_id = %(supplier)s AND n.change_id = %(change)s AND n.unit_price IS NULL
  AND t.id = %(list)s AND t.base_list_id IS NOT NULL
  AND q.price_list_id = t.id AND q.product_id = n.product_id AND NOT q.is_derived
  AND q.valid_from < %(at)s AND (q.valid_until IS NULL OR q.valid_until > %(at)s)
"""
_TAKE = "DELETE FROM catalogs_price WHERE supplier_id = %(supplier)s AND change_id = %(change)s"
# What this change had ended goes on until its own change's end, or until another one ends it.
_RESUME = """
UPDATE catalogs_price q SET valid_until = least(
  (SELECT c.ends_at FROM catalogs_pricechange c WHERE c.id = q.change_id),
  (SELECT min(c.effective_at) FROM catalogs_pricechangeline o JOIN catalogs_pricechange c ON c.id = o.change_id
   WHERE c.price_list_id = %(list)s AND c.state = 'published' AND c.id <> %(change)s AND c.effective_at > q.valid_from
     AND o.product_id = q.product_id AND o.unit_price IS NULL))
FROM catalogs_pricechangeline n, catalogs_pricelist t
WHERE n.supplier_id = %(supplier)s AND n.change_id = %(change)s AND n.unit_price IS NULL
  AND t.id = %(list)s AND t.base_list_id IS NOT NULL
  AND q.price_list_id = t.id AND q.product_id = n.product_id AND NOT q.is_derived AND q.valid_until = %(at)s
"""
_CUT = """
UPDATE catalogs_price SET valid_until = %(at)s WHERE supplier_id = %(supplier)s AND price_list_id = %(list)s
  AND is_derived AND valid_from < %(at)s AND (valid_until IS NULL OR valid_until > %(at)s)
"""
_FORGET = """
DELETE FROM catalogs_price WHERE supplier_id = %(supplier)s AND price_list_id = %(list)s AND is_derived
  AND valid_from >= %(at)s
"""
_MIRROR = """
INSERT INTO catalogs_price ({columns})
SELECT app.uuid7(), b.supplier_id, t.id, b.product_id, d.price,
  CASE WHEN d.price IS NULL THEN '{{}}' ELSE (d.breaks).break_units END,
  CASE WHEN d.price IS NULL THEN '{{}}' ELSE (d.breaks).break_prices END,
  m.begins + CASE WHEN EXISTS (SELECT FROM catalogs_price o WHERE o.price_list_id = t.id
    AND o.product_id = b.product_id AND o.valid_from = m.begins) THEN interval '1 microsecond' ELSE interval '0' END,
  b.valid_until, b.change_id, true
FROM (SELECT t.*, {decimals} AS decimals FROM catalogs_pricelist t) t CROSS JOIN LATERAL (
  SELECT q.*, %(at)s::timestamptz + interval '1 microsecond'
    * (row_number() OVER (PARTITION BY q.product_id ORDER BY q.valid_from) - 1) AS first
  FROM catalogs_price q
  WHERE q.price_list_id = t.base_list_id AND (q.valid_until IS NULL OR q.valid_until > %(at)s)
    AND q.valid_from >= coalesce((SELECT max(l.valid_from) FROM catalogs_price l
      WHERE l.price_list_id = q.price_list_id AND l.product_id = q.product_id AND l.valid_until IS NULL
        AND l.valid_from <= %(at)s), q.valid_from)) b
CROSS JOIN LATERAL (SELECT greatest(b.valid_from, b.first) AS begins) m
CROSS JOIN LATERAL (SELECT {derived}) d
WHERE t.supplier_id = %(supplier)s AND t.id = %(list)s
"""


def write_rows(change: PriceChange, at: datetime) -> datetime:
    """Write the prices of a change onto its list and those derived from it; return the moment from which they count.

    The caller has locked the lists. In three statements, whatever the number of products.
    """
    with connection.cursor() as cursor:
        keys = _keys(change.price_list, at)
        cursor.execute(_MOMENT, keys)
        keys |= {"at": cursor.fetchone()[0], "ends": change.ends_at, "change": change.pk}
        if change.price_list.base_list_id:
            cursor.execute(_END, keys)
        cursor.execute(_said(_WRITE, "n"), keys)
    moment: datetime = keys["at"]
    return moment


def take_rows(change: PriceChange) -> None:
    """Take back the prices of a change that has not begun; what it would have ended goes on. The lists are locked."""
    with connection.cursor() as cursor:
        keys = _keys(change.price_list, change.effective_at) | {"change": change.pk}
        cursor.execute(_TAKE, keys)
        if change.price_list.base_list_id:
            cursor.execute(_RESUME, keys)


def mirror_base(price_list: PriceList, at: datetime) -> None:
    """Let a derived list follow its base from a moment on, what is scheduled there too. The lists are locked."""
    with connection.cursor() as cursor:
        keys = _keys(price_list, at)
        cursor.execute(_CUT, keys)
        cursor.execute(_FORGET, keys)
        cursor.execute(_said(_MIRROR, "b"), keys)


def _said(statement: str, row: str) -> str:
    """Return a statement with what is derived from the prices of a row by the rule of the list `t`."""
    targets, derived = _TARGETS.format(decimals=DECIMALS), _DERIVED.format(row=row, rule=_RULE)
    return statement.format(columns=_COLUMNS, targets=targets, derived=derived, decimals=DECIMALS)


def _keys(price_list: PriceList, at: datetime | None) -> dict[str, Any]:
    return {"supplier": price_list.supplier_id, "list": price_list.pk, "at": at}

"""The statements of catalogs/queries/effects.py. Nothing that anybody types stands in them."""
# ruff: noqa: S608

from catalogs.queries.changes import AT, FIRST
from catalogs.queries.pricing import DECIMALS
from catalogs.queries.showing import shown_singly_sql, shown_whole_sql

_RULE = "l.derived_percent, l.derived_amount, l.rounding, l.decimals"
_IN_FORCE = f"""SELECT q.* FROM catalogs_price q WHERE q.price_list_id = l.id AND q.product_id = n.product_id
    AND {AT.format(at="c.at")} AND q.change_id IS DISTINCT FROM c.id"""
# As is_sold_now says it: out of its days nobody is told that there is such a product.
_OFFERED = """p.is_active AND (p.sold_from IS NULL OR p.sold_from <= statement_timestamp())
      AND (p.sold_until IS NULL OR p.sold_until > statement_timestamp())"""
# `lists`: the change's own and those that follow it. `moves`: what becomes of a product on each of them.
_MOVES = f"""
change AS (
  SELECT c.id, c.supplier_id, c.price_list_id, coalesce(c.effective_at, statement_timestamp()) AS at
  FROM catalogs_pricechange c WHERE c.supplier_id = %(supplier)s AND c.id = %(change)s),
lists AS (
  SELECT t.*, {DECIMALS} AS decimals, t.id <> c.price_list_id AS follows FROM catalogs_pricelist t, change c
  WHERE t.supplier_id = c.supplier_id AND (t.id = c.price_list_id OR t.base_list_id = c.price_list_id)),
moves AS MATERIALIZED (
  SELECT l.id AS list_id, l.follows, l.decimals, l.currency, n.product_id, p.minimum_units, {_OFFERED} AS is_offered,
    was.unit_price AS was_price, coalesce(was.break_units, '{{}}') AS was_units,
    coalesce(was.break_prices, '{{}}') AS was_breaks, now.unit_price AS now_price,
    coalesce(now.break_units, '{{}}') AS now_units, coalesce(now.break_prices, '{{}}') AS now_breaks
  FROM change c CROSS JOIN lists l
  JOIN catalogs_pricechangeline n ON n.supplier_id = c.supplier_id AND n.change_id = c.id
  JOIN catalogs_product p ON p.id = n.product_id
  LEFT JOIN LATERAL ({_IN_FORCE} ORDER BY {FIRST} LIMIT 1) was ON true
  LEFT JOIN LATERAL (
    SELECT app.derived_price(n.unit_price, {_RULE}) AS unit_price, d.break_units, d.break_prices
    FROM app.derived_breaks(n.break_units, n.break_prices, {_RULE}) d WHERE l.follows
    UNION ALL SELECT n.unit_price, n.break_units, n.break_prices
    WHERE NOT l.follows AND (n.unit_price IS NOT NULL OR l.base_list_id IS NULL)
    UNION ALL (SELECT q.unit_price, q.break_units, q.break_prices FROM ({_IN_FORCE}) q
    WHERE NOT l.follows AND n.unit_price IS NULL AND l.base_list_id IS NOT NULL AND q.is_derived
    ORDER BY q.valid_from DESC LIMIT 1)) now ON true
  WHERE NOT (l.follows AND was.id IS NOT NULL AND NOT was.is_derived)
    AND (was.unit_price, coalesce(was.break_units, '{{}}'), coalesce(was.break_prices, '{{}}')) IS DISTINCT FROM
      (now.unit_price, coalesce(now.break_units, '{{}}'), coalesce(now.break_prices, '{{}}')))
"""
_AT_QUANTITY = """CASE width_bucket({units}, m.{row}_units) WHEN 0 THEN m.{row}_price
    ELSE m.{row}_breaks[width_bucket({units}, m.{row}_units)] END"""
_CHARGED = "NULLIF(LEAST(round(({price}) * ({percent} + 100) / 100, m.decimals), 1e9), 1e9)::numeric(12,3)"


def _charged(row: str, units: str, percent: str) -> str:
    return _CHARGED.format(price=_AT_QUANTITY.format(units=units, row=row), percent=percent)


# `kind` is one of catalogs.enums.Effect.
_KIND = """CASE WHEN e.was IS NULL AND e.now IS NULL THEN NULL WHEN e.was IS NULL THEN 'new'
    WHEN e.now IS NULL THEN 'off'
    WHEN e.now > e.was THEN 'dearer' WHEN e.now < e.was THEN 'cheaper'
    WHEN (m.was_units, m.was_breaks) IS DISTINCT FROM (m.now_units, m.now_breaks) THEN 'breaks' END"""
_SPECIAL = f"""EXISTS (SELECT FROM catalogs_customerprice q WHERE q.customer_id = y.customer_id
    AND q.product_id = {{product}} AND q.currency = y.currency AND {AT.format(at="(SELECT at FROM change)")})"""
_REACHED = """(NOT y.has_special OR NOT {special}) AND (y.sees_whole OR {singly})"""
# `payers`: who buys by these lists, from whose stock, and whether from the supplier's own besides. `kept`: what that
# has ever had; nothing else exists for its customers (SPEC.md I7, I9). `effects`: what becomes of a product at each
# list and markup, for each such stock.
_EFFECTS = f"""{_MOVES},
payers AS MATERIALIZED (
  SELECT t.customer_id, t.price_list_id AS list_id, t.price_change_percent AS percent, l.currency,
    coalesce(c.distributor_id, c.supplier_id) AS keeper_id,
    t.adds_own_stock AND c.distributor_id IS NOT NULL AS adds_own,
    EXISTS (SELECT FROM catalogs_customerprice s WHERE s.customer_id = t.customer_id) AS has_special,
    {shown_whole_sql("t.customer_id", "t.supplier_id")} AS sees_whole
  FROM catalogs_customerterms t JOIN lists l ON l.id = t.price_list_id
  JOIN retailers_customer c ON c.id = t.customer_id AND c.is_active AND NOT c.is_test
  WHERE t.supplier_id = %(supplier)s AND (%(customers)s::uuid[] IS NULL OR t.customer_id = ANY (%(customers)s))),
kept AS MATERIALIZED (
  SELECT DISTINCT g.keeper_id, g.adds_own, k.product_id
  FROM (SELECT DISTINCT keeper_id, adds_own FROM payers) g
  JOIN app.kept_products(%(supplier)s) k ON k.keeper_id = g.keeper_id OR g.adds_own AND k.keeper_id = %(supplier)s
  WHERE k.product_id IN (SELECT product_id FROM moves)),
effects AS MATERIALIZED (
  SELECT m.list_id, g.percent, g.keeper_id, g.adds_own, m.product_id, e.was, e.now, {_KIND} AS kind
  FROM (SELECT DISTINCT list_id, percent, keeper_id, adds_own FROM payers) g JOIN kept k USING (keeper_id, adds_own)
  JOIN moves m ON m.list_id = g.list_id AND m.product_id = k.product_id AND m.is_offered
  CROSS JOIN LATERAL (SELECT {_charged("was", "m.minimum_units", "g.percent")} AS was,
    {_charged("now", "m.minimum_units", "g.percent")} AS now) e
  WHERE {_KIND} IS NOT NULL)
"""


def _reached(product: str) -> str:
    special = _SPECIAL.format(product=product)
    return _REACHED.format(special=special, singly=shown_singly_sql("y.customer_id", product))


MOVES = f"""WITH {_MOVES}
SELECT product_id, was_price, was_units, was_breaks FROM moves WHERE NOT follows AND product_id = ANY (%(products)s)
"""
BY_LIST = f"""WITH {_EFFECTS},
kinds AS (SELECT m.list_id, {_KIND} AS kind FROM moves m CROSS JOIN LATERAL (
  SELECT {_charged("was", "m.minimum_units", "0")} AS was, {_charged("now", "m.minimum_units", "0")} AS now) e)
SELECT l.id, l.name, l.currency, l.follows, (SELECT count(*) FROM payers y WHERE y.list_id = l.id),
  count(k.kind) FILTER (WHERE k.kind = 'dearer'), count(k.kind) FILTER (WHERE k.kind = 'cheaper'),
  count(k.kind) FILTER (WHERE k.kind = 'new'), count(k.kind) FILTER (WHERE k.kind = 'off'),
  count(k.kind) FILTER (WHERE k.kind = 'breaks')
FROM lists l LEFT JOIN kinds k ON k.list_id = l.id GROUP BY l.id, l.name, l.currency, l.follows
ORDER BY l.follows, l.name, l.id
"""
_TOUCHING = f"""{_EFFECTS},
kinds AS (
  SELECT list_id, percent, keeper_id, adds_own, kind, array_agg(product_id) AS products
  FROM effects GROUP BY 1, 2, 3, 4, 5),
touched AS (
  SELECT y.customer_id, k.kind FROM payers y JOIN kinds k USING (list_id, percent, keeper_id, adds_own)
  WHERE CASE WHEN y.sees_whole AND NOT y.has_special THEN true ELSE EXISTS (
    SELECT FROM unnest(k.products) AS x(product_id) WHERE {_reached("x.product_id")}) END)
"""
TOUCHED = f"""WITH {_TOUCHING}
SELECT customer_id FROM touched WHERE kind = ANY (%(kinds)s)"""
COUNTS = f"""WITH {_TOUCHING}
SELECT count(*), count(*) FILTER (WHERE 'dearer' = ANY (t.kinds)), count(*) FILTER (WHERE 'cheaper' = ANY (t.kinds)),
  count(*) FILTER (WHERE 'new' = ANY (t.kinds)), count(*) FILTER (WHERE 'off' = ANY (t.kinds)),
  count(*) FILTER (WHERE 'breaks' = ANY (t.kinds))
FROM (SELECT customer_id, array_agg(kind) AS kinds FROM touched GROUP BY customer_id) t
"""
OF_CUSTOMERS = f"""WITH {_EFFECTS}
SELECT y.customer_id, count(*) FILTER (WHERE e.kind = 'dearer'), count(*) FILTER (WHERE e.kind = 'cheaper'),
  count(*) FILTER (WHERE e.kind = 'new'), count(*) FILTER (WHERE e.kind = 'off'),
  count(*) FILTER (WHERE e.kind = 'breaks'),
  round(avg((e.now - e.was) * 100 / nullif(e.was, 0)) FILTER (WHERE e.kind IN ('dearer', 'cheaper')), 1)
FROM payers y JOIN effects e USING (list_id, percent, keeper_id, adds_own)
WHERE {_reached("e.product_id")} GROUP BY y.customer_id
"""
PRODUCTS = f"""WITH {_EFFECTS}
SELECT e.product_id FROM payers y JOIN effects e USING (list_id, percent, keeper_id, adds_own)
WHERE {_reached("e.product_id")}
"""
LINES = f"""WITH {_EFFECTS}
SELECT * FROM (
  SELECT y.customer_id, p.id, p.sku, p.name, p.pack, e.was, e.now, y.currency, e.kind,
    count(*) OVER (PARTITION BY y.customer_id),
    row_number() OVER (PARTITION BY y.customer_id ORDER BY p.name, p.id) AS place
  FROM payers y JOIN effects e USING (list_id, percent, keeper_id, adds_own)
  JOIN catalogs_product p ON p.id = e.product_id
  WHERE {_reached("e.product_id")} AND (%(products)s::uuid[] IS NULL OR e.product_id = ANY (%(products)s))) found
WHERE place <= %(most)s ORDER BY customer_id, place
"""
REPRICED = f"""WITH {_EFFECTS},
wanted AS (SELECT * FROM unnest(%(customers)s::uuid[], %(products)s::uuid[], %(units)s::int[])
  AS w(customer_id, product_id, units))
SELECT y.customer_id, m.product_id, {_charged("was", "w.units", "y.percent")}, {_charged("now", "w.units", "y.percent")}
FROM wanted w JOIN payers y ON y.customer_id = w.customer_id
JOIN moves m ON m.list_id = y.list_id AND m.product_id = w.product_id
JOIN kept k ON k.keeper_id = y.keeper_id AND k.adds_own = y.adds_own AND k.product_id = m.product_id
WHERE {_reached("m.product_id")}
"""

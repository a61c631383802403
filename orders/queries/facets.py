"""How many products of each category, brand and property a customer is offered (SPEC.md O1).

Counted once for a few seconds: it reads the whole assortment, which no page waits for.
"""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from catalogs.models import Product
from inventory.queries import keepers_of
from orders.queries.looking import looked_for
from orders.queries.wishing import Wish
from retailers.models import Customer

KEPT_SECONDS = 30
MOST_VALUES = 24  # of one property; what has more tells products apart rather than into kinds
MOST_ATTRIBUTES = 6
Counts = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts for each value, of a kind as if nothing of that kind were chosen yet.

    Args:
        total: what fits but for the categories.
        attributes: by name, those that most products have first.
    """

    total: int = 0
    categories: Counts = field(default_factory=list)
    brands: Counts = field(default_factory=list)
    attributes: dict[str, Counts] = field(default_factory=dict)


def facets_of(customer: Customer, wish: Wish) -> Facets:
    """Return the counts for what a customer is offered and looks for; in no statement if just counted."""
    key = _key(customer, wish)
    found: Facets | None = cache.get(key)
    if found is None:
        found = counted(customer, wish)
        cache.set(key, found, KEPT_SECONDS)
    return found


def counted(customer: Customer, wish: Wish) -> Facets:
    """Count anew, whatever the number of products in one statement, or with words to search for in two or three."""
    if not customer.is_active:
        return Facets()
    looked = looked_for(customer, replace(wish, categories=(), brands=(), attributes=()))
    rows = _rows(looked.products, wish)
    by_kind: dict[str, Counts] = {}
    for kind, value, number in rows:
        if value or kind == "total":
            by_kind.setdefault(kind, []).append((value, number))
    attributes = {kind[1:]: counts for kind, counts in by_kind.items() if kind.startswith("=")}
    most = sorted(attributes, key=lambda name: (-sum(n for _, n in attributes[name]), name))
    wanted = set(wish.values_by_attribute)
    shown = [name for at, name in enumerate(most) if at < MOST_ATTRIBUTES or name in wanted]
    return Facets(
        total=by_kind["total"][0][1],
        categories=by_kind.get("category", []),
        brands=by_kind.get("brand", []),
        attributes={name: attributes[name] for name in shown},
    )


def _key(customer: Customer, wish: Wish) -> str:
    asked = repr((customer.pk, keepers_of(customer), customer.is_active, replace(wish, cursor="")))
    return f"shop-facets:{hashlib.sha256(asked.encode()).hexdigest()}"


_STATEMENT = """
WITH offered AS MATERIALIZED ({offered}),
told AS (
  SELECT a.key, a.value, count(*) AS n, count(*) OVER (PARTITION BY a.key) AS kinds
  FROM offered, jsonb_each_text(offered.attributes) a
  WHERE {of_categories} AND {of_brands} AND {of_attributes_beside}
  GROUP BY a.key, a.value)
SELECT 'total', '', count(*) FROM offered WHERE {of_brands} AND {of_attributes}
UNION ALL (SELECT 'category', category, count(*) FROM offered
  WHERE {of_brands} AND {of_attributes} GROUP BY category ORDER BY category)
UNION ALL (SELECT 'brand', brand, count(*) FROM offered
  WHERE {of_categories} AND {of_attributes} GROUP BY brand ORDER BY brand)
UNION ALL (SELECT '=' || key, value, n FROM told
  WHERE kinds <= %(most)s OR (key, value) IN (SELECT * FROM unnest(%(names)s::text[], %(values)s::text[]))
  ORDER BY key, value)
"""


def _rows(found: QuerySet[Product], wish: Wish) -> list[tuple[str, str, int]]:
    """Return (kind, value, products), properties with "=" before their name."""
    try:
        offered, params = found.values("category", "brand", "attributes").order_by().query.sql_with_params()
    except EmptyResultSet:  # the words are of no product
        return [("total", "", 0)]
    names = {f"offered_{at}": value for at, value in enumerate(params)}
    values = wish.values_by_attribute
    fits = {
        name: f"attributes ->> %(name_{at})s::text = ANY (%(values_{at})s)" for at, name in enumerate(values)
    }
    statement = _STATEMENT.format(
        offered=offered.replace("%%", "%%%%") % tuple(f"%({name})s" for name in names),
        of_categories="category = ANY (%(categories)s)" if wish.categories else "true",
        of_brands="brand = ANY (%(brands)s)" if wish.brands else "true",
        of_attributes=" AND ".join(fits.values()) or "true",
        of_attributes_beside=" AND ".join(
            f"(a.key = %(name_{at})s OR {fit})" for at, fit in enumerate(fits.values())
        )
        or "true",
    )
    chosen: dict[str, Any] = {"categories": list(wish.categories), "brands": list(wish.brands)}
    for at, (name, wanted) in enumerate(values.items()):
        chosen |= {f"name_{at}": name, f"values_{at}": wanted}
    chosen |= {"names": [n for n, _ in wish.attributes], "values": [v for _, v in wish.attributes]}
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(zip(names, params, strict=True)) | chosen | {"most": MOST_VALUES})
        rows: list[tuple[str, str, int]] = cursor.fetchall()
        return rows

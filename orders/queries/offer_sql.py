"""The statement that chooses products first, and asks price and stock only of those that it shows.

What is offered, orders.queries.assortment says; the ORM can ask for it only with the price and stock of every product
of the shop, before the first fifty are known. Here each is looked up once, for each row in turn, until there are
enough (docs/decisions/0035-a-page-of-offers.md).
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from catalogs.queries import QUOTED, QUOTED_BREAKS, QUOTED_BREAKS_NAMED, QUOTED_PRICE, TERMS, written
from inventory.queries import FREE_UNITS, Keepers
from orders.queries.assortment import COLUMNS
from retailers.models import Customer

Statement = tuple[str, tuple[Any, ...]]
Told = Callable[[dict[str, bool]], str]

_FOUND = {"unit_price": QUOTED_PRICE, "price_breaks": QUOTED_BREAKS, "available_units": "s.units"}
CHOSEN = tuple(name for name in COLUMNS if name not in _FOUND)
_AMOUNTS = ("unit_price", "unit_deposit")
_TEXTS = {"attributes", "price_breaks", "taxes"}
_STATEMENT = f"""SELECT :told: FROM {TERMS} CROSS JOIN (:chosen: OFFSET 0) o
CROSS JOIN LATERAL {FREE_UNITS} s CROSS JOIN LATERAL {QUOTED}
WHERE :enough: AND {QUOTED_PRICE} IS NOT NULL :order: LIMIT :limit:"""  # noqa: S608 - of constants


def offers_statement(
    products: QuerySet[Any, Any],
    customer: Customer,
    limit: int,
    *,
    keepers: Keepers,
    tell: Told,
    sold_out: bool,
) -> Statement:
    """Return the statement of at most so many of these products that are offered, in their order, and its parameters.

    Args:
        products: of shown_products, the values of CHOSEN and whatever is told beside; ordered by F, or not at all.
        keepers: keepers_of(customer).
        tell: what is told of each, of the columns of the order: columns_with, as_json or keys.
    Raises: EmptyResultSet.
    """
    ordering: Any = products.query.order_by
    order: dict[str, bool] = {each.expression.name: each.descending for each in ordering}
    ways = ", ".join(f"o.{name} {'DESC' if down else 'ASC'}" for name, down in order.items())
    texts = {
        "told": tell(order),
        "enough": "s.units IS NOT NULL"
        if sold_out
        else "(s.units > 0 OR s.units IS NOT NULL AND o.allows_backorder)",
        "order": f"ORDER BY {ways}" if ways else "",
        "limit": str(limit),
        "product": "o.id",
        "units": "o.minimum_units",
    }
    given: dict[str, Statement] = {
        "chosen": products.query.sql_with_params(),
        "customer": ("%s", (customer.pk,)),
        "supplier": ("%s", (customer.supplier_id,)),
        # Of a list whose length it does not see PostgreSQL expects ten, and then plans anew for every customer.
        "keepers": (f"ARRAY[{', '.join(['%s::uuid'] * len(keepers))}]", keepers),
    }
    statement = _STATEMENT
    for name, text in texts.items():
        statement = statement.replace(f":{name}:", text)
    return written(statement, given)


def columns_with(beside: Iterable[str]) -> Told:
    """Tell all of COLUMNS, and these beside them."""
    return lambda order: _columns(dict.fromkeys((*COLUMNS, *beside, *order)))


def as_json(order: Mapping[str, bool]) -> str:
    """Tell all of COLUMNS written as `json`, beside the order; amounts are texts, as they are exact; breaks named."""
    said = {name: _FOUND.get(name, f"o.{name}") for name in COLUMNS}
    said |= {name: f"({said[name]})::text" for name in _AMOUNTS} | {"price_breaks": QUOTED_BREAKS_NAMED}
    row = ", ".join(f"{text} AS {name}" for name, text in said.items())
    return f"{_columns(order)}, (SELECT row_to_json(r)::text FROM (SELECT {row}) r) AS json"  # noqa: S608 - of constants


def keys(order: Mapping[str, bool]) -> str:
    """Tell the key alone."""
    return "o.id"


def rows_of(statement: str, params: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the rows that a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        for name in _TEXTS & row.keys():  # outside the ORM a JSON column comes as text
            row[name] = json.loads(row[name])
    return rows


def _columns(names: Iterable[str]) -> str:
    return ", ".join(f"{_FOUND.get(name, f'o.{name}')} AS {name}" for name in names)

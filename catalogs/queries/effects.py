"""What a change of prices does: what a product costs before and after, on which list, for which customer (SPEC.md K7).

Before and after are those of the moment from which it counts. A customer is concerned by a product that it is shown,
that the stock from which it is served has ever had (I7, I9), that has no special price of its own, and whose price or
quantity breaks become others by its list and markup. Each read is one statement, for any number of customers and
products: who pays by the same list with the same markup from the same stock is worked out together.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Func, UUIDField

from catalogs.enums import Effect
from catalogs.models import PriceChange
from catalogs.prices import ListPrice
from catalogs.queries.effects_sql import (
    BY_LIST,
    COUNTS,
    LINES,
    MOVES,
    OF_CUSTOMERS,
    PRODUCTS,
    REPRICED,
    TOUCHED,
)

Counts = dict[Effect, int]
_PARAMETER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class ListEffect:
    """What a change does on one list: how many products it moves in which way, and how many customers pay by it."""

    id: UUID
    name: str
    currency: str
    follows: bool
    customers: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class CustomerEffect:
    """What a change does to one customer.

    Args:
        percent: on average, of what becomes dearer or cheaper; None where nothing does.
    """

    counts: Counts = field(default_factory=dict)
    percent: Decimal | None = None

    @property
    def products(self) -> int:
        """Return how many of its products cost something else."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class LineEffect:
    """What one customer pays for a product before and after; None is no price."""

    product_id: UUID
    sku: str
    name: str
    pack: str
    was: Decimal | None
    becomes: Decimal | None
    currency: str
    effect: Effect


@dataclass(frozen=True, slots=True)
class CustomerLines:
    """What a change does to one customer, product by product: the first of them by name, and how many there are."""

    products: int
    lines: list[LineEffect]


class Concerned(Func):
    """The ids of the customers whom a change concerns, to filter customers with `pk__in`; or of those in one way.

    Args:
        effects: any of them; none is all.
    """

    output_field = UUIDField()

    def __init__(self, change: PriceChange, effects: Iterable[str] = ()) -> None:
        super().__init__()
        self.values = _values(change) | {"kinds": list(effects) or [each.value for each in Effect]}

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        """Return the subquery."""
        return _positional(f"({TOUCHED})", self.values)


class ProductsConcerned(Func):
    """The ids of the products by which a change concerns one customer, to filter products with `pk__in`."""

    output_field = UUIDField()

    def __init__(self, change: PriceChange, customer_id: UUID) -> None:
        super().__init__()
        self.values = _values(change, [customer_id])

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        """Return the subquery."""
        return _positional(f"({PRODUCTS})", self.values)


def effects_by_list(change: PriceChange) -> list[ListEffect]:
    """Return what a change does on its list and on those that follow it."""
    return [
        ListEffect(key, name, currency, follows, customers, _counts(counts))
        for key, name, currency, follows, customers, *counts in _rows(BY_LIST, _values(change))
    ]


def prices_before(change: PriceChange, product_ids: Sequence[UUID]) -> dict[UUID, ListPrice | None]:
    """Return what these products of a change cost on its list before; what it leaves as it is is missing."""
    rows = _rows(MOVES, _values(change) | {"products": list(product_ids)})
    return {
        product: None if price is None else ListPrice(price, tuple(zip(units, breaks, strict=True)))
        for product, price, units, breaks in rows
    }


def customers_concerned(change: PriceChange, among: Sequence[UUID] | None = None) -> tuple[int, Counts]:
    """Return how many customers a change concerns, and how many of them in which way; one may be in several.

    Args:
        among: ids of the customers that its reader sees; None for all.
    """
    ((total, *counts),) = _rows(COUNTS, _values(change, among))
    return total, _counts(counts)


def effects_on(change: PriceChange, customer_ids: Sequence[UUID]) -> dict[UUID, CustomerEffect]:
    """Return what a change does to these customers; whom it does not concern is missing."""
    return {
        customer: CustomerEffect(_counts(counts), percent)
        for customer, *counts, percent in _rows(OF_CUSTOMERS, _values(change, customer_ids))
    }


def lines_for(
    change: PriceChange,
    customer_ids: Sequence[UUID],
    *,
    most: int,
    product_ids: Sequence[UUID] | None = None,
) -> dict[UUID, CustomerLines]:
    """Return what a change does to these customers, product by product.

    Args:
        most: how many products for each customer, by name.
        product_ids: only these; None for all.
    """
    values = _values(change, customer_ids) | {"most": most, "products": _ids(product_ids)}
    found: dict[UUID, CustomerLines] = {}
    for customer, *line, total, _place in _rows(LINES, values):
        found.setdefault(customer, CustomerLines(total, [])).lines.append(_line(line))
    return found


def repriced(
    change: PriceChange, wanted: Sequence[tuple[UUID, UUID, int]]
) -> dict[tuple[UUID, UUID], tuple[Decimal | None, Decimal | None]]:
    """Return by (customer, product) what a unit costs before and after, where a change concerns it.

    Args:
        wanted: customer, product, and how many units it means to order.
    """
    columns = [list(column) for column in zip(*wanted, strict=True)] or [[], [], []]
    values = dict(zip(("customers", "products", "units"), columns, strict=True))
    rows = _rows(REPRICED, _values(change) | values)
    return {(customer, product): (was, becomes) for customer, product, was, becomes in rows}


def _values(change: PriceChange, customer_ids: Sequence[UUID] | None = None) -> dict[str, Any]:
    return {"supplier": change.supplier_id, "change": change.pk, "customers": _ids(customer_ids)}


def _ids(keys: Sequence[UUID] | None) -> list[UUID] | None:
    return None if keys is None else list(keys)


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _line(row: Sequence[Any]) -> LineEffect:
    product, sku, name, pack, was, becomes, currency, kind = row
    return LineEffect(product, sku, name, pack, was, becomes, currency, Effect(kind))


def _counts(row: Iterable[int]) -> Counts:
    return {effect: number for effect, number in zip(Effect, row, strict=True) if number}


def _positional(statement: str, values: dict[str, Any]) -> tuple[str, list[Any]]:
    names = _PARAMETER.findall(statement)
    return _PARAMETER.sub("%s", statement), [values[name] for name in names]

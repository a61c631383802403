"""What a customer is offered: products, its price, what is free where it is served from (SPEC.md K5, I7).

Shop, search, cart, API and submission all read it here, so that none shows what another refuses.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet

from catalogs.models import CustomerTerms, Product
from catalogs.queries import IsShown, unit_price
from inventory.models import StockBalance
from inventory.queries import available_units, keeper_of
from retailers.models import Customer

COLUMNS = (
    "id",
    "sku",
    "name",
    "pack",
    "category",
    "brand",
    "attributes",
    "order_multiple",
    "minimum_units",
    "unit_price",
    "available_units",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A product as this customer may buy it now."""

    id: UUID
    sku: str
    name: str
    pack: str
    category: str
    brand: str
    attributes: dict[str, Any]
    order_multiple: int
    minimum_units: int
    unit_price: Decimal
    available_units: int


# Everything that pricing a cart or placing an order asks of a customer, in one statement.
RELATED = ("supplier", "retailer", "distributor", "terms__price_list")


def terms_of(customer: Customer) -> CustomerTerms | None:
    """Return by which terms a customer buys, with their price list; none before the supplier has any prices."""
    return getattr(customer, "terms", None)


def currency_of(customer: Customer) -> str:
    """Return in which currency a customer buys."""
    terms = terms_of(customer)
    currency: str = terms.price_list.currency if terms else customer.supplier.currency
    return currency


def offered_products(customer: Customer) -> QuerySet[Product]:
    """Return what a customer is offered, with `unit_price` and `available_units`; sold out included.

    Works in the supplier's and in the retailer's context. What is in none of its catalogs, what its
    distributor's warehouse never had, and what has no price for it, does not exist for it. An inactive
    customer is offered nothing.
    """
    keeper_id = keeper_of(customer)
    kept = StockBalance.objects.filter(
        supplier_id=customer.supplier_id, keeper_id=keeper_id, product_id=OuterRef("pk")
    )
    shown = IsShown(customer.supplier_id, customer.pk)
    products = Product.objects.filter(
        Exists(kept), shown, supplier_id=customer.supplier_id, is_active=True
    ).annotate(
        unit_price=unit_price(customer_id=customer.pk), available_units=available_units(keeper_id=keeper_id)
    )
    return products.filter(unit_price__isnull=False) if customer.is_active else products.none()


def in_stock(products: QuerySet[Product]) -> QuerySet[Product]:
    """Narrow offered products to those of which something is free."""
    free = {"available_units__gt": 0}
    return products.filter(**free)


def offers_of(customer: Customer, product_ids: Iterable[UUID]) -> dict[UUID, Offer]:
    """Return the offers for these products by id, in one statement; what is not offered is missing.

    The query of offered_products, compiled once: building it anew took a fifth of an order's time (P-1).
    """
    if not customer.is_active:
        return {}
    statement, names = _compiled_offers()
    values: dict[Any, Any] = {
        _MARKS.pk: customer.pk,
        _MARKS.supplier_id: customer.supplier_id,
        _MARKS.distributor_id: keeper_of(customer),
        _PRODUCTS: list(product_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, [values.get(name, name) for name in names])
        return {row[0]: _offer(row) for row in cursor.fetchall()}


# What stands for a customer and its products while the query is compiled.
_MARKS = Customer(pk=UUID(int=1), supplier_id=UUID(int=2), distributor_id=UUID(int=3), is_active=True)
_PRODUCTS = UUID(int=4)
_ATTRIBUTES = COLUMNS.index("attributes")


@cache
def _compiled_offers() -> tuple[str, tuple[Any, ...]]:
    query = offered_products(_MARKS).filter(pk__in=[_PRODUCTS]).values_list(*COLUMNS).query
    statement, names = query.sql_with_params()
    head, found, tail = statement.rpartition(" IN (%s)")
    if not found or " IN (%s)" in head:
        raise RuntimeError("the products of the offers' query are not where they were")
    return f"{head} = ANY(%s){tail}", names


def _offer(row: tuple[Any, ...]) -> Offer:
    values = list(row)
    values[_ATTRIBUTES] = json.loads(values[_ATTRIBUTES])  # outside the ORM a JSON column comes as text
    return Offer(*values)


def product_ids_of_skus(customer: Customer, skus: Iterable[str]) -> dict[str, UUID]:
    """Return the ids of offered products by SKU; an unknown one is missing."""
    rows = offered_products(customer).filter(sku__in=list(skus)).values_list("sku", "pk")
    return dict(rows)


def categories_of(customer: Customer, *, sold_out: bool) -> list[tuple[str, int]]:
    """Return the categories of what is offered with how many products each, in one statement."""
    products = offered_products(customer)
    if not sold_out:
        products = in_stock(products)
    rows = products.values("category").annotate(n=Count("pk")).order_by("category")
    return list(rows.values_list("category", "n"))

"""What a customer is offered: products, its price, what is free where it is served from (SPEC.md K5, I7).

Shop, search, cart, API and submission all read it here, so that none shows what another refuses.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Func, IntegerField, QuerySet
from django.db.models.expressions import Combinable

from catalogs.models import CustomerTerms, Product
from catalogs.queries import (
    MARKED_PLACE,
    IsShown,
    TaxPlace,
    charged_deposit,
    charged_taxes,
    is_sold_now,
    mark_place,
    place_of,
    price_breaks,
    unit_price,
)
from inventory.queries import available_units, is_kept, keepers_of, keepers_written
from retailers.models import Customer

COLUMNS = (
    "id",
    "sku",
    "name",
    "unit",
    "pack",
    "category",
    "brand",
    "attributes",
    "picture_digest",
    "order_multiple",
    "minimum_units",
    "allows_backorder",
    "licence",
    "unit_price",
    "price_breaks",
    "unit_deposit",
    "taxes",
    "available_units",
)
_AT_LEAST = F("minimum_units")


@dataclass(frozen=True, slots=True)
class Offer:
    """A product as this customer may buy it now, at the price of the quantity that was asked for."""

    id: UUID
    sku: str
    name: str
    unit: str
    pack: str
    category: str
    brand: str
    attributes: dict[str, Any]
    picture_digest: str
    order_multiple: int
    minimum_units: int
    allows_backorder: bool
    licence: str
    unit_price: Decimal
    price_breaks: list[tuple[int, str]]
    unit_deposit: Decimal
    taxes: list[dict[str, str]]
    available_units: int

    def is_short_of(self, units: int) -> bool:
        """Tell whether so many cannot be ordered: fewer are left, and none of them may wait."""
        return units > self.available_units and not self.allows_backorder

    def backordered_units(self, units: int) -> int:
        """Return how many of so many would wait, being ordered and not there."""
        return max(0, units - self.available_units) if self.allows_backorder else 0


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


def includes_tax(customer: Customer) -> bool:
    """Tell whether the prices that a customer pays contain their taxes, as its price list says."""
    terms = terms_of(customer)
    return terms is not None and terms.price_list.includes_tax


def offered_products(customer: Customer, *, units: Combinable = _AT_LEAST) -> QuerySet[Product]:
    """Return what a customer is offered, with what it costs and how much is left; sold out included.

    `unit_price`, `price_breaks` and `unit_deposit` are in the currency of its price list; `taxes` are charged where it
    takes deliveries, whether or not it is exempt, and contained in the prices where includes_tax says so.

    Works in the supplier's and in the retailer's context. What is in none of its catalogs, what none of its keepers
    ever had, and what has no price for it, does not exist for it. An inactive customer is offered nothing.

    Args:
        units: for how many of each product the price is; by default the fewest that can be ordered.
    """
    keepers = keepers_of(customer)
    products = with_charges(shown_products(customer).filter(is_kept(keepers=keepers)), customer).annotate(
        unit_price=unit_price(customer_id=customer.pk, units=units),
        price_breaks=price_breaks(customer_id=customer.pk),
        available_units=available_units(keepers=keepers),
    )
    return products.filter(unit_price__isnull=False) if customer.is_active else products.none()


def shown_products(customer: Customer) -> QuerySet[Product]:
    """Return what a customer is shown and could be sold today, whether or not it has a price and is kept for it."""
    shown = IsShown(customer.supplier_id, customer.pk)
    return Product.objects.filter(shown, is_sold_now(), supplier_id=customer.supplier_id, is_active=True)


def with_charges(products: QuerySet[Product], customer: Customer) -> QuerySet[Product]:
    """Annotate what is charged beside the price: `unit_deposit` and `taxes`."""
    return products.annotate(
        unit_deposit=charged_deposit(customer_id=customer.pk),
        taxes=charged_taxes(customer.supplier_id, place_of(customer)),
    )


def offers_of(
    customer: Customer, units_by_product: Mapping[UUID, int], *, place: TaxPlace | None = None
) -> dict[UUID, Offer]:
    """Return the offers for so many units of these products, in one statement; what is not offered is missing.

    The query of offered_products, compiled once: building it anew took a fifth of an order's time (P-1).

    Args:
        place: where they are delivered, if not where the customer usually takes deliveries.
    """
    if not customer.is_active:
        return {}
    statement, names = _compiled_offers()
    products = list(units_by_product)
    ship_to = place or place_of(customer)
    values: dict[Any, Any] = {
        MARKED_PLACE.country: ship_to.country,
        MARKED_PLACE.region_key: ship_to.region_key,
        _MARKS.pk: customer.pk,
        _MARKS.supplier_id: customer.supplier_id,
        keepers_written(keepers_of(_MARKS)): keepers_written(keepers_of(customer)),
        _PRODUCTS: products,
        _UNITS: list(units_by_product.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, [values.get(name, name) for name in names])
        return {row[0]: _offer(row) for row in cursor.fetchall()}


# What stands for a customer, its products and their quantities while the query is compiled.
_MARKS = Customer(pk=UUID(int=1), supplier_id=UUID(int=2), distributor_id=UUID(int=3), is_active=True)
mark_place(_MARKS)
_MARKS._state.fields_cache["terms"] = None  # noqa: SLF001 - nobody is to look for its terms
_PRODUCTS, _UNITS = UUID(int=4), UUID(int=5)
_AS_TEXT = {COLUMNS.index("attributes"), COLUMNS.index("price_breaks"), COLUMNS.index("taxes")}


class _Asked(Func):
    """How many of each row's product were asked for: found by its place among the products."""

    output_field = IntegerField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        """Return the place of the product in one array, looked up in the other."""
        product, params = compiler.compile(self.get_source_expressions()[0])
        return f"(%s::int[])[array_position(%s::uuid[], {product})]", [_UNITS, _PRODUCTS, *params]


@cache
def _compiled_offers() -> tuple[str, tuple[Any, ...]]:
    asked = offered_products(_MARKS, units=_Asked(F("pk"))).filter(pk__in=[_PRODUCTS])
    statement, names = asked.values_list(*COLUMNS).query.sql_with_params()
    head, found, tail = statement.rpartition(" IN (%s)")
    if not found or " IN (%s)" in head:
        raise RuntimeError("the products of the offers' query are not where they were")
    return f"{head} = ANY(%s){tail}", names


def _offer(row: tuple[Any, ...]) -> Offer:
    # Outside the ORM a JSON column comes as text.
    return Offer(*(json.loads(value) if place in _AS_TEXT else value for place, value in enumerate(row)))


def product_ids_of_skus(customer: Customer, skus: Iterable[str]) -> dict[str, UUID]:
    """Return the ids of offered products by SKU; an unknown one is missing."""
    rows = offered_products(customer).filter(sku__in=list(skus)).values_list("sku", "pk")
    return dict(rows)

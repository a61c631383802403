"""Prices by list, a column for each: Price & availability and its export (SPEC.md K8)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from catalogs.models import PriceList, Product
from catalogs.queries.pricing import list_price

MOST_LISTS = 5


def price_columns(lists: Sequence[PriceList]) -> list[str]:
    """Return what the columns of these lists are called in the rows."""
    return [f"price_{place}" for place in range(len(lists))]


def with_list_prices(products: QuerySet[Product], lists: Sequence[PriceList]) -> QuerySet[Product]:
    """Add what one unit costs on each of these lists, as price_columns calls them; NULL: no price there."""
    prices: dict[str, Any] = {
        name: list_price(price_list_id=each.pk)
        for name, each in zip(price_columns(lists), lists, strict=True)
    }
    return products.annotate(**prices)

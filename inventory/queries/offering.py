"""Price & availability: products by what is free where keepers deliver, priced by each list (SPEC.md K8)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from catalogs.models import PriceList, Product
from catalogs.queries import matching, price_columns, products_kept_for, with_list_prices
from inventory.models import StockBalance
from inventory.queries.availability import Keepers, available_units
from wholesale.organizations.models import Organization

STATES = ("ok", "low", "out")
COLUMNS = ("id", "sku", "name", "pack", "unit", "category", "brand", "low_stock_units", "available_units")


_TOGETHER: dict[str, dict[str, Any]] = {
    "ok": {"available_units__gt": F("low_stock_units")},
    "low": {"available_units__lte": F("low_stock_units"), "available_units__gt": 0},
    "out": {"available_units": 0},
}


@dataclass(frozen=True, slots=True)
class Looked:
    """What somebody looks at: by which keepers, on which price lists, narrowed how.

    `state` is one of STATES; `is_unpriced` leaves what lacks a price on one of the lists.
    """

    keepers: Keepers
    lists: Sequence[PriceList] = ()
    text: str = ""
    state: str = ""
    categories: Sequence[str] = field(default=())
    is_unpriced: bool = False

    @property
    def columns(self) -> list[str]:
        """Return the columns of its rows: COLUMNS, then a price for each list."""
        return [*COLUMNS, *price_columns(self.lists)]


def products_looked_at(supplier: Organization, looked: Looked) -> QuerySet[Product, dict[str, Any]]:
    """Return a supplier's active products as rows of `looked.columns`."""
    products = matching(products_kept_for(supplier), looked.text)
    products = products.annotate(available_units=available_units(keepers=looked.keepers))
    products = _in_state(with_list_prices(products, looked.lists), looked)
    if looked.categories:
        products = products.filter(category__in=looked.categories)
    if looked.is_unpriced:
        missing = Q()
        for name in price_columns(looked.lists):
            missing |= Q(**{f"{name}__isnull": True})
        products = products.filter(missing)
    rows: QuerySet[Product, dict[str, Any]] = products.values(*looked.columns)
    return rows


def _in_state(products: QuerySet[Product], looked: Looked) -> QuerySet[Product]:
    """Narrow products to those in one state: by joining balances, where `available_units` would be asked of each.

    What two keepers have together no join tells; then it is asked.
    """
    if len(looked.keepers) > 1:
        return products.filter(**_TOGETHER.get(looked.state, {}))
    free = {
        "supplier_id": OuterRef("supplier_id"),
        "product_id": OuterRef("pk"),
        "keeper_id": looked.keepers[0],
    }
    balances = StockBalance.objects.filter(**free).annotate(free=F("on_hand_units") - F("reserved_units"))
    has_enough = Exists(balances.filter(free__gt=OuterRef("low_stock_units")))
    has_any = Exists(balances.filter(free__gt=0))
    conditions: dict[str, list[Any]] = {
        "ok": [has_enough, has_any],
        "low": [~has_enough, has_any],
        "out": [~has_any],
    }
    return products.filter(*conditions.get(looked.state, ()))


def state_of(row: dict[str, Any]) -> str:
    """Return "out", "low" or "ok" for a row of COLUMNS."""
    if row["available_units"] <= 0:
        return "out"
    return "low" if row["available_units"] <= row["low_stock_units"] else "ok"

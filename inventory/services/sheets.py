"""Price & availability as a sheet (SPEC.md K8, X3)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs.models import PriceList
from catalogs.queries import price_columns
from inventory.queries import state_of
from wholesale.money import round_amount

_KEPT = ("sku", "name", "pack", "unit", "category", "brand", "available_units")
STATES: dict[str, Promise] = {
    "ok": gettext_lazy("In stock"),
    "low": gettext_lazy("Low"),
    "out": gettext_lazy("Out"),
}


def availability_headings(lists: Sequence[PriceList]) -> list[str]:
    """Return what the columns say: each price list with its currency."""
    kept = [
        _("SKU"), _("Name"), _("Pack"), _("Unit"), _("Category"), _("Brand"), _("Available"), _("State"),
    ]  # fmt: skip
    return [*kept, *(f"{each.name} ({each.currency})" for each in lists)]


def availability_rows(rows: QuerySet[Any, dict[str, Any]], lists: Sequence[PriceList]) -> list[list[Any]]:
    """Return Price & availability as rows, by name; amounts in coins of their list's currency.

    Read at once: the answer is sent after the transaction that may read them.
    """
    columns = list(zip(price_columns(lists), lists, strict=True))
    return [_cells(row, columns) for row in rows.order_by("name", "id")]


def _cells(row: dict[str, Any], columns: Iterable[tuple[str, PriceList]]) -> list[Any]:
    prices = (_amount(row[name], each.currency) for name, each in columns)
    return [*(row[name] for name in _KEPT), str(STATES[state_of(row)]), *prices]


def _amount(price: Decimal | None, currency: str) -> Decimal | None:
    return None if price is None else round_amount(price, currency)

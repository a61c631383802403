"""Lots that expire as a sheet (SPEC.md I13, X3)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from wholesale.money import round_amount


def expiring_headings(currency: str) -> list[str]:
    """Return what the columns say; with a currency also what the lots are worth at list price."""
    kept = [
        _("SKU"), _("Product"), _("Lot"), _("Best before"), _("Days left"), _("Supplier"), _("Kept by"),
        _("Warehouse"), _("On hand"),
    ]  # fmt: skip
    return [*kept, f"{_('Value')} ({currency})"] if currency else kept


def expiring_rows(rows: Iterable[Mapping[str, Any]], currency: str) -> list[list[Any]]:
    """Return lots as rows: each with `days` left, and `value` where a currency is given."""
    names = ("sku", "name", "code", "best_before", "days", "supplier_slug", "keeper_name", "warehouse_name")
    cells = [[*(row[name] for name in names), row["on_hand_units"]] for row in rows]
    if currency:
        for cell, row in zip(cells, rows, strict=True):
            cell.append(None if row["value"] is None else round_amount(row["value"], currency))
    return cells

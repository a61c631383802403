"""Boxes for units of products: all of a small catalogue; of a large one those that were typed or searched for."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from catalogs.models import Product
from catalogs.queries import matching
from inventory import queries
from inventory.forms import ReceiptForm, UnitsForm
from inventory.queries import Place

ROW = ("id", "sku", "name", "pack", "is_active", "low_stock_units", "tracks_lots")
ALL_BOXES, MOST_FOUND, MOST_BOXES = 60, 30, 500
_PREFIX = "units-"


def offered(
    products: QuerySet[Product], query: QueryDict, chosen: Collection[UUID] = ()
) -> tuple[list[dict[str, Any]], bool]:
    """Return the products that get a box, and whether there are more to search for; one or two statements.

    Args:
        query: what was sent: its boxes are kept, and `find` is searched for.
        chosen: those that have units already.
    """
    ordered = products.order_by("name", "id")
    first = list(ordered.values(*ROW)[: ALL_BOXES + 1])
    if len(first) <= ALL_BOXES:
        return first, False
    typed = {
        UUID(key.removeprefix(_PREFIX)) for key, value in query.items() if str(value).strip() and _is_box(key)
    }
    wanted = Q(pk__in=[*typed, *chosen][:MOST_BOXES])
    if words := query.get("find", "").strip():
        found = matching(products, words).order_by("name", "id").values_list("pk", flat=True)[:MOST_FOUND]
        wanted |= Q(pk__in=list(found))
    return list(ordered.filter(wanted).values(*ROW)), True


def boxes(form: UnitsForm, places: Iterable[Place], supplier_id: UUID) -> list[dict[str, Any]]:
    """Return each product with what lies in these places and its box."""
    rows = queries.stock_rows(supplier_id, form.products, list(places))
    return [
        {"row": row, "box": form.box_of(row.product["id"]), "lots": _lots(form, row.product["id"])}
        for row in rows
    ]


def _lots(form: UnitsForm, product: UUID) -> list[Any]:
    return form.lot_rows(product) if isinstance(form, ReceiptForm) else []


def _is_box(key: str) -> bool:
    try:
        UUID(key.removeprefix(_PREFIX))
    except ValueError:
        return False
    return key.startswith(_PREFIX)

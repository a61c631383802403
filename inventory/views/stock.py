"""A supplier's stock: a column per warehouse, as a page and as a file; one product's stock and movements."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogs.queries import product_for_supplier
from inventory import queries, services
from inventory.enums import MovementKind
from inventory.views.columns import Shown
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.sheets.downloads import Download
from wholesale.sheets.writing import sheet_response
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import reply


@require_safe
@selling(Permission.VIEW_STOCK)
def stock_list(request: ActingRequest, organization: str) -> HttpResponse:
    shown = Shown(request)
    page = shown.page()
    context = {
        "page": page,
        "filters": shown.filters,
        "kept_query": shown.kept_query,
        "places": shown.columns,
        "all_places": shown.places,
        "left_out": shown.left_out,
        "has_total": len(shown.columns) > 1,
        "rows": shown.rows(page.rows),
        "organization": request.acting.organization,
        "may_manage": request.acting.may(Permission.MANAGE_STOCK),
        "may_transfer": request.acting.may(Permission.TRANSFER_STOCK),
    }
    return render(request, "inventory/stock_list.html", context)


@require_safe
@selling(Permission.VIEW_STOCK)
def stock_export(request: ActingRequest, organization: str) -> Download:
    """Download what the page's filters show, all of it: each warehouse's units, or rows to count and import."""
    shown = Shown(request)
    rows = queries.stock_rows(
        request.acting.organization.pk, shown.products.order_by("name", "id"), shown.columns
    )
    as_counts = request.GET.get("what") == "counts"
    return sheet_response(
        services.COUNTS.export_rows(rows) if as_counts else services.stock_sheet_rows(rows),
        headings=services.COUNTS.export_headings() if as_counts else services.stock_headings(shown.columns),
        name=f"{'counts' if as_counts else 'inventory'}-{timezone.localdate().isoformat()}",
        as_format=request.GET.get("as", "xlsx"),
    )


@require_safe
@selling(Permission.VIEW_STOCK)
def product_stock(request: ActingRequest, organization: str, product_id: UUID) -> HttpResponse:
    supplier = request.acting.organization
    found = product_for_supplier(supplier, product_id)
    row = {"id": found.pk, "name": found.name, "low_stock_units": found.low_stock_units}
    context = {
        "rows": queries.stock_rows(supplier.pk, [row], queries.places_of(supplier)),
        "product": found,
        "organization": supplier,
        "may_manage": request.acting.may(Permission.MANAGE_STOCK),
    }
    return _part(request, "inventory/_product_stock.html", _("Stock"), context)


@require_safe
@selling(Permission.VIEW_STOCK)
def product_movements(request: ActingRequest, organization: str, product_id: UUID) -> HttpResponse:
    supplier = request.acting.organization
    found = product_for_supplier(supplier, product_id)
    page = keyset_page(
        queries.movements_of(supplier.pk, product=found.pk),
        order=["-at", "-id"],
        cursor=request.GET.get("cursor", ""),
        size=20,
    )
    page.rows[:] = [_in_words(row) for row in page.rows]
    context = {"page": page, "product": found, "organization": supplier}
    return _part(request, "inventory/_product_movements.html", _("Movements"), context)


def _part(request: ActingRequest, fragment: str, title: str, context: dict[str, Any]) -> HttpResponse:
    """Answer the product's page with a card's content, and a reader without script with a page of it."""
    context |= {"fragment": fragment, "part_title": title}
    return reply(request, page="inventory/product_part.html", fragment=fragment, context=context)


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    """Add what a movement is called, and its units with their sign."""
    signed = {
        f"{name}_text": f"{row[f'{name}_units']:+d}" if row[f"{name}_units"] else "" for name in _COUNTS
    }
    return row | signed | {"word": MovementKind(row["kind"]).label}


_COUNTS = ("on_hand", "reserved")

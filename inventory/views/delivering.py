"""A distributor's stock: what it keeps for each supplier."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogs.queries import brands_of, categories_of, matching, products_kept_for
from inventory import queries
from inventory.queries import Place
from wholesale.organizations.access import ActingRequest, delivering
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import suppliers_of
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page

SORTS = {"name": ["name", "id"], "sku": ["sku", "id"]}
ROW = ("id", "sku", "name", "pack", "is_active", "low_stock_units", "tracks_lots")


@require_safe
@delivering(Permission.VIEW_STOCK)
def stock_list(request: ActingRequest, organization: str) -> HttpResponse:
    keeper = request.acting.organization
    suppliers = list(suppliers_of(keeper))
    chosen = next((each for each in suppliers if each.slug == request.GET.get("of")), None)
    supplier = chosen or (suppliers[0] if suppliers else None)
    context: dict[str, Any] = {"suppliers": suppliers, "supplier": supplier, "organization": keeper}
    if supplier is not None:
        places = queries.own_places_of(keeper)
        filters = _filters(request, supplier)
        products = _products(supplier, filters, places)
        page = keyset_page(products, order=filters.order, cursor=filters.cursor, counted=True)
        context |= {"page": page, "filters": filters, "places": places, "has_many": len(places) > 1}
        context["rows"] = queries.stock_rows(supplier.pk, page.rows, places, with_cover=True)
        context["may_manage"] = request.acting.may(Permission.MANAGE_STOCK)
        context["may_transfer"] = request.acting.may(Permission.TRANSFER_STOCK)
    return render(request, "inventory/delivering_stock_list.html", context)


def _filters(request: ActingRequest, supplier: Organization) -> ListFilters:
    offered = [
        Filter("state", _("State"), [("in", _("In stock")), ("low", _("Low")), ("out", _("Out"))]),
        Filter("category", _("Category"), [(name, name) for name in categories_of(supplier)]),
        Filter("brand", _("Brand"), [(name, name) for name in brands_of(supplier)]),
    ]
    return ListFilters(request.GET, [each for each in offered if each.options], SORTS)


def _products(supplier: Organization, filters: ListFilters, places: list[Place]) -> Any:
    products = matching(products_kept_for(supplier), filters.search)
    for column in ("category", "brand"):
        if values := filters.values.get(column):
            products = products.filter(**{f"{column}__in": values})
    if state := filters.one("state"):
        if state == "low":
            return products.filter(queries.is_low_somewhere(places)).values(*ROW)
        free = {"free__gt": 0} if state == "in" else {"free__lte": 0}
        products = products.annotate(free=queries.free_everywhere(places)).filter(**free)
    return products.values(*ROW)


def kept_row(request: ActingRequest, supplier: Organization, place: Place, product: UUID) -> dict[str, Any]:
    """Return what one row of the page shows: a product in one warehouse; 404 for one that is not kept."""
    found = products_kept_for(supplier).filter(pk=product).values(*ROW).first()
    if found is None:
        raise Http404
    row = queries.stock_rows(supplier.pk, [found], [place], with_cover=True)[0]
    (_at, cell) = row.cells[0]
    context = {"row": row, "place": place, "cell": cell, "may_manage": True, "supplier": supplier}
    return context | {"organization": request.acting.organization, "is_low": row.marked_cells[0][2]}

"""The preview of a store: what a customer of a group, or of none, would find; nothing can be ordered (SPEC.md K6)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogs.queries import Store, categories_of, matching, store_of
from inventory import queries
from inventory.queries import Serving
from inventory.views.keepers import chosen_serving
from retailers.queries import group_for_member
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.tenancy.reading import only_reads
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import Page, keyset_page

SORTS = {"name": ["name", "id"]}
ROW = (
    "id", "sku", "name", "pack", "unit", "brand", "order_multiple", "minimum_units", "deposit", "unit_price",
    "price_breaks", "allows_backorder", "available_units", "picture_digest",
)  # fmt: skip
FEW_UNITS = 20  # as in the shop


@require_safe
@selling(Permission.VIEW_PRODUCTS)
@only_reads
def store(request: ActingRequest, organization: str, group: UUID | None = None) -> HttpResponse:
    """Show a store as its customers find it, by who delivers to them."""
    supplier = request.acting.organization
    found = store_of(supplier, group_for_member(request.acting, group) if group else None)
    servings = queries.servings_of(queries.places_of(supplier))
    serving = chosen_serving(servings, request.GET.get("by", ""))
    filters = ListFilters(request.GET, _offered_filters(found), SORTS)
    context: dict[str, Any] = {
        "store": found,
        "page": _page(found, serving, filters),
        "filters": filters,
        "serving": serving,
        "servings": servings,
        "supplier": supplier,
        "few": FEW_UNITS,
    }
    return render(request, "inventory/store.html", context)


def _offered_filters(store: Store) -> list[Filter]:
    categories = [(name, name) for name in categories_of(store.supplier)]
    found = [
        Filter("category", _("Category"), categories),
        Filter("state", _("Stock"), [("out", _("Sold out too"))]),
    ]
    return [each for each in found if each.options]


def _page(store: Store, serving: Serving, filters: ListFilters) -> Page:
    products = matching(queries.offered_in_store(store, keepers=serving.keepers), filters.search)
    if chosen := filters.values.get("category"):
        products = products.filter(category__in=chosen)
    if not filters.one("state"):
        products = queries.in_stock(products)
    page = keyset_page(products.values(*ROW), order=filters.order, cursor=filters.cursor)
    for row in page.rows:
        row["price_breaks"] = [(units, Decimal(price)) for units, price in row["price_breaks"]]
    return page

"""Price & availability: what customers pay and can get, by who delivers to them (SPEC.md K8)."""

from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogs.queries import matching, products_of
from inventory import queries
from inventory.queries import Place
from inventory.views.stock import SORTS
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page

NARROWED: dict[str, dict[str, Any]] = {
    "ok": {"available_units__gt": F("low_stock_units")},
    "low": {"available_units__lte": F("low_stock_units"), "available_units__gt": 0},
    "out": {"available_units__lte": 0},
}
ROW = ("id", "sku", "name", "pack", "category", "low_stock_units", "unit_price", "available_units")


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def availability_list(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    places = queries.places_of(supplier)
    place = _chosen(places, request.GET.get("by", ""))
    states = [("ok", _("In stock")), ("low", _("Low")), ("out", _("Out"))]
    filters = ListFilters(request.GET, [Filter("state", _("State"), states)], SORTS)
    products = matching(products_of(supplier).filter(is_active=True), filters.search)
    products = products.annotate(available_units=queries.available_units(keeper_id=place.keeper.pk))
    products = products.filter(**NARROWED.get(filters.one("state"), {}))
    context = {
        "page": keyset_page(products.values(*ROW), order=filters.order, cursor=filters.cursor, counted=True),
        "filters": filters,
        "place": place,
        "places": _by_keeper(places),
        "may_manage": request.acting.may(Permission.MANAGE_STOCK),
        "may_transfer": request.acting.may(Permission.TRANSFER_STOCK),
    }
    return render(request, "inventory/availability_list.html", context)


def _by_keeper(places: list[Place]) -> list[Place]:
    """Return one place for each company that serves customers."""
    return list({place.keeper.pk: place for place in reversed(places)}.values())[::-1]


def _chosen(places: list[Place], slug: str) -> Place:
    """Return the place of the keeper that was asked for, else the supplier's own."""
    return next((place for place in places if place.keeper.slug == slug), places[0])

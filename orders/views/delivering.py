"""The distributor's pages: the day's stops, and the orders of all its suppliers (SPEC.md O14)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orders.queries.delivering import listed_orders_of_distributor, order_for_distributor
from orders.queries.lists import narrow_orders
from orders.queries.stops import day_of
from orders.views.detail import render_order, take_move
from orders.views.lists import status_filter, supply_filter, turn_filter
from wholesale.organizations.access import ActingRequest, delivering
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page

SORTS = {"delivery": ["-delivery_date", "-id"], "placed": ["-submitted_at", "-id"]}


@require_safe
@delivering(Permission.VIEW_ORDERS)
def delivering_today(request: ActingRequest, organization: str) -> HttpResponse:
    """Show the stops of a day, today's by default, late ones of earlier days before them."""
    return render(
        request, "orders/delivering_today.html", {"day": day_of(request.acting, request.GET.get("day"))}
    )


@require_safe
@delivering(Permission.VIEW_ORDERS)
def delivering_list(request: ActingRequest, organization: str) -> HttpResponse:
    """Show the orders that this distributor delivers, of all its suppliers."""
    filters = ListFilters(request.GET, _filters(), SORTS)
    orders = listed_orders_of_distributor(request.acting.organization)
    orders = narrow_orders(orders, search=filters.search, **filters.values)
    page = keyset_page(orders, order=filters.order, cursor=filters.cursor, counted=True)
    return render(request, "orders/delivering_list.html", {"filters": filters, "page": page})


@require_safe
@delivering(Permission.VIEW_ORDERS)
def delivering_detail(request: ActingRequest, organization: str, supplier: str, number: int) -> HttpResponse:
    """Show an order to its deliverer: what goes where, whose turn it is; no amounts."""
    return render_order(request, order_for_distributor(request.acting.organization, supplier, number))


@require_POST
@delivering(Permission.VIEW_ORDERS)
def delivering_move(
    request: ActingRequest, organization: str, supplier: str, number: int, noun: str
) -> HttpResponse:
    """Prepare, ship or deliver, as the agreement gives it (SPEC.md O7)."""
    return take_move(request, order_for_distributor(request.acting.organization, supplier, number), noun)


def _filters() -> list[Filter]:
    return [turn_filter(), status_filter(), supply_filter(_("Brought by the supplier"))]

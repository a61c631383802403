"""The retailer's own pages: home, suppliers, and its orders at all of them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from orders.queries.buying import (
    home_of_retailer,
    order_for_retailer,
    orders_of_retailer,
    suppliers_of_retailer,
)
from orders.queries.lists import narrow_orders
from orders.views.detail import render_order, take_move
from orders.views.lists import status_filter
from retailers.queries import next_delivery_of
from wholesale.organizations.access import ActingRequest, buying
from wholesale.organizations.roles import Permission
from wholesale.ui.cards import cards_of
from wholesale.ui.filters import ListFilters
from wholesale.ui.paging import keyset_page

SORTS = {"placed": ["-submitted_at", "-id"], "delivery": ["delivery_date", "id"]}


@require_safe
@buying(None)
def buying_home(request: ActingRequest, organization: str) -> HttpResponse:
    """Show what is on its way, the carts that wait, and the suppliers."""
    context = home_of_retailer(request.acting.organization) | {"cards": cards_of(request.acting)}
    return render(request, "orders/buying_home.html", context)


@require_safe
@buying(Permission.VIEW_PRODUCTS)
def supplier_list(request: ActingRequest, organization: str) -> HttpResponse:
    """Show the suppliers that this retailer is connected to."""
    filters = ListFilters(request.GET)
    suppliers = suppliers_of_retailer(request.acting.organization)
    if filters.search:
        suppliers = suppliers.filter(supplier__name__icontains=filters.search)
    page = keyset_page(suppliers, order=["supplier__name", "id"], cursor=filters.cursor, counted=True)
    rows = [(customer, next_delivery_of(customer)) for customer in page.rows]
    return render(request, "orders/supplier_list.html", {"filters": filters, "page": page, "rows": rows})


@require_safe
@buying(Permission.VIEW_ORDERS)
def buying_list(request: ActingRequest, organization: str) -> HttpResponse:
    """Show what this retailer ordered, at all its suppliers."""
    filters = ListFilters(request.GET, [status_filter()], SORTS)
    orders = orders_of_retailer(request.acting.organization)
    orders = narrow_orders(orders, search=filters.search, **filters.values)
    page = keyset_page(orders, order=filters.order, cursor=filters.cursor, counted=True)
    return render(request, "orders/buying_list.html", {"filters": filters, "page": page})


@require_safe
@buying(Permission.VIEW_ORDERS)
def buying_detail(request: ActingRequest, organization: str, supplier: str, number: int) -> HttpResponse:
    """Show an order to its retailer: where it is and what it costs."""
    return render_order(request, order_for_retailer(request.acting.organization, supplier, number))


@require_POST
@buying(Permission.VIEW_ORDERS)
def buying_move(
    request: ActingRequest, organization: str, supplier: str, number: int, noun: str
) -> HttpResponse:
    """Call an order off while nobody has confirmed it (SPEC.md O3)."""
    return take_move(request, order_for_retailer(request.acting.organization, supplier, number), noun)

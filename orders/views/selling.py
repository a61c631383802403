"""The supplier's pages of its orders."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orders.models import Order
from orders.queries.home import home_of_supplier
from orders.queries.lists import narrow_orders, of_tests, search_orders
from orders.queries.selling import order_for_supplier, orders_of_customer, orders_of_supplier
from orders.views.detail import render_order, take_move
from orders.views.lists import status_filter, supply_filter, turn_filter
from orders.views.many import verbs_of
from retailers.queries import all_customers_of, customer_for_member, search_customers
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.queries import distributors_of
from wholesale.organizations.roles import Permission
from wholesale.ui.cards import cards_of
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page

SORTS = {"placed": ["-submitted_at", "-id"], "number": ["-number"], "delivery": ["delivery_date", "id"]}


@require_safe
@selling(None)
def selling_home(request: ActingRequest, organization: str) -> HttpResponse:
    """Show what needs the supplier now, and the way to its first order (DESIGN.md, page 1)."""
    context = home_of_supplier(request.acting) | {"cards": cards_of(request.acting)}
    return render(request, "orders/selling_home.html", context)


@require_safe
@selling(Permission.VIEW_ORDERS)
def selling_list(request: ActingRequest, organization: str) -> HttpResponse:
    """Show the supplier's orders, searched, filtered and sorted (SPEC.md O15)."""
    supplier = request.acting.organization
    filters = ListFilters(request.GET, _filters(supplier), SORTS)
    orders = _narrowed(supplier, orders_of_supplier(request.acting), filters)
    page = keyset_page(orders, order=filters.order, cursor=filters.cursor, counted=True)
    return render(
        request, "orders/selling_list.html", {"filters": filters, "page": page, "verbs": verbs_of(request)}
    )


@require_safe
@selling(Permission.VIEW_ORDERS)
def customer_orders(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Show the orders of one customer, as a tab of its page (SPEC.md C16)."""
    found = customer_for_member(request.acting, customer)
    filters = ListFilters(request.GET, [turn_filter(), status_filter()], SORTS)
    orders = narrow_orders(orders_of_customer(request.acting, found), search=filters.search, **filters.values)
    page = keyset_page(orders, order=filters.order, cursor=filters.cursor, counted=True)
    context = {"customer": found, "filters": filters, "page": page}
    return render(request, "orders/customer_orders.html", context)


@require_safe
@selling(Permission.VIEW_ORDERS)
def selling_detail(request: ActingRequest, organization: str, number: int) -> HttpResponse:
    """Show an order: whose turn it is, its lines, what happened (SPEC.md O11, O12)."""
    return render_order(request, order_for_supplier(request.acting, number))


@require_POST
@selling(Permission.VIEW_ORDERS)
def selling_move(request: ActingRequest, organization: str, number: int, noun: str) -> HttpResponse:
    """Take an order's next step, decline it or call it off (SPEC.md O7)."""
    return take_move(request, order_for_supplier(request.acting, number), noun)


def _filters(supplier: Any) -> list[Filter]:
    distributors = distributors_of(supplier).values_list("slug", "name")
    return [
        turn_filter(),
        status_filter(),
        Filter("distributor", _("Distributor"), [*distributors, ("own", _("We deliver"))]),
        supply_filter(_("To hand over")),
        Filter("kind", _("Kind"), [("test", _("Test orders"))]),
    ]


def _narrowed(supplier: Any, orders: QuerySet[Order], filters: ListFilters) -> QuerySet[Order]:
    chosen = dict(filters.values)
    slugs = chosen.pop("distributor")
    orders = of_tests(orders, search=filters.search, kind=chosen.pop("kind"))
    named = search_customers(all_customers_of(supplier), filters.search)
    orders = search_orders(orders, filters.search, named=named)
    orders = narrow_orders(orders, search="", **chosen)
    if slugs:
        # Ids and no join, so that the list is still read in its own order.
        theirs = Q(distributor__in=list(distributors_of(supplier).filter(slug__in=slugs)))
        orders = orders.filter(theirs | Q(distributor=None) if "own" in slugs else theirs)
    return orders

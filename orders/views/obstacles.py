"""Why can this customer not order this? Asked from the customer, or from the product (SPEC.md I11)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogs.queries import product_for_supplier
from orders.queries.obstacles import chain_of, customer_to_explain, not_orderable
from retailers.queries import customers_of, search_customers
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import ListFilters
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import reply
from wholesale.ui.units import units_typed

SORTS = {"name": ["name", "id"], "sku": ["sku", "id"]}
MOST_CUSTOMERS = 8


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_obstacles(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = customer_to_explain(request.acting, customer)
    filters = ListFilters(request.GET, (), SORTS)
    rows = not_orderable(found, filters.search).values("id", "sku", "name", "pack")
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor, counted=True)
    context = {"customer": found, "page": page, "filters": filters}
    return render(request, "orders/customer_obstacles.html", context)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def product_obstacles(
    request: ActingRequest, organization: str, customer: UUID, product: UUID
) -> HttpResponse:
    found = customer_to_explain(request.acting, customer)
    shown = product_for_supplier(found.supplier, product)
    units = units_typed(request.GET.get("units", ""), fewest=shown.minimum_units)
    context = {"customer": found, "product": shown, "chain": chain_of(found, shown, units)}
    return render(request, "orders/product_obstacles.html", context)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def product_customers(request: ActingRequest, organization: str, product: UUID) -> HttpResponse:
    """Find the customer to ask for, from a product's page."""
    shown = product_for_supplier(request.acting.organization, product)
    text = request.GET.get("q", "")[:120].replace("\x00", "").strip()
    found = search_customers(customers_of(request.acting), text).order_by("private__display_name", "pk")
    context = {
        "organization": request.acting.organization,
        "product": shown,
        "text": text,
        "customers": list(found[:MOST_CUSTOMERS]) if text else [],
        "most": MOST_CUSTOMERS,
        "part_title": _("Why can a customer not order it?"),
        "fragment": "orders/_product_customers.html",
    }
    return reply(
        request,
        page="inventory/product_part.html",
        fragment="orders/_product_customers.html",
        context=context,
    )

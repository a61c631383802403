"""View as this customer: its store, exactly and only to look at (SPEC.md C16)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from orders.queries.priced import PricedCart
from orders.queries.viewing import customer_to_view
from orders.views.shopbar import viewing_context
from orders.views.storefront import facets_page, product_page, store_file, store_page
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.tenancy.reading import only_reads


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
@only_reads
def customer_store(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Show a supplier its store with this customer's products, prices and stock; the customer's cart stays its own."""
    found = customer_to_view(request.acting, customer)
    return store_page(request, viewing_context(request, found), PricedCart(found))


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
@only_reads
def customer_store_facets(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Show a supplier what this customer can narrow its store by."""
    found = customer_to_view(request.acting, customer)
    return facets_page(request, viewing_context(request, found), PricedCart(found))


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
@only_reads
def customer_store_product(
    request: ActingRequest, organization: str, customer: UUID, product: UUID
) -> HttpResponse:
    """Show a supplier one product as this customer sees it."""
    found = customer_to_view(request.acting, customer)
    return product_page(request, viewing_context(request, found), PricedCart(found), product)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
@only_reads
def customer_store_export(request: ActingRequest, organization: str, customer: UUID) -> Any:
    """Send a supplier what this customer is offered as a sheet."""
    return store_file(request, PricedCart(customer_to_view(request.acting, customer)))

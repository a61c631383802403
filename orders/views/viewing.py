"""View as this customer: its store, exactly and only to look at (SPEC.md C16)."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from orders.queries.carts import PricedCart
from orders.queries.viewing import customer_to_view
from orders.views.shop import pending, shop_page
from orders.views.shopbar import viewing_context
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.tenancy.reading import only_reads


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
@only_reads
def customer_store(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Show a supplier its store with this customer's products, prices and stock; the customer's cart stays its own."""
    found = customer_to_view(request.acting, customer)
    context = viewing_context(request, found)
    return shop_page(request, context, PricedCart(found)) if found.is_active else pending(request, context)

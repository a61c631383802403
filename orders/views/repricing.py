"""What a change of prices would do to open carts, beside the change (SPEC.md K7)."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from catalogs.queries.changes import change_for_supplier
from orders.queries.repricing import carts_touched
from retailers.queries import customers_of
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import reply


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def price_change_carts(request: ActingRequest, organization: str, change: UUID) -> HttpResponse:
    found = change_for_supplier(request.acting.organization, change)
    context = {"change": found, "effects": carts_touched(found, customers_of(request.acting))}
    page, fragment = "orders/price_change_carts.html", "orders/_price_change_carts.html"
    return reply(request, page=page, fragment=fragment, context=context)

"""A customer's credit beside its terms: the limit, and what is open (SPEC.md C11)."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from orders.queries.credit import credit_of
from retailers.queries import customer_for_member
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import reply


@require_safe
@selling(Permission.VIEW_AMOUNTS)
def customer_credit(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = customer_for_member(request.acting, customer)
    context = {"customer": found, "credit": credit_of(found)}
    page, fragment = "orders/customer_credit.html", "orders/_customer_credit.html"
    return reply(request, page=page, fragment=fragment, context=context)

"""A supplier whose customer's company has changed hands says whether it is the same customer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from invitations import queries, services
from invitations.models import ApartCustomer
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.INVITE_CUSTOMERS)
def customer_confirmation(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Show who had the company and who has it now; a button says whether it is the same customer."""
    apart = queries.apart_customer(request.acting, customer)
    if request.method != "POST":
        return _page(request, apart)
    is_same = request.POST.get("answer") == "same"
    answer = services.confirm_customer if is_same else services.keep_apart
    try:
        answer(apart=apart, by=request.user)
    except DomainError as error:
        return _page(request, apart, error)
    said = _("It is the same customer.") if is_same else _("Kept apart. You can invite whoever it is.")
    messages.success(request, said)
    return redirect("retailers:customer_detail", organization, customer)


def _page(request: ActingRequest, apart: ApartCustomer, error: DomainError | None = None) -> HttpResponse:
    context = {"apart": apart, "customer": apart.customer, "error": error.message if error else ""}
    status = error.status if error else 200
    return render(request, "invitations/customer_confirmation.html", context, status=status)

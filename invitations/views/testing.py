"""Test customers: made, listed and ended by a supplier (SPEC.md C17)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from invitations import services
from invitations.forms import TestCustomerForm
from invitations.limits import count_invitation
from retailers.errors import DetailsRefused
from retailers.queries import test_customer_for_member, test_customers_of
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.INVITE_CUSTOMERS)
def test_customer_list(request: ActingRequest, organization: str) -> HttpResponse:
    """Show the supplier's test customers, and make another."""
    supplier = request.acting.organization
    form = TestCustomerForm(request.POST or None, initial={"email": request.user.email})
    if not form.is_bound or not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    try:
        count_invitation(supplier.pk, supplier.pk)  # as to one customer: they come and go
        made = services.make_test_customer(supplier=supplier, by=request.user, **form.cleaned_data)
    except DomainError as error:
        refused = error.fields if isinstance(error, DetailsRefused) else {None: error.message}
        for name, words in refused.items():
            form.add_error("email" if name else None, words)
        return _page(request, form, status=error.status)
    messages.success(request, _("Made. The invitation is on its way."))
    return redirect("retailers:customer_detail", organization, made.pk)


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def test_customer_removal(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = test_customer_for_member(request.acting, customer)
    services.end_test_customer(customer=found, by=request.user)
    messages.success(
        request, _("%(name)s has ended. Its orders stay to be looked at.") % {"name": found.private}
    )
    return redirect("invitations:test_customer_list", organization)


def _page(request: ActingRequest, form: TestCustomerForm, *, status: int) -> HttpResponse:
    context = {"form": form, "customers": test_customers_of(request.acting.organization)}
    return render(request, "invitations/test_customer_list.html", context, status=status)

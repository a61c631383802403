"""A customer on hold, by hand (SPEC.md C11)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from retailers import queries, services
from retailers.forms.holds import HoldForm
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission


@require_POST
@selling(Permission.MANAGE_CREDIT_TERMS)
def hold_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = queries.customer_for_member(request.acting, customer)
    form = HoldForm(request.POST)
    if form.is_valid():
        services.hold_customer(customer=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("%(name)s is on hold.") % {"name": found.private})
    else:
        messages.error(request, " ".join(map(str, form.errors["reason"])))
    return redirect("retailers:customer_detail", organization, customer)


@require_POST
@selling(Permission.MANAGE_CREDIT_TERMS)
def release_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = queries.customer_for_member(request.acting, customer)
    services.release_customer(customer=found, by=request.user)
    messages.success(request, _("%(name)s is no longer on hold.") % {"name": found.private})
    return redirect("retailers:customer_detail", organization, customer)

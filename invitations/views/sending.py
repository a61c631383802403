"""The supplier's side: a customer's invitations, sent, sent again, withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from invitations import queries, services
from invitations.forms import AddressForm
from invitations.limits import count_invitation
from retailers.models import Customer
from retailers.queries import customer_for_member
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_invitations(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    return _page(request, customer_for_member(request.acting, customer))


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def invitation_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = customer_for_member(request.acting, customer)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        count_invitation(found.supplier_id, found.pk)
        services.invite_customer(customer=found, by=request.user, email=form.cleaned_data["email"])
    except DomainError as error:
        form.add_error("email", error.message)
        return _page(request, found, form=form, status=error.status)
    messages.success(request, _("%(name)s is invited.") % {"name": found.private})
    return redirect("retailers:customer_detail", organization, customer)


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def invitation_sending(
    request: ActingRequest, organization: str, customer: UUID, invitation: UUID
) -> HttpResponse:
    found = queries.invitation_for_supplier(request.acting, invitation)
    try:
        count_invitation(found.supplier_id, found.customer_id)
        services.resend_invitation(invitation=found, by=request.user)
    except DomainError as error:
        return _page(request, found.customer, error=error)
    messages.success(request, _("Sent again. The earlier link no longer works."))
    return redirect("invitations:customer_invitations", organization, customer)


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def invitation_revocation(
    request: ActingRequest, organization: str, customer: UUID, invitation: UUID
) -> HttpResponse:
    found = queries.invitation_for_supplier(request.acting, invitation)
    try:
        services.revoke_invitation(invitation=found, by=request.user)
    except DomainError as error:
        return _page(request, found.customer, error=error)
    messages.success(request, _("Withdrawn. Its link no longer works."))
    return redirect("invitations:customer_invitations", organization, customer)


def _page(
    request: ActingRequest,
    customer: Customer,
    *,
    form: AddressForm | None = None,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    customer = customer_for_member(request.acting, customer.pk)
    context = {
        "customer": customer,
        "invitations": queries.invitations_of(customer),
        "is_claimed": queries.is_claimed(customer),
        "form": form or AddressForm(initial={"email": customer.private.contact_email}),
        "error": error.message if error else "",
    }
    status = error.status if error else status
    return render(request, "invitations/customer_invitations.html", context, status=status)

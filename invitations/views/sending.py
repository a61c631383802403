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
from invitations.queries.proposals import proposals_of
from invitations.views.overview import back_to_list
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
        email = form.cleaned_data["email"]
        count_invitation(found.supplier_id, found.pk, email or found.private.contact_email)
        services.invite_customer(customer=found, by=request.user, email=email)
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
        count_invitation(found.supplier_id, found.customer_id, found.email)
        services.resend_invitation(invitation=found, by=request.user)
    except DomainError as error:
        return _refused(request, found.customer, error)
    messages.success(request, _("Sent again. The earlier link no longer works."))
    return _done(request, found.customer)


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def invitation_revocation(
    request: ActingRequest, organization: str, customer: UUID, invitation: UUID
) -> HttpResponse:
    found = queries.invitation_for_supplier(request.acting, invitation)
    try:
        services.revoke_invitation(invitation=found, by=request.user)
    except DomainError as error:
        return _refused(request, found.customer, error)
    messages.success(request, _("Withdrawn. Its link no longer works."))
    return _done(request, found.customer)


def _done(request: ActingRequest, customer: Customer) -> HttpResponse:
    """Lead back to where the button stood: the list of all, or this customer's."""
    here = redirect("invitations:customer_invitations", request.acting.organization.slug, customer.pk)
    return back_to_list(request) or here


def _refused(request: ActingRequest, customer: Customer, error: DomainError) -> HttpResponse:
    if back := back_to_list(request):
        messages.error(request, error.message)
        return back
    return _page(request, customer, error=error)


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
        "proposals": proposals_of(customer).order_by("-created_at", "-id")[:50],
        "invitations": queries.with_names(queries.invitations_of(customer)),
        "back": "",
        "is_claimed": queries.is_claimed(customer),
        "is_apart": queries.is_apart(customer),
        "form": form or AddressForm(initial={"email": customer.private.contact_email}),
        "error": error.message if error else "",
    }
    status = error.status if error else status
    return render(request, "invitations/customer_invitations.html", context, status=status)

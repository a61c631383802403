"""Who asks for access as a guest: the page where a button decides. GET never acts (SPEC.md I1)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wholesale.errors import DomainError
from wholesale.organizations import queries, services
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.enums import GuestRequestState
from wholesale.organizations.forms import GuestAccessForm
from wholesale.organizations.models import Agreement
from wholesale.organizations.roles import Permission
from wholesale.organizations.views.agreement_page import context_of_side
from wholesale.organizations.views.guest_page import LIST, guest_agreement


@require_safe
@selling(Permission.MANAGE_PEOPLE)
def guest_request(
    request: ActingRequest, organization: str, agreement_id: UUID, guest_request: UUID
) -> HttpResponse:
    return _page(request, guest_agreement(request, agreement_id), guest_request)


@require_POST
@selling(Permission.MANAGE_PEOPLE)
def guest_request_approval(
    request: ActingRequest, organization: str, agreement_id: UUID, guest_request: UUID
) -> HttpResponse:
    found, form = guest_agreement(request, agreement_id), GuestAccessForm(request.POST)
    asked = queries.guest_request_for(found, guest_request)
    if not form.is_valid():
        return _page(request, found, guest_request, form=form, status=422)
    try:
        services.approve_guest_request(request=asked, agreement=found, access=form.access(), by=request.user)
    except DomainError as error:
        return _page(request, found, guest_request, form=form, error=error)
    messages.success(request, _("%(name)s has access now, and is told so.") % {"name": asked.name})
    return redirect(LIST, organization, agreement_id)


@require_POST
@selling(Permission.MANAGE_PEOPLE)
def guest_request_refusal(
    request: ActingRequest, organization: str, agreement_id: UUID, guest_request: UUID
) -> HttpResponse:
    found = guest_agreement(request, agreement_id)
    asked = queries.guest_request_for(found, guest_request)
    try:
        services.refuse_guest_request(request=asked, agreement=found, by=request.user)
    except DomainError as error:
        return _page(request, found, guest_request, error=error)
    messages.success(request, _("%(name)s is rejected, and told so.") % {"name": asked.name})
    return redirect(LIST, organization, agreement_id)


def _page(
    request: ActingRequest,
    found: Agreement,
    key: UUID,
    *,
    form: GuestAccessForm | None = None,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = queries.guest_request_for(found, key)
    earlier = queries.guest_requests_of(found).filter(user=asked.user_id, asked_at__lt=asked.asked_at)
    context = context_of_side(request) | {
        "agreement": found,
        "other": found.distributor,
        "asked": asked,
        "is_waiting": asked.state == GuestRequestState.WAITING,
        "earlier": list(earlier[:10]),
        "form": form or GuestAccessForm(),
        "error": error.message if error else "",
    }
    status = error.status if error else status
    return render(request, "organizations/guest_request.html", context, status=status)

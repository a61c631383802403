"""Where a person's own requests stand, whichever company they belong to by now, or none (SPEC.md N6, N8)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from invitations import queries, services
from invitations.enums import RequestState
from invitations.forms import AgainForm
from invitations.limits import count_asking
from invitations.models import AccessRequest
from invitations.queries import OwnRequest
from wholesale.errors import DomainError
from wholesale.ui.context import resolved

AGAIN = (RequestState.REJECTED, RequestState.WITHDRAWN)


@require_safe
@login_required
def own_requests(request: HttpRequest) -> HttpResponse:
    """List them; whoever has made none goes on to where a company is signed up."""
    user: Any = request.user
    made = queries.requests_of_person(user)
    if not made:
        return redirect(f"{reverse('organizations:root')}?choose")
    return render(request, "invitations/own_requests.html", {"requests": made, "again": _may_ask_again(made)})


@require_POST
@login_required
def withdrawal_create(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take a request back that nobody has decided."""
    user: Any = request.user
    found = queries.request_of_person(user, request_id)
    try:
        services.withdraw_request(request=found, by=user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, _("Your request to %(name)s is taken back.") % {"name": found.supplier.name}
        )
    return redirect("invitations:own_requests")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_request_again(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Ask once more after a refusal or a withdrawal; whoever is at the company by now asks from there."""
    user: Any = request.user
    found = queries.request_of_person(user, request_id)
    retailer, supplier = found.retailer, found.supplier
    if queries.may_order_for(user, retailer.pk):
        return redirect(_page_of_company(retailer.slug, supplier.slug))
    form = AgainForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            count_asking(user.pk, supplier.pk)
            services.ask_again(request=found, message=form.cleaned_data["message"], by=user)
        except DomainError as error:
            form.add_error(None, error.message)
            return _again_page(request, found, form, status=error.status)
        messages.success(request, _("Your request to %(name)s is sent.") % {"name": supplier.name})
        return redirect("invitations:own_requests")
    return _again_page(request, found, form, status=422 if form.is_bound else 200)


def _page_of_company(retailer: str, supplier: str) -> str:
    """Return where a company's own people ask a supplier."""
    names = ("invitations:supplier_request", "orders:buying_home")
    return resolved(names[:1], organization=retailer, supplier=supplier) or resolved(
        names[1:], organization=retailer
    )


def _again_page(request: HttpRequest, found: AccessRequest, form: AgainForm, *, status: int) -> HttpResponse:
    context = {"brand": found.supplier, "asked": found, "form": form}
    return render(request, "invitations/own_request_again.html", context, status=status)


def _may_ask_again(made: list[OwnRequest]) -> set[UUID]:
    """Return those of the requests, the newest first, that are the last of their kind and lead nowhere any more."""
    last: dict[tuple[UUID, str], OwnRequest] = {}
    for each in made:
        last.setdefault((each.supplier_id, each.retailer_name), each)
    return {each.id for each in last.values() if each.state in AGAIN}

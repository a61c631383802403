"""The tour through the steps of a customer that was let in (SPEC.md N9)."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogs.queries import pays_by
from invitations import queries, services
from invitations.tour import CONFIRMED, RIGHTS
from retailers.models import Customer
from retailers.queries import customer_for_member, level_of
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import is_fragment

SHOWN_AT_HOME = 5


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def tour(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Lead to the step that comes next; where none is this person's, or it was left, show how far it is."""
    found = customer_for_member(request.acting, customer)
    seen = queries.tour_of(request.acting, found)
    if seen.is_running and found.is_connected and seen.current and seen.current.is_mine:
        return redirect(seen.current.url)
    context = {
        "customer": found,
        "tour": seen,
        "pays": pays_by(found),
        "days_at": level_of(found),
    }
    return render(request, "invitations/tour.html", context)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def tour_list(request: ActingRequest, organization: str) -> HttpResponse:
    order = ["-changed_at", "-id"]
    page = keyset_page(
        queries.open_tours(request.acting), order=order, cursor=request.GET.get("cursor", ""), size=50
    )
    rows = [(row, queries.seen_tour(request.acting, row)) for row in page.rows]
    return render(request, "invitations/tour_list.html", {"page": page, "rows": rows})


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def tour_card(request: ActingRequest, organization: str) -> HttpResponse:
    """Answer the home page's card, and lead a reader without script to the list."""
    if not is_fragment(request):
        return redirect("invitations:tour_list", organization)
    may = bool(RIGHTS & request.acting.permissions)
    found = (
        queries.open_tours(request.acting).order_by("-changed_at", "-id")[: SHOWN_AT_HOME + 1] if may else []
    )
    rows = [(row, queries.seen_tour(request.acting, row)) for row in found]
    context = {"rows": rows[:SHOWN_AT_HOME], "has_more": len(rows) > SHOWN_AT_HOME}
    return render(request, "invitations/_tour_card.html", context)


@require_POST
@selling(Permission.VIEW_CUSTOMERS)
def tour_start(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = _mine(request, customer)
    try:
        services.resume_tour(customer=found, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("invitations:tour", organization, customer)


@require_POST
@selling(Permission.VIEW_CUSTOMERS)
def tour_leaving(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = _mine(request, customer)
    services.leave_tour(customer=found, by=request.user)
    messages.success(request, _("Left. What is done stays done; go on whenever you like."))
    return redirect("retailers:customer_detail", organization, customer)


@require_POST
@selling(Permission.VIEW_CUSTOMERS)
def tour_confirmation(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Take what applies to the step that was posted for enough, and lead on."""
    found = _mine(request, customer)
    key = request.POST.get("step", "")
    if key not in CONFIRMED:
        raise BadRequest
    if not request.acting.may(CONFIRMED[key]):
        raise PermissionDenied
    try:
        services.confirm_step(customer=found, key=key, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return _onward(request, found)


@require_POST
@selling(Permission.VIEW_CUSTOMERS)
def tour_finish(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = _mine(request, customer)
    try:
        services.finish_tour(customer=found, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("invitations:tour", organization, customer)
    messages.success(request, _("%(name)s is set up.") % {"name": found.private})
    return redirect("retailers:customer_detail", organization, customer)


def _mine(request: ActingRequest, customer: UUID) -> Customer:
    """Return the customer, to who may take any of its steps."""
    found = customer_for_member(request.acting, customer)
    if not RIGHTS & request.acting.permissions:
        raise PermissionDenied
    return found


def _onward(request: ActingRequest, customer: Customer) -> HttpResponse:
    """Lead to the next step; when none is left, to the customer."""
    seen = queries.tour_of(request.acting, customer)
    if seen.is_complete:
        return redirect("retailers:customer_detail", customer.supplier.slug, customer.pk)
    return redirect("invitations:tour", customer.supplier.slug, customer.pk)

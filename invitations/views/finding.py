"""A retailer finds a supplier, asks it for access and sees what became of its requests (SPEC.md N10)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from invitations import services
from invitations.enums import Origin
from invitations.errors import NoOwnEntry
from invitations.forms.finding import AccessForm, FindingForm
from invitations.limits import count_asking, count_finding
from invitations.models import AccessRequest
from invitations.queries import finding
from invitations.queries.finding import Door
from invitations.services.finding import hide_from_search, let_be_found
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, buying, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.context import resolved
from wholesale.ui.filters import ListFilters
from wholesale.ui.paging import keyset_page

PAGE = 20


@require_safe
@buying(Permission.PLACE_ORDERS)
def supplier_search(request: ActingRequest, organization: str) -> HttpResponse:
    """Show suppliers of this name with where one stands with each; before anything is typed, one's requests."""
    own, filters = request.acting.organization, ListFilters(request.GET)
    context: dict[str, Any] = {"filters": filters, "has_entry": finding.has_entry(own.pk)}
    status = 200
    try:
        context |= _found(request, filters) if filters.search else _asked(request, filters)
    except DomainError as refused:
        context["error"], status = refused.message, refused.status
    return render(request, "invitations/supplier_search.html", context, status=status)


def _found(request: ActingRequest, filters: ListFilters) -> dict[str, Any]:
    own = request.acting.organization
    count_finding(own.pk)
    found = finding.findable_suppliers(own, filters.search)
    page = keyset_page(found, order=["name", "id"], cursor=filters.cursor, size=PAGE)
    return {"page": page, "standings": finding.standings_with(own, page.rows)}


def _asked(request: ActingRequest, filters: ListFilters) -> dict[str, Any]:
    asked = finding.last_requests(request.acting.organization)
    return {"page": keyset_page(asked, order=["-asked_at", "-id"], cursor=filters.cursor, size=PAGE)}


@require_http_methods(["GET", "HEAD", "POST"])
@buying(Permission.PLACE_ORDERS)
def supplier_request(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Show where one stands with a supplier, and ask it for access."""
    given = request.POST if request.method == "POST" else request.GET
    own, come_by = request.acting.organization, {name: given.get(name, "") for name in ("via", "tag")}
    door = finding.door_to(own, supplier, **come_by)
    if request.method != "POST":
        return _page(request, door, AccessForm(initial=come_by))
    form = AccessForm(request.POST)
    if not form.is_valid():
        return _page(request, door, form, status=422)
    try:
        asked = _ask(request, door, form.cleaned_data["message"])
    except DomainError as error:
        form.add_error(None, error.message)
        return _page(request, door, form, status=error.status)
    return _after(request, asked)


@require_POST
@buying(Permission.PLACE_ORDERS)
def supplier_request_withdrawal(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Take back what waits for the supplier's answer."""
    asked = finding.last_request_to(request.acting.organization, supplier)
    try:
        services.withdraw_request(request=asked, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, _("Your request to %(name)s is taken back.") % {"name": asked.supplier.name}
        )
    return redirect("invitations:supplier_search", organization)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.INVITE_CUSTOMERS)
def finding_update(request: ActingRequest, organization: str) -> HttpResponse:
    """Switch whether retailers find this supplier."""
    own = request.acting.organization
    if request.method == "POST":
        form = FindingForm(request.POST)
        verb = let_be_found if form.is_valid() and form.cleaned_data["is_findable"] else hide_from_search
        verb(supplier=own, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("invitations:finding_update", organization)
    form = FindingForm(initial={"is_findable": finding.is_findable(own.pk)})
    return render(request, "invitations/finding_update.html", {"form": form})


def _ask(request: ActingRequest, door: Door, message: str) -> AccessRequest:
    own = request.acting.organization
    if not finding.has_entry(own.pk):
        raise NoOwnEntry
    count_asking(own.pk, door.supplier.pk)
    return services.ask_for_access(
        supplier=door.supplier,
        retailer=own,
        by=request.user,
        message=message,
        tag=door.tag,
        origin=Origin.LINK if door.link else Origin.OWN,
    )


def _after(request: ActingRequest, asked: AccessRequest) -> HttpResponse:
    """Lead on: to what one has asked, or to the shop where the supplier had written this person's email down."""
    name = {"name": asked.supplier.name}
    if asked.is_open:
        messages.success(request, _("Your request to %(name)s is sent. The answer comes by mail.") % name)
        return redirect("invitations:supplier_search", request.acting.organization.slug)
    messages.success(request, _("%(name)s knows you: you are its customer now.") % name)
    place = {"organization": request.acting.organization.slug, "supplier": asked.supplier.slug}
    shop = resolved(("orders:shop",), **place)
    return redirect(shop or "invitations:supplier_search", *(() if shop else (place["organization"],)))


def _page(request: ActingRequest, door: Door, form: AccessForm, *, status: int = 200) -> HttpResponse:
    own = request.acting.organization
    (standing,) = finding.standings_with(own, [door.supplier])
    context = {"standing": standing, "form": form, "has_entry": finding.has_entry(own.pk)}
    return render(request, "invitations/supplier_request.html", context, status=status)

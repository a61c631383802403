"""Corrections of directory entries: a supplier proposes, the keeper decides (SPEC.md C6)."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retailers import queries, services
from retailers.forms.corrections import CorrectionForm
from retailers.queries import corrections
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, buying, selling
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import is_fragment

PLACES = {Side.SELLING: "retailers:correction_list", Side.BUYING: "retailers:own_entry"}


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_CUSTOMERS)
def correction_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = queries.customer_for_member(request.acting, customer)
    entry = found.retailer.directory_entry
    form = CorrectionForm(request.POST or None, initial=CorrectionForm.values_of(entry))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            note = " ".join(form.cleaned_data["note"].split())
            services.propose_correction(
                customer=found, details=form.entry_details(), note=note, by=request.user
            )
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("Proposed. Nothing changes before they agree."))
            return redirect("retailers:customer_detail", organization, customer)
    context = {"form": form, "customer": found, "entry": entry}
    return render(request, "retailers/correction_create.html", context, status=status)


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def withdrawal_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = queries.customer_for_member(request.acting, customer)
    if correction := corrections.last_correction(found):
        try:
            services.withdraw_correction(correction=correction, customer=found, by=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Taken back."))
    return redirect("retailers:customer_detail", organization, customer)


@require_safe
@selling(Permission.MANAGE_CUSTOMERS)
def correction_list(request: ActingRequest, organization: str) -> HttpResponse:
    proposals = corrections.proposals_for(corrections.keeper_for(request.acting))
    return render(request, "retailers/correction_list.html", {"proposals": proposals})


@require_safe
@selling(Permission.MANAGE_CUSTOMERS)
def selling_card(request: ActingRequest, organization: str) -> HttpResponse:
    return _card(request)


@require_safe
@buying(Permission.MANAGE_SETTINGS)
def buying_card(request: ActingRequest, organization: str) -> HttpResponse:
    return _card(request)


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def selling_decision(request: ActingRequest, organization: str, correction: UUID) -> HttpResponse:
    return _decide(request, correction)


@require_POST
@buying(Permission.MANAGE_SETTINGS)
def buying_decision(request: ActingRequest, organization: str, correction: UUID) -> HttpResponse:
    return _decide(request, correction)


def _card(request: ActingRequest) -> HttpResponse:
    """Answer the home page's card, and lead a reader without script to where the proposals stand."""
    keeper, place = request.acting.organization, PLACES[request.acting.side]
    if not is_fragment(request):
        return redirect(place, keeper.slug)
    count = 0 if request.acting.represents else corrections.waiting_corrections(keeper).count()
    context = {"count": count, "place": place}
    return render(request, "retailers/_correction_card.html", context)


def _decide(request: ActingRequest, correction_id: UUID) -> HttpResponse:
    """Take the chosen fields over, or with the other button none."""
    keeper = corrections.keeper_for(request.acting)
    correction = corrections.correction_for_keeper(keeper, correction_id)
    decision, fields = request.POST.get("decision"), request.POST.getlist("field")
    if decision not in ("accept", "decline") or not set(fields) <= set(correction.after):
        raise BadRequest
    try:
        if decision == "accept":
            services.accept_correction(correction=correction, fields=fields, keeper=keeper, by=request.user)
            messages.success(request, _("Taken over. Suppliers see it at once."))
        else:
            services.decline_correction(correction=correction, keeper=keeper, by=request.user)
            messages.success(request, _("Declined. The entry stays as it is."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(PLACES[request.acting.side], keeper.slug)

"""A supplier's Distributors, a distributor's Suppliers: the same pages from either side of the table."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholesale.errors import DomainError, StaleVersion
from wholesale.organizations import queries, services
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.enums import AgreementStatus, Party, Side
from wholesale.organizations.forms import DistributorForm, ProposalForm, StepsForm
from wholesale.organizations.history import timeline_of
from wholesale.organizations.limits import count_partner_search, count_proposal
from wholesale.organizations.models import Agreement, Organization
from wholesale.organizations.roles import Permission

_PARTIES = {Side.SELLING: Party.SUPPLIER, Side.DELIVERING: Party.DISTRIBUTOR}
_PREFIXES = {Side.SELLING: "organizations:agreement", Side.DELIVERING: "organizations:delivering_agreement"}


@require_safe
@any_side(Permission.VIEW_AGREEMENTS)
def agreement_list(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    rows = queries.agreements_of(request.acting.organization, Side(side)).order_by("status", "-proposed_at")
    standing = [row for row in rows if row.status != AgreementStatus.ENDED]
    context = _context(request) | {
        "standing": sorted(standing, key=lambda row: row.status != AgreementStatus.PROPOSED),
        "ended": [row for row in rows if row.status == AgreementStatus.ENDED],
    }
    return render(request, "organizations/agreement_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_AGREEMENTS)
def agreement_create(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    if request.method == "POST":
        return _propose(request)
    return _create_page(request)


def _propose(request: ActingRequest) -> HttpResponse:
    """Propose to the company that was chosen; only one that a search could have found."""
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _create_page(request, error=_("Choose a company."), status=422)
    own, side = request.acting.organization, request.acting.side
    other = queries.public_company(form.cleaned_data["company"])
    pair = (own, other) if side == Side.SELLING else (other, own)
    try:
        count_proposal(own.pk)
        agreement = services.propose_agreement(
            supplier=pair[0], distributor=pair[1], proposed_by=_PARTIES[side], by=request.user
        )
    except DomainError as error:
        return _create_page(request, error=error.message, status=error.status)
    messages.success(request, _("%(company)s was asked.") % {"company": other.name})
    return redirect(f"{_PREFIXES[side]}_detail", own.slug, agreement.pk)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def distributor_create(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    form = DistributorForm(request.POST)
    if not form.is_valid():
        return _create_page(request, form=form, status=422)
    agreement = services.add_distributor(
        supplier=request.acting.organization, details=form.details(), by=request.user
    )
    messages.success(
        request, _("%(company)s delivers for you now.") % {"company": agreement.distributor.name}
    )
    return redirect("organizations:agreement_detail", organization, agreement.pk)


def _create_page(
    request: ActingRequest, *, form: DistributorForm | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    own, side = request.acting.organization, request.acting.side
    text, found = request.GET.get("q", "")[:120].replace("\x00", ""), list[Organization]()
    try:
        found = _partners(own, side, text)
    except DomainError as refused:
        error, status = error or refused.message, refused.status
    context = _context(request) | {"text": text, "found": found, "error": error}
    if side == Side.SELLING:
        context["form"] = form or DistributorForm(initial={"language": own.language})
    return render(request, "organizations/agreement_create.html", context, status=status)


def _partners(own: Organization, side: Side, text: str) -> list[Organization]:
    if text.strip():
        count_partner_search(own.pk)
    return queries.companies_to_connect(own, side, text)


@require_safe
@any_side(Permission.VIEW_AGREEMENTS)
def agreement_detail(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID
) -> HttpResponse:
    return _detail_page(request, agreement_id)


def _detail_page(
    request: ActingRequest,
    agreement_id: UUID,
    *,
    form: StepsForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    acting = request.acting
    found = queries.agreement_for(acting.organization, acting.side, agreement_id)
    context = _context(request) | {
        "agreement": found,
        "other": found.distributor if acting.side == Side.SELLING else found.supplier,
        "steps_form": form or _steps_form(found),
        "error": error,
        "events": timeline_of(queries.history_of(acting.organization, found)),
    }
    return render(request, "organizations/agreement_detail.html", context, status=status)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def steps_update(request: ActingRequest, organization: str, side: str, agreement_id: UUID) -> HttpResponse:
    found = queries.agreement_for(request.acting.organization, Side(side), agreement_id)
    form = _steps_form(found, request.POST)
    if not form.is_valid():
        return _detail_page(request, agreement_id, form=form, status=422)
    version = form.cleaned_data["version"]
    try:
        services.change_steps(agreement=found, steps=form.steps(), version=version, by=request.user)
    except StaleVersion as error:
        form.rebase(found.version)
        return _detail_page(request, agreement_id, form=form, error=error.message, status=error.status)
    except DomainError as error:
        return _detail_page(request, agreement_id, error=error.message, status=error.status)
    messages.success(request, _("Saved. The distributor is told."))
    return redirect("organizations:agreement_detail", organization, agreement_id)


def _steps_form(agreement: Agreement, data: Any = None) -> StepsForm:
    names = {Party.SUPPLIER: agreement.supplier.name, Party.DISTRIBUTOR: agreement.distributor.name}
    return StepsForm(data, rows=queries.steps_of(agreement), names=names, version=agreement.version)


def _decide(
    request: ActingRequest, agreement_id: UUID, verb: Callable[..., Agreement], **arguments: Any
) -> HttpResponse:
    """Do what was decided and show the agreement again; a refusal is said on the same page."""
    acting = request.acting
    found = queries.agreement_for(acting.organization, acting.side, agreement_id)
    try:
        verb(agreement=found, by=request.user, **arguments)
    except DomainError as error:
        return _detail_page(request, agreement_id, error=error.message, status=error.status)
    return redirect(f"{_PREFIXES[acting.side]}_detail", acting.organization.slug, agreement_id)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def acceptance_create(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID
) -> HttpResponse:
    return _decide(request, agreement_id, services.accept_agreement, party=_PARTIES[Side(side)])


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def refusal_create(request: ActingRequest, organization: str, side: str, agreement_id: UUID) -> HttpResponse:
    return _decide(request, agreement_id, services.decline_agreement, party=_PARTIES[Side(side)])


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def withdrawal_create(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID
) -> HttpResponse:
    return _decide(request, agreement_id, services.withdraw_agreement, party=_PARTIES[Side(side)])


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def ending_create(request: ActingRequest, organization: str, side: str, agreement_id: UUID) -> HttpResponse:
    return _decide(request, agreement_id, services.end_agreement, party=_PARTIES[Side(side)])


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def inventory_grant_create(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID
) -> HttpResponse:
    return _decide(request, agreement_id, services.grant_inventory_editing)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def inventory_grant_withdrawal(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID
) -> HttpResponse:
    return _decide(request, agreement_id, services.withdraw_inventory_editing)


def _context(request: ActingRequest) -> dict[str, Any]:
    side = request.acting.side
    return {
        "organization": request.acting.organization,
        "party": _PARTIES[side],
        "prefix": _PREFIXES[side],
        "is_supplier": side == Side.SELLING,
        "may_change": request.acting.may(Permission.MANAGE_AGREEMENTS),
    }

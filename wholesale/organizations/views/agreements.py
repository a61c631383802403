"""A supplier's Distributors, a distributor's Suppliers: the same pages from either side of the table."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholesale.errors import DomainError
from wholesale.organizations import queries, services
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.enums import AgreementStatus, Side
from wholesale.organizations.forms import DistributorForm, ProposalForm
from wholesale.organizations.limits import count_partner_search, count_proposal
from wholesale.organizations.models import ConnectionProposal, Organization
from wholesale.organizations.roles import Permission
from wholesale.organizations.views.agreement_page import (
    PARTIES,
    PREFIXES,
    agreement_context,
    context_of_side,
    decide,
    refuse_guests,
    render_agreement,
)


@require_safe
@any_side(Permission.VIEW_AGREEMENTS)
def agreement_list(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    rows = queries.agreements_of(request.acting.organization, Side(side)).order_by("status", "-proposed_at")
    standing = [row for row in rows if row.status != AgreementStatus.ENDED]
    context = context_of_side(request) | {
        "standing": sorted(standing, key=lambda row: row.status != AgreementStatus.PROPOSED),
        "connections": _connections(request),
        "ended": [row for row in rows if row.status == AgreementStatus.ENDED],
    }
    return render(request, "organizations/agreement_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_AGREEMENTS)
def agreement_create(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    refuse_guests(request)
    if request.method == "POST":
        return _propose(request)
    return _create_page(request)


def _connections(request: ActingRequest) -> list[ConnectionProposal]:
    """Return what suppliers ask this company to take over; nobody asks a guest."""
    acting = request.acting
    if acting.side == Side.SELLING or acting.membership.guest_of_id is not None:
        return []
    return list(queries.connections_asked(acting.organization))


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
            supplier=pair[0], distributor=pair[1], proposed_by=PARTIES[side], by=request.user
        )
    except DomainError as error:
        return _create_page(request, error=error.message, status=error.status)
    messages.success(request, _("%(company)s was asked.") % {"company": other.name})
    return redirect(f"{PREFIXES[side]}_detail", own.slug, agreement.pk)


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
    context = context_of_side(request) | {"text": text, "found": found, "error": error}
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
    return render_agreement(request, agreement_id)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def acceptance_create(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID
) -> HttpResponse:
    refuse_guests(request)
    return decide(request, agreement_id, services.accept_agreement, party=PARTIES[Side(side)])


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def refusal_create(request: ActingRequest, organization: str, side: str, agreement_id: UUID) -> HttpResponse:
    refuse_guests(request)
    return decide(request, agreement_id, services.decline_agreement, party=PARTIES[Side(side)])


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def withdrawal_create(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID
) -> HttpResponse:
    refuse_guests(request)
    return decide(request, agreement_id, services.withdraw_agreement, party=PARTIES[Side(side)])


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_AGREEMENTS)
def ending_create(request: ActingRequest, organization: str, side: str, agreement_id: UUID) -> HttpResponse:
    """Name the open orders that it touches first; the button there ends it."""
    refuse_guests(request)
    if request.method == "POST":
        return decide(request, agreement_id, services.end_agreement, party=PARTIES[Side(side)])
    found = queries.agreement_for(request.acting.organization, Side(side), agreement_id)
    return render(request, "organizations/agreement_ending.html", agreement_context(request, found))

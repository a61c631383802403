"""How a supplier works with a distributor: changed by the supplier, or led to an account of the distributor's own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wholesale.api.idempotency import is_first_submission
from wholesale.errors import DomainError
from wholesale.organizations import queries, services
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.enums import AgreementMode, Side
from wholesale.organizations.forms import AccountInvitationForm, MailedToForm, ModeForm, ProposalForm
from wholesale.organizations.limits import count_colleague_mail, count_partner_search, count_proposal
from wholesale.organizations.models import Agreement
from wholesale.organizations.roles import Permission
from wholesale.organizations.views.agreement_page import agreement_context, decide, render_agreement

_DETAIL = "organizations:agreement_detail"
_ACCOUNT = "organizations:agreement_account"


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_AGREEMENTS)
def mode_update(request: ActingRequest, organization: str, side: str, agreement_id: UUID) -> HttpResponse:
    """Say first what the change does to open orders and to people; the button there makes it."""
    found = queries.agreement_for(request.acting.organization, Side(side), agreement_id)
    form = ModeForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        raise Http404
    mode = AgreementMode(form.cleaned_data["mode"])
    if mode == found.mode:
        messages.info(request, _("That is how you work together now."))
        return redirect(_DETAIL, organization, agreement_id)
    if mode == AgreementMode.CONNECTED:
        return redirect(_ACCOUNT, organization, agreement_id)
    if request.method == "POST":
        return _change_mode(request, found, mode, form.cleaned_data["version"] or 0)
    return _mode_page(request, found, mode)


def _change_mode(request: ActingRequest, found: Agreement, mode: AgreementMode, version: int) -> HttpResponse:
    mailed_to = MailedToForm(request.POST)
    if mode == AgreementMode.EXTERNAL and not mailed_to.is_valid():
        return _mode_page(request, found, mode, mailed_to)
    email = mailed_to.cleaned_data["email"] if mode == AgreementMode.EXTERNAL else ""
    arguments = {"mode": mode, "version": version, "orders_email": email}
    done = _("Changed. %(name)s is told.") % {"name": found.distributor.name}
    return decide(request, found.pk, services.change_mode, done=done, **arguments)


def _mode_page(
    request: ActingRequest, found: Agreement, mode: AgreementMode, form: MailedToForm | None = None
) -> HttpResponse:
    context = agreement_context(request, found) | {"mode": mode}
    if mode == AgreementMode.EXTERNAL:
        context["form"] = form or MailedToForm(initial={"email": found.distributor_email})
    return render(request, "organizations/mode_update.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_AGREEMENTS)
def account_update(request: ActingRequest, organization: str, side: str, agreement_id: UUID) -> HttpResponse:
    """Offer the distributor the account that is kept for it, or look for the company with an account that it is."""
    found = queries.agreement_for(request.acting.organization, Side(side), agreement_id)
    if request.method != "POST":
        return _account_page(request, found)
    form = AccountInvitationForm(request.POST)
    if not form.is_valid():
        return _account_page(request, found, form=form, status=422)
    email = form.cleaned_data["email"]
    own, key = request.acting.organization, form.cleaned_data["form_key"]
    try:
        if is_first_submission(organization_id=own.pk, form="account_invitation", key=key):
            count_colleague_mail(own.pk, email)
            services.invite_to_account(agreement=found, email=email, by=request.user)
    except DomainError as error:
        form.add_error(None, error.message)
        return _account_page(request, found, form=form, status=error.status)
    messages.success(request, _("%(email)s was sent a link.") % {"email": email})
    return redirect(_ACCOUNT, organization, agreement_id)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def account_revocation(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID
) -> HttpResponse:
    done = _("The link is taken back.")
    return decide(request, agreement_id, services.revoke_account_invitation, done=done)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def connection_create(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID
) -> HttpResponse:
    found = queries.agreement_for(request.acting.organization, Side(side), agreement_id)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _account_page(request, found, error=_("Choose a company."), status=422)
    other = queries.public_company(form.cleaned_data["company"])
    try:
        count_proposal(found.supplier_id)
        services.propose_connection(agreement=found, to=other, by=request.user)
    except DomainError as error:
        return _account_page(request, found, error=error.message, status=error.status)
    messages.success(request, _("%(company)s was asked.") % {"company": other.name})
    return redirect(_DETAIL, organization, agreement_id)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def connection_withdrawal(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID
) -> HttpResponse:
    found = queries.agreement_for(request.acting.organization, Side(side), agreement_id)
    waiting = queries.waiting_connection(found)
    if waiting is None:
        raise Http404
    try:
        services.withdraw_connection(proposal=waiting, by=request.user)
    except DomainError as error:
        return render_agreement(request, agreement_id, error=error.message, status=error.status)
    return redirect(_DETAIL, organization, agreement_id)


def _account_page(
    request: ActingRequest,
    found: Agreement,
    *,
    form: AccountInvitationForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    own, text = request.acting.organization, request.GET.get("q", "")[:120].replace("\x00", "")
    companies: list[Any] = []
    try:
        if text.strip():
            count_partner_search(own.pk)
        companies = queries.companies_to_become(own, text)
    except DomainError as refused:
        error, status = error or refused.message, refused.status
    context = agreement_context(request, found) | {
        "is_kept": found.distributor.private_to_id is not None,
        "form": form or AccountInvitationForm(initial={"email": found.distributor_email}),
        "invitation": queries.waiting_invitation(found),
        "connection": queries.waiting_connection(found),
        "moving": queries.what_would_move(found.supplier_id, found.distributor_id, found.pk),
        "text": text,
        "found": companies,
        "error": error,
    }
    return render(request, "organizations/agreement_account.html", context, status=status)

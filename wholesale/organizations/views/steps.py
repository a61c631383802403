"""The steps of an agreement: changed by the supplier, proposed by the distributor."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wholesale.errors import DomainError, StaleVersion
from wholesale.organizations import queries, services
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.enums import Side
from wholesale.organizations.limits import count_proposal
from wholesale.organizations.roles import Permission
from wholesale.organizations.views.agreement_page import (
    PREFIXES,
    proposal_form_of,
    render_agreement,
    steps_form,
)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def steps_update(request: ActingRequest, organization: str, side: str, agreement_id: UUID) -> HttpResponse:
    found = queries.agreement_for(request.acting.organization, Side(side), agreement_id)
    form = steps_form(found, request.POST)
    if not form.is_valid():
        return render_agreement(request, agreement_id, form=form, status=422)
    version = form.cleaned_data["version"]
    try:
        services.change_steps(agreement=found, steps=form.steps(), version=version, by=request.user)
    except StaleVersion as error:
        form.rebase(found.version)
        return render_agreement(request, agreement_id, form=form, error=error.message, status=error.status)
    except DomainError as error:
        return render_agreement(request, agreement_id, error=error.message, status=error.status)
    messages.success(request, _("Saved. The distributor is told."))
    return redirect("organizations:agreement_detail", organization, agreement_id)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def step_proposal_create(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID
) -> HttpResponse:
    found = queries.agreement_for(request.acting.organization, Side(side), agreement_id)
    form = proposal_form_of(found, request.POST)
    if not form.is_valid():
        return render_agreement(request, agreement_id, proposal_form=form, status=422)
    try:
        count_proposal(found.distributor_id)
        services.propose_step(agreement=found, by=request.user, **form.proposed())
    except DomainError as error:
        form.add_error(None, error.message)
        return render_agreement(request, agreement_id, proposal_form=form, status=error.status)
    messages.success(request, _("%(company)s is asked.") % {"company": found.supplier.name})
    return redirect("organizations:delivering_agreement_detail", organization, agreement_id)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def step_proposal_acceptance(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID, step_proposal: UUID
) -> HttpResponse:
    return _answer(request, agreement_id, step_proposal, services.accept_step_proposal)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def step_proposal_refusal(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID, step_proposal: UUID
) -> HttpResponse:
    return _answer(request, agreement_id, step_proposal, services.decline_step_proposal)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def step_proposal_withdrawal(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID, step_proposal: UUID
) -> HttpResponse:
    return _answer(request, agreement_id, step_proposal, services.withdraw_step_proposal)


def _answer(
    request: ActingRequest, agreement_id: UUID, step_proposal: UUID, verb: Callable[..., Any]
) -> HttpResponse:
    acting = request.acting
    found = queries.agreement_for(acting.organization, acting.side, agreement_id)
    proposal = queries.step_proposal_for(found, step_proposal)
    try:
        verb(proposal=proposal, by=request.user)
    except DomainError as error:
        return render_agreement(request, agreement_id, error=error.message, status=error.status)
    other = found.distributor if acting.side == Side.SELLING else found.supplier
    messages.success(request, _("Done. %(name)s is told.") % {"name": other.name})
    return redirect(f"{PREFIXES[acting.side]}_detail", acting.organization.slug, agreement_id)

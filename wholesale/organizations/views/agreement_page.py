"""The page of an agreement, as either side sees it: what it is made of, and who may do what on it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from wholesale.errors import DomainError
from wholesale.organizations import queries
from wholesale.organizations.access import Acting, ActingRequest
from wholesale.organizations.enums import AgreementMode, AgreementStatus, Party, Side, Switch
from wholesale.organizations.forms import StepProposalForm, StepsForm
from wholesale.organizations.history import timeline_of
from wholesale.organizations.models import Agreement
from wholesale.organizations.roles import Permission
from wholesale.organizations.wording import SWITCHES
from wholesale.ui import parts

PARTIES = {Side.SELLING: Party.SUPPLIER, Side.DELIVERING: Party.DISTRIBUTOR}
PREFIXES = {Side.SELLING: "organizations:agreement", Side.DELIVERING: "organizations:delivering_agreement"}


def context_of_side(request: ActingRequest) -> dict[str, Any]:
    """Return what every page of agreements knows of whoever reads it."""
    acting = request.acting
    return {
        "organization": acting.organization,
        "party": PARTIES[acting.side],
        "prefix": PREFIXES[acting.side],
        "is_supplier": acting.side == Side.SELLING,
        "is_guest": acting.membership.guest_of_id is not None,
        "may_change": acting.may(Permission.MANAGE_AGREEMENTS),
    }


def refuse_guests(request: ActingRequest) -> None:
    """Answer 403 to a guest: proposing, accepting and ending agreements is for those with an account (I1)."""
    if request.acting.membership.guest_of_id is not None:
        raise PermissionDenied


def agreement_context(request: ActingRequest, found: Agreement) -> dict[str, Any]:
    """Return what pages about one agreement have in common: the two, and what hangs on it."""
    facts: Callable[..., Any] = import_string(parts.AGREEMENT_FACTS)
    return context_of_side(request) | {
        "agreement": found,
        "other": found.distributor if request.acting.side == Side.SELLING else found.supplier,
        "facts": facts(request.acting, found),
    }


def render_agreement(
    request: ActingRequest,
    agreement_id: UUID,
    *,
    form: StepsForm | None = None,
    proposal_form: StepProposalForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show an agreement; a refusal is said on top, a form that was refused keeps what was typed."""
    acting = request.acting
    found = queries.agreement_for(acting.organization, acting.side, agreement_id)
    context = agreement_context(request, found)
    is_changing = request.GET.get("change") == "steps"
    context |= {
        "steps": _steps(found, context["facts"]),
        "steps_form": form or (steps_form(found) if is_changing and context["is_supplier"] else None),
        "proposal_form": proposal_form or (proposal_form_of(found) if is_changing else None),
        "proposals": _proposals(found),
        "connection": queries.waiting_connection(found) if context["is_supplier"] else None,
        "ours": _switches(found, context["party"], context["may_change"]),
        "theirs": _switches(found, context["party"].other, may_change=False),
        "modes": list(AgreementMode),
        "people_url": _people_url(acting.organization.slug, found) if _runs_people(acting) else "",
        "guests_waiting": _guests_waiting(acting, found),
        "error": error,
        "events": [] if context["is_guest"] else timeline_of(queries.history_of(acting.organization, found)),
    }
    return render(request, "organizations/agreement_detail.html", context, status=status)


def decide(
    request: ActingRequest, agreement_id: UUID, verb: Callable[..., Any], *, done: str = "", **arguments: Any
) -> HttpResponse:
    """Do what was decided, say so and show the agreement again; a refusal is said on the same page."""
    acting = request.acting
    found = queries.agreement_for(acting.organization, acting.side, agreement_id)
    try:
        verb(agreement=found, by=request.user, **arguments)
    except DomainError as error:
        return render_agreement(request, agreement_id, error=error.message, status=error.status)
    other = found.distributor if acting.side == Side.SELLING else found.supplier
    messages.success(request, done or _("Done. %(name)s is told.") % {"name": other.name})
    return redirect(f"{PREFIXES[acting.side]}_detail", acting.organization.slug, agreement_id)


def steps_form(agreement: Agreement, data: Any = None) -> StepsForm:
    """Return the supplier's form over all steps."""
    return StepsForm(
        data, rows=queries.steps_of(agreement), names=names_of(agreement), version=agreement.version
    )


def proposal_form_of(agreement: Agreement, data: Any = None) -> StepProposalForm:
    """Return the distributor's form for one step."""
    return StepProposalForm(data, names=names_of(agreement))


def names_of(agreement: Agreement) -> dict[Party, str]:
    """Return what the two are called."""
    return {Party.SUPPLIER: agreement.supplier.name, Party.DISTRIBUTOR: agreement.distributor.name}


def _steps(agreement: Agreement, facts: Any) -> list[dict[str, Any]]:
    names = names_of(agreement)
    return [
        {
            "row": row,
            "owed_by": names[Party(row.owed_by)],
            "overdue": facts.overdue_by_step.get(row.step, 0),
            "open": facts.open_by_step.get(row.step, 0),
        }
        for row in queries.steps_of(agreement)
    ]


def _proposals(agreement: Agreement) -> list[dict[str, Any]]:
    names = names_of(agreement)
    now = {row.step: row for row in queries.steps_of(agreement)}
    return [
        {
            "row": each,
            "owed_by": names[Party(each.owed_by)],
            "now_owed_by": names[Party(now[each.step].owed_by)],
            "now_hours": now[each.step].limit_hours,
        }
        for each in queries.open_step_proposals(agreement)
    ]


def _switches(agreement: Agreement, party: Party, may_change: bool) -> list[dict[str, Any]]:  # noqa: FBT001
    """Return the switches that this side grants, as its own page and the other's show them."""
    in_force = agreement.status == AgreementStatus.ACTIVE
    kept = agreement.mode == AgreementMode.EXTERNAL  # its supplier keeps the stock, and notes the rest for it
    return [
        {
            "switch": switch,
            "words": SWITCHES[switch],
            "since": agreement.granted_since(switch),
            "by": agreement.granted_by(switch),
            "is_noted": switch.grantor != party,
            "is_kept": kept and switch == Switch.INVENTORY_EDITABLE,
            "may_change": may_change and in_force,
        }
        for switch in Switch
        if agreement.grantor_of(switch) == party
    ]


def _people_url(slug: str, agreement: Agreement) -> str:
    """Return where the guests of a distributor are run; nothing unless it works as a guest."""
    if agreement.mode != AgreementMode.GUEST:
        return ""
    return reverse("organizations:guest_list", args=[slug, agreement.pk])


def _runs_people(acting: Acting) -> bool:
    return acting.side == Side.SELLING and acting.may(Permission.MANAGE_PEOPLE)


def _guests_waiting(acting: Acting, agreement: Agreement) -> int:
    """Return how many ask for access as guests, where whoever reads decides on it."""
    if agreement.mode != AgreementMode.GUEST or not _runs_people(acting):
        return 0
    return queries.waiting_guests(agreement).count()

"""A company with an account is asked whether it is a distributor that a supplier kept, and answers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wholesale.errors import DomainError
from wholesale.organizations import queries, services
from wholesale.organizations.access import ActingRequest, delivering
from wholesale.organizations.enums import ProposalState
from wholesale.organizations.roles import Permission
from wholesale.organizations.views.agreement_page import context_of_side, refuse_guests


@require_safe
@delivering(Permission.VIEW_AGREEMENTS)
def connection_detail(request: ActingRequest, organization: str, connection_id: UUID) -> HttpResponse:
    """Show what a yes would bring before it is said."""
    return _page(request, connection_id)


@require_POST
@delivering(Permission.MANAGE_AGREEMENTS)
def connection_acceptance(request: ActingRequest, organization: str, connection_id: UUID) -> HttpResponse:
    said = _("%(company)s: its orders, customers and stock are yours to deliver now.")
    return _answer(request, connection_id, services.accept_connection, said)


@require_POST
@delivering(Permission.MANAGE_AGREEMENTS)
def connection_refusal(request: ActingRequest, organization: str, connection_id: UUID) -> HttpResponse:
    return _answer(request, connection_id, services.decline_connection, _("%(company)s is told."))


def _answer(request: ActingRequest, key: UUID, verb: Callable[..., Any], said: str) -> HttpResponse:
    refuse_guests(request)
    own = request.acting.organization
    asked = queries.connection_asked(own, key)
    try:
        verb(proposal=asked, by=request.user)
    except DomainError as error:
        return _page(request, key, error=error.message, status=error.status)
    messages.success(request, said % {"company": asked.supplier.name})
    return redirect("organizations:delivering_agreement_list", own.slug)


def _page(request: ActingRequest, key: UUID, *, error: str = "", status: int = 200) -> HttpResponse:
    refuse_guests(request)
    own = request.acting.organization
    asked = queries.connection_asked(own, key)
    context = context_of_side(request) | {"connection": asked, "error": error}
    if asked.state == ProposalState.OPEN:
        moving = services.preview_connection(proposal=asked, by=request.user)
        moves = asked.former_id != asked.distributor_id
        context |= {"moving": moving, "places": queries.named_beside(moving.places, own) if moves else []}
        context["is_rekeyed"] = moves
    return render(request, "organizations/connection_detail.html", context, status=status)

"""Either side grants, withdraws and asks for what an agreement may allow."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wholesale.errors import DomainError
from wholesale.organizations import queries, services
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.enums import Side, Switch
from wholesale.organizations.roles import Permission
from wholesale.organizations.views.agreement_page import (
    PREFIXES,
    agreement_context,
    decide,
    render_agreement,
)
from wholesale.organizations.wording import SWITCHES


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def grant_create(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID, switch: Switch
) -> HttpResponse:
    return decide(request, agreement_id, services.grant_switch, switch=switch)


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_AGREEMENTS)
def grant_withdrawal(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID, switch: Switch
) -> HttpResponse:
    """Name the open orders that it touches first; the button there withdraws it."""
    found = queries.agreement_for(request.acting.organization, Side(side), agreement_id)
    if request.method == "POST":
        return decide(request, agreement_id, services.withdraw_switch, switch=switch)
    context = agreement_context(request, found) | {"switch": switch, "words": SWITCHES[switch]}
    return render(request, "organizations/switch_withdrawal.html", context)


@require_POST
@any_side(Permission.MANAGE_AGREEMENTS)
def grant_request(
    request: ActingRequest, organization: str, side: str, agreement_id: UUID, switch: Switch
) -> HttpResponse:
    acting = request.acting
    found = queries.agreement_for(acting.organization, acting.side, agreement_id)
    try:
        services.ask_for_switch(agreement=found, switch=switch, by=request.user)
    except DomainError as error:
        return render_agreement(request, agreement_id, error=error.message, status=error.status)
    messages.success(request, _("Asked. The mail goes out once a day at most."))
    return redirect(f"{PREFIXES[acting.side]}_detail", organization, agreement_id)

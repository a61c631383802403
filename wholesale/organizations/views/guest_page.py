"""The page of a guest distributor's people, and how what is done there comes back to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from wholesale.errors import DomainError
from wholesale.organizations import queries
from wholesale.organizations.access import ActingRequest
from wholesale.organizations.enums import GuestLimit, Side
from wholesale.organizations.models import Agreement
from wholesale.organizations.roles import roles_of
from wholesale.organizations.views.agreement_page import agreement_context

LIST = "organizations:guest_list"


def guest_agreement(request: ActingRequest, agreement_id: UUID) -> Agreement:
    """Return the supplier's agreement that an address names; 404 for anybody else's."""
    return queries.agreement_for(request.acting.organization, Side.SELLING, agreement_id)


def render_guests(
    request: ActingRequest, found: Agreement, *, error: str = "", status: int = 200
) -> HttpResponse:
    """Show who asks, who works here, who is invited, and the link; a refusal is said on top."""
    link, waiting = queries.guest_link_in_use(found), list(queries.waiting_guests(found))
    context = agreement_context(request, found) | {
        "tab": "people",
        "people_url": request.path,
        "closed": queries.closed_to_guests(found),
        "waiting": waiting,
        "guests_waiting": len(waiting),
        "guests": list(queries.guests_of(found)),
        "invitations": list(queries.guest_invitations(found)),
        "link": link,
        "address": queries.address_of_guest_link(link) if link else "",
        "roles": roles_of(Side.DELIVERING),
        "limits": list(GuestLimit),
        "error": error,
    }
    return render(request, "organizations/guest_list.html", context, status=status)


def done(
    request: ActingRequest, found: Agreement, told: str, verb: Callable[..., Any], **arguments: Any
) -> HttpResponse:
    """Do what was decided and show the people again; a refusal is said on the same page."""
    try:
        verb(agreement=found, by=request.user, **arguments)
    except DomainError as error:
        return render_guests(request, found, error=error.message, status=error.status)
    messages.success(request, told)
    return redirect(LIST, request.acting.organization.slug, found.pk)

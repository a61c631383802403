"""A colleague opens an invitation, and joins. Opening it uses nothing up."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wholesale.errors import DomainError
from wholesale.organizations import queries, services
from wholesale.organizations.acting import Seat
from wholesale.organizations.enums import Side
from wholesale.organizations.errors import InvitationClosed, InvitedSomebodyElse
from wholesale.organizations.roles import permissions_of
from wholesale.organizations.tokens import hash_of

OPENED = "member_invitation"  # key of the session: the hash of the token that was opened


@require_safe
@never_cache
def joining_open(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the token's hash in the session, so that it stands in no address that is shown, sent on or logged."""
    request.session[OPENED] = hash_of(token)
    response = redirect("organizations:joining")
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
def joining(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    with queries.invitation_by_hash(request.session.get(OPENED, ""), user_id=user.pk) as invitation:
        if invitation is None or not invitation.is_open:
            return _dead_end(request, InvitationClosed())
        if user.is_authenticated and user.email != invitation.email:
            return _dead_end(request, InvitedSomebodyElse(invited=invitation.email, signed_in=user.email))
        if not user.is_authenticated:
            get_adapter(request).stash_verified_email(request, invitation.email)
        context = {
            "invitation": invitation,
            "organization": invitation.organization,
            "supplier": invitation.guest_of,
        }
    return render(request, "organizations/joining.html", context)


@require_POST
@login_required
def acceptance_create(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    try:
        membership = services.accept_member_invitation(token_hash=request.session.get(OPENED, ""), by=user)
    except DomainError as error:
        return _dead_end(request, error)
    request.session.pop(OPENED, None)
    company = membership.organization
    messages.success(request, _("Welcome to %(name)s.") % {"name": company.name})
    sides = [Side.DELIVERING] if membership.guest_of_id else company.sides
    seats = (Seat(company, side) for side in sides if permissions_of(side, membership.role))
    return redirect(next(seats).home_url)


def _dead_end(request: HttpRequest, error: DomainError) -> HttpResponse:
    is_somebody_else = isinstance(error, InvitedSomebodyElse)
    context = {"error": error.message, "is_somebody_else": is_somebody_else}
    return render(request, "organizations/joining_dead_end.html", context, status=error.status)

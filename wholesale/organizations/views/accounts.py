"""A distributor takes over the account that its supplier kept for it. Opening the link uses nothing up."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wholesale.errors import DomainError
from wholesale.organizations import queries, services
from wholesale.organizations.acting import Seat
from wholesale.organizations.enums import Side
from wholesale.organizations.errors import InvitationClosed, InvitedSomebodyElse
from wholesale.organizations.tokens import hash_of

OPENED = "account_invitation"  # key of the session: the hash of the token that was opened


@require_safe
@never_cache
def account_open(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the token's hash in the session, so that it stands in no address that is shown, sent on or logged."""
    request.session[OPENED] = hash_of(token)
    response = redirect("organizations:account")
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    with queries.account_invitation_by_hash(request.session.get(OPENED, ""), user_id=user.pk) as invitation:
        if invitation is None or not queries.can_be_taken(invitation, invitation.agreement):
            return _dead_end(request, InvitationClosed())
        if user.is_authenticated and user.email != invitation.email:
            return _dead_end(request, InvitedSomebodyElse(invited=invitation.email, signed_in=user.email))
        if not user.is_authenticated:
            get_adapter(request).stash_verified_email(request, invitation.email)
        agreement = invitation.agreement
        moving = queries.what_would_move(agreement.supplier_id, agreement.distributor_id, agreement.pk)
        context = {"invitation": invitation, "agreement": agreement, "moving": moving}
    return render(request, "organizations/account.html", context)


@require_POST
@login_required
def account_acceptance(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    try:
        membership = services.take_over_account(token_hash=request.session.get(OPENED, ""), by=user)
    except DomainError as error:
        return _dead_end(request, error)
    request.session.pop(OPENED, None)
    company = membership.organization
    messages.success(
        request, _("%(name)s is yours now. Look over its details in Setup.") % {"name": company.name}
    )
    return redirect(Seat(company, Side.DELIVERING).home_url)


def _dead_end(request: HttpRequest, error: DomainError) -> HttpResponse:
    is_somebody_else = isinstance(error, InvitedSomebodyElse)
    context = {
        "error": error.message,
        "is_somebody_else": is_somebody_else,
        "back_url": reverse("organizations:account"),
    }
    return render(request, "organizations/joining_dead_end.html", context, status=error.status)

"""The invited side: a mail's link is opened, and accepted with or without an account. GET never acts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from invitations import queries, services
from invitations.enums import DeadEnd
from invitations.errors import InvitationUnusable
from invitations.forms import RegistrationForm
from invitations.models import Invitation
from wholesale.accounts.services import sign_in
from wholesale.errors import DomainError
from wholesale.organizations.tokens import hash_of
from wholesale.ui.context import resolved

OPENED = "invitation"  # key of the session: the hash of the token that was opened


@require_safe
@never_cache
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address at once: it stands in no history, log or referrer after this."""
    request.session[OPENED] = hash_of(token)
    response = redirect("invitations:invitation")
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
def invitation(request: HttpRequest) -> HttpResponse:
    """Show what the link offers to whoever looks; noted as opened, nothing is used up."""
    opened = _opened(request)
    if isinstance(opened, HttpResponse):
        return opened
    services.note_opened(invitation=opened)
    return _offer(request, opened)


@require_POST
def acceptance_create(request: HttpRequest) -> HttpResponse:
    """Accept as the person who is signed in."""
    opened = _opened(request)
    if isinstance(opened, HttpResponse):
        return opened
    user: Any = request.user
    if not user.is_authenticated:
        return redirect("invitations:invitation")
    try:
        services.accept_invitation(invitation=opened, by=user)
    except DomainError as error:
        return _dead_end(request, error, opened)
    return _into_shop(request, opened)


@sensitive_post_parameters("password")
@require_POST
def registration_create(request: HttpRequest) -> HttpResponse:
    """Accept without an account: the person and the company are written, and signed in."""
    opened = _opened(request)
    if isinstance(opened, HttpResponse):
        return opened
    form = RegistrationForm(request.POST, invitation=opened)
    if request.user.is_authenticated or not form.is_valid():
        return _offer(request, opened, form=form, status=422)
    try:
        person = services.accept_as_new_person(
            invitation=opened, person=form.person(), details=form.company_details()
        )
    except InvitationUnusable as error:
        return _dead_end(request, error, opened)
    except DomainError as error:
        form.add_error(None, error.message)
        return _offer(request, opened, form=form, status=error.status)
    sign_in(request=request, person=person)
    return _into_shop(request, opened)


def _opened(request: HttpRequest) -> Invitation | HttpResponse:
    """Return the invitation that this session has opened, or the page that says why it is of no use."""
    found = queries.invitation_by_hash(request.session.get(OPENED, ""))
    if found is None:
        return _dead_end(request, InvitationUnusable(DeadEnd.UNKNOWN))
    user: Any = request.user
    dead_end = queries.dead_end_for(found, user if user.is_authenticated else None)
    return _dead_end(request, InvitationUnusable(dead_end), found) if dead_end else found


def _offer(
    request: HttpRequest, opened: Invitation, *, form: RegistrationForm | None = None, status: int = 200
) -> HttpResponse:
    must_sign_in = not request.user.is_authenticated and queries.needs_account(opened)
    context = {
        "invitation": opened,
        "brand": opened.supplier,
        "entry": opened.retailer.directory_entry,
        "must_sign_in": must_sign_in,
        "form": form or RegistrationForm(invitation=opened, initial=RegistrationForm.values_of(opened)),
    }
    return render(request, "invitations/invitation.html", context, status=status)


def _dead_end(request: HttpRequest, error: DomainError, opened: Invitation | None = None) -> HttpResponse:
    user: Any = request.user
    is_member = opened and user.is_authenticated and queries.may_order_for(user, opened.retailer_id)
    context = {
        "error": error.message,
        "dead_end": getattr(error, "dead_end", ""),
        "invitation": opened,
        "brand": opened.supplier if opened else None,
        "shop_url": _shop_url(opened) if opened and is_member else "",
    }
    return render(request, "invitations/dead_end.html", context, status=error.status)


def _into_shop(request: HttpRequest, accepted: Invitation) -> HttpResponse:
    request.session.pop(OPENED, None)
    messages.success(
        request, _("Welcome. You can order from %(name)s now.") % {"name": accepted.supplier.name}
    )
    return redirect(_shop_url(accepted))


def _shop_url(accepted: Invitation) -> str:
    retailer, supplier = accepted.retailer.slug, accepted.supplier.slug
    shop = resolved(("orders:shop",), organization=retailer, supplier=supplier)
    return shop or resolved(("orders:buying_home",), organization=retailer) or "/"

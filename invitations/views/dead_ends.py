"""Where an invitation leads nowhere: a plain page with the next step, whoever looks and however late (N1)."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from invitations import queries, services
from invitations.models import Invitation
from invitations.proven import OPENED
from wholesale.errors import DomainError
from wholesale.ui.context import resolved


@require_POST
def asking_create(request: HttpRequest) -> HttpResponse:
    """Ask the supplier for a new link; the answer is the same, whatever this one was."""
    services.ask_for_new_link(invitation=queries.invitation_by_hash(request.session.get(OPENED, "")))
    return redirect("invitations:asked")


@require_safe
@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "invitations/asked.html")


@require_POST
def signing_out_create(request: HttpRequest) -> HttpResponse:
    """Sign out and look at the invitation again, as whoever it is for."""
    opened = request.session.get(OPENED, "")
    get_adapter(request).logout(request)
    request.session[OPENED] = opened
    return redirect("invitations:invitation")


def dead_end(request: HttpRequest, error: DomainError, opened: Invitation | None = None) -> HttpResponse:
    """Return the page that says why nothing can be accepted here, and what to do instead."""
    user: Any = request.user
    is_member = opened and user.is_authenticated and queries.may_order_for(user, opened.retailer_id)
    context = {
        "error": error.message,
        "dead_end": getattr(error, "dead_end", ""),
        "invitation": opened,
        "brand": opened.supplier if opened else None,
        "shop_url": shop_url(opened) if opened and is_member else "",
    }
    return render(request, "invitations/dead_end.html", context, status=error.status)


def shop_url(accepted: Invitation) -> str:
    """Return where a retailer orders from the supplier of its invitation."""
    return shop_of(accepted.retailer.slug, accepted.supplier.slug)


def shop_of(retailer: str, supplier: str) -> str:
    """Return where one company orders from another."""
    shop = resolved(("orders:shop",), organization=retailer, supplier=supplier)
    return shop or resolved(("orders:buying_home",), organization=retailer) or "/"

"""A distributor's person opens a supplier's link, asks for access, and sees what came of it (SPEC.md I1)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wholesale.errors import DomainError
from wholesale.organizations import queries, services
from wholesale.organizations.acting import Seat
from wholesale.organizations.enums import Side
from wholesale.organizations.errors import AlreadyAsked, GuestDoorClosed
from wholesale.organizations.forms import GuestRequestForm
from wholesale.organizations.queries.guests import GuestDoor
from wholesale.organizations.tokens import hash_of

OPENED = "guest_link"  # key of the session: the hash of the token that was opened


@require_safe
@never_cache
def guest_open(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the token's hash in the session, so that it stands in no address that is shown, sent on or logged."""
    request.session[OPENED] = hash_of(token)
    response = redirect("organizations:guest_asking")
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def guest_asking(request: HttpRequest) -> HttpResponse:
    """Say whose link it is and ask who they are; the button there sends the request."""
    user: Any = request.user
    if request.method != "POST" or not user.is_authenticated:
        begin = {"name": user.name} if user.is_authenticated else {}
        return _page(request, GuestRequestForm(initial=begin))
    form = GuestRequestForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        services.ask_as_guest(token_hash=_opened(request), by=user, **form.cleaned_data)
    except AlreadyAsked:
        return redirect("organizations:guest_requests")
    except DomainError as error:
        form.add_error(None, error.message)
        return _page(request, form, status=error.status)
    return redirect("organizations:guest_requests")


@require_safe
@login_required
@never_cache
def guest_requests(request: HttpRequest) -> HttpResponse:
    """Show what this person has asked suppliers for, and where it stands."""
    user: Any = request.user
    return render(
        request, "organizations/guest_requests.html", {"requests": queries.own_guest_requests(user)}
    )


def _page(request: HttpRequest, form: GuestRequestForm, *, status: int = 200) -> HttpResponse:
    user: Any = request.user
    with queries.guest_door_by_hash(_opened(request), user_id=user.pk) as door:
        standing = queries.standing_at(door, user.pk) if door and user.is_authenticated else ""
    if closed := _closed(door, standing):
        return render(
            request, "organizations/guest_dead_end.html", {"error": closed.message, "door": door}, status=410
        )
    context = {"door": door, "standing": standing, "form": form}
    if door and standing == "guest":
        context["home_url"] = Seat(door.distributor, Side.DELIVERING).home_url
    return render(request, "organizations/guest_asking.html", context, status=status)


def _closed(door: GuestDoor | None, standing: str) -> GuestDoorClosed | None:
    """Return why nothing can be done here; whoever has asked or been let in by a link goes on past it."""
    if door is None:
        return GuestDoorClosed("unknown")
    is_ours = standing in ("guest", "waiting") and door.reason in ("off", "replaced")
    if not door.reason or is_ours:
        return None
    return GuestDoorClosed(door.reason, supplier=door.supplier.name, distributor=door.distributor.name)


def _opened(request: HttpRequest) -> str:
    return str(request.session.get(OPENED, ""))

"""From a web request to its acting context: which company and hat, by which membership.

A view says what it needs with `@selling`, `@delivering`, `@buying` or `@any_side` and a permission; an API view
with the class attribute `need`. A view that says nothing gets no context, and the database then refuses it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wholesale.accounts.models import User
from wholesale.accounts.queries import has_second_factor
from wholesale.errors import MergedAway
from wholesale.organizations.acting import Acting, Seat, acting_of, context_of, seats_of
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role

__all__ = [
    "Acting",
    "ActingRequest",
    "Need",
    "Seat",
    "acting_of",
    "any_side",
    "buying",
    "context_of",
    "delivering",
    "need_of",
    "resolve",
    "seats_of",
    "selling",
]

ViewT = TypeVar("ViewT", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Need:
    """What a view asks of whoever calls it. `permissions` by HTTP method, "*" for the rest.

    No side means that the page belongs to the company under any hat (Setup); it stands in the address.
    """

    side: Side | None
    permissions: dict[str, Permission | None]

    def permission(self, method: str) -> Permission | None:
        """Return the right that a request by this method needs."""
        return self.permissions.get(method, self.permissions.get("*"))


class ActingRequest(HttpRequest):
    """A request that has passed the resolver, for annotations."""

    acting: Acting
    user: User


def _needs(side: Side | None, permission: Permission | None) -> Callable[[ViewT], ViewT]:
    def mark(view: ViewT) -> ViewT:
        view.need = Need(side, {"*": permission})  # type: ignore[attr-defined]
        return view

    return mark


def selling(permission: Permission | None) -> Callable[[ViewT], ViewT]:
    """Let a supplier's members with this right in: strangers 404, colleagues without it 403."""
    return _needs(Side.SELLING, permission)


def delivering(permission: Permission | None) -> Callable[[ViewT], ViewT]:
    """Let a distributor's members and guests with this right in."""
    return _needs(Side.DELIVERING, permission)


def buying(permission: Permission | None) -> Callable[[ViewT], ViewT]:
    """Let a retailer's members with this right in."""
    return _needs(Side.BUYING, permission)


def any_side(permission: Permission | None) -> Callable[[ViewT], ViewT]:
    """Let members with this right in, under the hat that the address names as `side`."""
    return _needs(None, permission)


def need_of(view: Any) -> Need | None:
    """Return what a view or an API view class asks for."""
    return getattr(view, "need", None) or getattr(getattr(view, "cls", None), "need", None)


def resolve(request: HttpRequest, view: Any, kwargs: dict[str, Any]) -> Context | HttpResponse | None:
    """Return who asks; a redirect to sign-in for nobody, 404 for a stranger, 403 without the right.

    Runs as the app role, which reads memberships. Sets `request.acting`. A company that requires two-step
    sign-in answers with a page that says so to a member who has not set it up; so does Django admin to staff.
    """
    user: Any = request.user
    if request.resolver_match and request.resolver_match.app_name == "admin":
        is_staff = user.is_authenticated and user.is_staff and has_second_factor(user)
        return Context(Role.STAFF, user_id=user.pk) if is_staff else None
    need = need_of(view)
    if need is None:
        return None
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    side = need.side or _side(kwargs.get("side"))
    try:
        acting = acting_of(user, slug=kwargs["organization"], side=side)
    except MergedAway as moved:
        return moved.redirect(request)
    if asking := acting.asks_second_factor:
        context = {"organization": asking}
        return render(request, "organizations/second_factor_required.html", context, status=403)
    permission = need.permission(request.method or "GET")
    if permission is not None and permission not in acting.permissions:
        raise PermissionDenied
    request.acting = acting  # type: ignore[attr-defined]
    return acting.context


def _side(value: Any) -> Side:
    try:
        return Side(value)
    except ValueError as error:
        raise Http404 from error

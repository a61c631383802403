"""Who calls the API: a token or a signed-in browser, and what for. Pages go on to the companies' resolver."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from wholesale.accounts.models import User
from wholesale.api import queries
from wholesale.api.errors import SecondFactorMissing, TokenRefused
from wholesale.api.models import ApiToken
from wholesale.api.problems import answer_to, is_api
from wholesale.errors import MergedAway
from wholesale.organizations import access
from wholesale.organizations.access import Acting, Need, acting_of, need_of
from wholesale.organizations.acting import context_of, lead_on
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Membership
from wholesale.organizations.roles import Permission, permissions_of
from wholesale.tenancy.contexts import Context

SCHEME = "bearer "


def resolve(request: HttpRequest, view: Any, kwargs: dict[str, Any]) -> Context | HttpResponse | None:
    """Return who asks, as `organizations.access.resolve` does; for the API with problem answers.

    Runs as the app role. Sets `request.acting`.
    """
    if not is_api(request):
        return access.resolve(request, view, kwargs)
    need = need_of(view)
    if need is None:
        return None
    try:
        acting = _acting(request, need, kwargs)
        if asking := acting.asks_second_factor:
            raise SecondFactorMissing(asking.name)  # noqa: TRY301 - answered below like the others
        if not _may(acting, need, request.method or "GET"):
            raise PermissionDenied  # noqa: TRY301 - answered below like the others
    except MergedAway as moved:
        return moved.redirect(request)
    except (TokenRefused, SecondFactorMissing, Http404, PermissionDenied) as error:
        return answer_to(error)
    request.acting = acting  # type: ignore[attr-defined]
    return acting.context


def _acting(request: HttpRequest, need: Need, kwargs: dict[str, Any]) -> Acting:
    slug, side = kwargs.get("organization", ""), need.side or Side(kwargs["side"]) if kwargs else None
    authorization = request.headers.get("Authorization", "")
    if authorization:
        secret = authorization[len(SCHEME) :].strip() if authorization.lower().startswith(SCHEME) else ""
        token = queries.token_by_secret(secret)
        if token is None:
            raise TokenRefused
        transaction.on_commit(partial(queries.note_use, token.pk), robust=True)
        slug, side = slug or token.organization.slug, side or Side(token.side)
        return _acting_of_token(token, slug=slug, side=side, request=request)
    user: Any = request.user
    if not user.is_authenticated or side is None:
        raise TokenRefused
    return acting_of(user, slug=slug, side=side)


def _acting_of_token(token: ApiToken, *, slug: str, side: Side, request: HttpRequest) -> Acting:
    if token.organization.slug != slug:
        lead_on(slug, [token.organization_id])
    if token.organization.slug != slug or token.side != side or side not in token.organization.sides:
        raise Http404
    membership = token.membership or Membership(
        user=token.made_by, organization=token.organization, role=token.role
    )
    if membership.guest_of_id:  # guests have no tokens: what one visits is another company's
        raise TokenRefused
    membership.has_second_factor = token.has_second_factor  # type: ignore[attr-defined]
    user: User = membership.user
    permissions = permissions_of(side, membership.role)
    if token.permissions:
        permissions &= {Permission(name) for name in token.permissions}
    request.user, request.api_token = user, token  # type: ignore[attr-defined]
    context = context_of(membership, side)
    return Acting(user, token.organization, side, membership, context, permissions)


def _may(acting: Acting, need: Need, method: str) -> bool:
    """Tell whether the call is allowed; a method that the view does not name is left to its 405."""
    permission = need.permission("GET" if method == "HEAD" else method)
    return permission is None or permission in acting.permissions

"""Pages: a company's tokens, and the API's description."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholesale.api import queries, services
from wholesale.api.forms import TokenForm
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.roles import Permission


@require_safe
@any_side(Permission.MANAGE_INTEGRATIONS)
def token_list(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    tokens = queries.tokens_of(request.acting.organization, request.acting.side)
    return render(request, "api/token_list.html", {"tokens": tokens})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_INTEGRATIONS)
def token_create(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    form = TokenForm(request.POST or None, acting=request.acting)
    status = 200
    if form.is_bound:
        status = 422
        try:
            if form.is_valid():
                token, secret = _make(request, form)
                return render(request, "api/token_made.html", {"token": token, "secret": secret}, status=201)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
    return render(request, "api/token_create.html", {"form": form}, status=status)


@require_POST
@any_side(Permission.MANAGE_INTEGRATIONS)
def revocation_create(request: ActingRequest, organization: str, side: str, token_id: UUID) -> HttpResponse:
    token = queries.token_for(request.acting.organization, request.acting.side, token_id)
    services.revoke_token(token=token, by=request.user)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("api:token_list", organization, side)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")


def _make(request: ActingRequest, form: TokenForm) -> tuple[object, str]:
    common = {
        "acting": request.acting,
        "name": form.cleaned_data["name"],
        "expires_at": form.cleaned_data["expires_on"],
        "by": request.user,
    }
    if role := form.chosen_role:
        return services.make_integration_token(role=role, **common)
    return services.make_member_token(permissions=form.chosen_permissions, **common)

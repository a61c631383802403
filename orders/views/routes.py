"""Pages of rounds: the list, one round with its stops in order (SPEC.md O14)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from orders.forms.routes import RouteForm, RouteNameForm
from orders.models import Route
from orders.queries.routes import route_for, routes_of, stops_of
from orders.route_errors import RouteChanged
from orders.services.routes import change_route, delete_route, make_route
from orders.views.delivering import today_url
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import see_other


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.PLAN_ROUTES)
def route_list(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    """Show the rounds; make one."""
    form = RouteNameForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = make_route(
                organization=request.acting.organization, name=form.cleaned_data["name"], by=request.user
            )
        except DomainError as error:
            form.refuse(getattr(error, "fields", {"": error.message}))
        else:
            messages.success(
                request, _("%(name)s is made. Put stops on it from a day.") % {"name": made.name}
            )
            return see_other(request, request.path)
    routes = [(route, _url(request, route, "route")) for route in routes_of(request.acting.organization)]
    context = {"form": form, "routes": routes, "today_url": today_url(request)}
    return render(request, "orders/route_list.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.PLAN_ROUTES)
def route_detail(request: ActingRequest, organization: str, side: str, route: UUID) -> HttpResponse:
    """Show a round with its stops; rename it, put them into a new order, take some off."""
    found = route_for(request.acting.organization, route)
    form = RouteForm(request.POST or None, route=found, stops=list(stops_of(found)))
    status = _save(request, found, form) if form.is_bound else 200
    if form.is_bound and status == 200:
        messages.success(request, _("The route is saved."))
        return see_other(request, request.path)
    context: dict[str, Any] = {
        "route": found,
        "form": form,
        "list_url": _list_url(request),
        "deletion_url": _url(request, found, "route_deletion"),
    }
    return render(request, "orders/route_detail.html", context, status=status)


@require_POST
@any_side(Permission.PLAN_ROUTES)
def route_deletion(request: ActingRequest, organization: str, side: str, route: UUID) -> HttpResponse:
    """Delete a round; its places are on none then."""
    found = route_for(request.acting.organization, route)
    delete_route(route=found, by=request.user)
    messages.success(request, _("%(name)s is deleted.") % {"name": found.name})
    return see_other(request, _list_url(request))


def _save(request: ActingRequest, route: Route, form: RouteForm) -> int:
    """Save what was typed; on a refusal say it in the form, and return the status."""
    if not form.is_valid():
        return 422
    data = form.cleaned_data
    try:
        change_route(
            route=route,
            name=data["name"],
            positions=form.positions(),
            leaving=form.leaving(),
            version=data["version"],
            by=request.user,
        )
    except RouteChanged as error:
        form.rebase(error.route.version)
        form.add_error(None, error.message)
        return error.status
    except DomainError as error:
        form.refuse(getattr(error, "fields", {"": error.message}))
        return error.status
    return 200


def _url(request: ActingRequest, route: Route, name: str) -> str:
    acting = request.acting
    return reverse(f"orders:{acting.side}_{name}", args=[acting.organization.slug, route.pk])


def _list_url(request: ActingRequest) -> str:
    return reverse(f"orders:{request.acting.side}_route_list", args=[request.acting.organization.slug])

"""What whoever delivers sees: the day's stops; a distributor also the orders of all its suppliers (SPEC.md O14)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from orders.forms.routes import AssignForm
from orders.models import Route
from orders.queries.delivering import listed_orders_of_distributor, order_for_distributor
from orders.queries.lists import narrow_orders
from orders.queries.routes import NO_ROUTE, routes_of
from orders.queries.stops import (
    MOST_STOPS,
    SHOWN,
    Stop,
    Wanted,
    day_asked,
    day_of,
    orders_of_day,
    suppliers_of_day,
)
from orders.services.routes import assign_stops
from orders.views.detail import move_url, order_url, render_order, take_move
from orders.views.lists import status_filter, supply_filter, turn_filter
from orders.views.many import verbs_of
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, any_side, delivering
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import see_other

SORTS = {"delivery": ["-delivery_date", "-id"], "placed": ["-submitted_at", "-id"]}


@require_safe
@any_side(Permission.VIEW_ORDERS)
def today(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    """Show the stops of a day by rounds, today's by default, with late ones of earlier days."""
    return render_day(request)


@require_POST
@any_side(Permission.PLAN_ROUTES)
def stop_assignment(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    """Put the places of the ticked orders on a round, or off theirs."""
    acting = request.acting
    orders = list(orders_of_day(acting, Wanted(day_asked(acting, request.POST.get("day"))))[:MOST_STOPS])
    form = AssignForm(request.POST, routes=list(routes_of(acting.organization)), orders=orders)
    if not form.is_valid():
        return render_day(request, error=str(next(iter(form.errors.values()))[0]), status=422)
    try:
        n = assign_stops(
            organization=acting.organization, orders=form.chosen(), route=form.target, by=request.user
        )
    except DomainError as error:
        return render_day(request, error=error.message, status=error.status)
    messages.success(request, _said(form.target, n))
    return see_other(request, f"{today_url(request)}?day={day_asked(acting, request.POST.get('day'))}")


@require_safe
@delivering(Permission.VIEW_ORDERS)
def delivering_list(request: ActingRequest, organization: str) -> HttpResponse:
    """Show the orders that this distributor delivers, of all its suppliers."""
    filters = ListFilters(request.GET, _filters(), SORTS)
    orders = listed_orders_of_distributor(request.acting.organization)
    orders = narrow_orders(orders, search=filters.search, **filters.values)
    page = keyset_page(orders, order=filters.order, cursor=filters.cursor, counted=True)
    return render(
        request, "orders/delivering_list.html", {"filters": filters, "page": page, "verbs": verbs_of(request)}
    )


@require_safe
@delivering(Permission.VIEW_ORDERS)
def delivering_detail(request: ActingRequest, organization: str, supplier: str, number: int) -> HttpResponse:
    """Show an order to its deliverer: what goes where, whose turn it is; no amounts."""
    return render_order(request, order_for_distributor(request.acting.organization, supplier, number))


@require_POST
@delivering(Permission.VIEW_ORDERS)
def delivering_move(
    request: ActingRequest, organization: str, supplier: str, number: int, noun: str
) -> HttpResponse:
    """Prepare, ship or deliver, as the agreement gives it (SPEC.md O7)."""
    return take_move(request, order_for_distributor(request.acting.organization, supplier, number), noun)


def render_day(request: ActingRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    """Show the day that the address or the form names."""
    acting = request.acting
    asked = day_asked(acting, request.POST.get("day") or request.GET.get("day"))
    routes = list(routes_of(acting.organization))
    filters = day_filters(request, asked, routes)
    day = day_of(acting, wanted_of(asked, filters))
    context: dict[str, Any] = {
        "day": day,
        "filters": filters,
        "routes": routes,
        "addresses": [(each, _addressed(request, each.stops)) for each in day.rounds],
        "may_plan": acting.may(Permission.PLAN_ROUTES),
        "selling": acting.side == Side.SELLING,
        "today_url": today_url(request),
        "papers": _papers(request, filters),
        "move_url": _of_day(request, "day_move"),
        "error": error,
    }
    return render(request, "orders/today.html", context, status=status)


def wanted_of(day: Any, filters: ListFilters) -> Wanted:
    """Return what of a day the filters of its address ask for."""
    chosen = filters.values
    return Wanted(day, chosen["route"], chosen.get("supplier", ()), chosen["status"])


def today_url(request: ActingRequest) -> str:
    """Return where this side's day is."""
    return reverse(f"orders:{request.acting.side}_today", args=[request.acting.organization.slug])


def door_url(request: ActingRequest, order: Any) -> str:
    """Return where this side says what happened at the door of an order."""
    keys = {"organization": request.acting.organization.slug, "number": order.number}
    if request.acting.side == Side.DELIVERING:
        keys["supplier"] = order.supplier.slug
    return reverse(f"orders:{request.acting.side}_door", kwargs=keys)


def _of_day(request: ActingRequest, name: str) -> str:
    return reverse(f"orders:{request.acting.side}_{name}", args=[request.acting.organization.slug])


def _papers(request: ActingRequest, filters: ListFilters) -> list[tuple[str, str, str]]:
    """Return icon, word and address of each paper of the day, narrowed as the page is."""
    words = (
        ("printer", _("Route sheet"), "route_sheet"),
        ("list", _("Pick list"), "pick_list"),
        ("packages", _("Packing slips"), "packing_slips"),
    )
    query = filters.query_string
    return [(icon, word, f"{_of_day(request, name)}?{query}") for icon, word, name in words]


def _addressed(request: ActingRequest, stops: list[Stop]) -> list[tuple[Stop, str, str]]:
    """Return each stop with the address of its order, and of the step that waits there."""
    return [(stop, order_url(request, stop.order), _step_url(request, stop)) for stop in stops]


def _step_url(request: ActingRequest, stop: Stop) -> str:
    if stop.is_at_the_door:
        return door_url(request, stop.order)
    return move_url(request, stop.order, stop.move) if stop.move else ""


def _said(route: Route | None, n: int) -> str:
    if route is None:
        text = ngettext("%(n)s stop is on no route now.", "%(n)s stops are on no route now.", n)
        return text % {"n": n}
    text = ngettext("%(n)s stop is on %(route)s now.", "%(n)s stops are on %(route)s now.", n)
    return text % {"n": n, "route": route.name}


def day_filters(request: ActingRequest, day: Any, routes: list[Route]) -> ListFilters:
    """Return what a day can be narrowed by, as its address asks."""
    named = [(str(route.pk), route.name) for route in routes]
    shown = [
        Filter("route", _("Route"), [*named, (NO_ROUTE, _("No route"))]),
        Filter("status", _("Status"), [(status.value, str(status.label)) for status in SHOWN]),
    ]
    if request.acting.side == Side.DELIVERING:
        shown.insert(1, Filter("supplier", _("Supplier"), suppliers_of_day(request.acting, day)))
    return ListFilters(request.GET, shown)


def _filters() -> list[Filter]:
    return [turn_filter(), status_filter(), supply_filter(_("Brought by the supplier"))]

"""Rounds of whoever delivers, and which of them an order is on (SPEC.md O14)."""

from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.http import Http404

from orders.models import Order, Route, RouteStop
from wholesale.organizations.models import Organization

NO_ROUTE = "none"
# How a day is driven: round by round, each from its first stop to its last; what is on none comes last.
DRIVEN = (
    F("route_name").asc(nulls_last=True),
    F("route_id").asc(nulls_last=True),
    F("stop_position").asc(nulls_last=True),
    "delivery_date",
    "id",
)


def routes_of(organization: Organization) -> QuerySet[Any]:
    """Return a company's rounds by name, each with `stop_count`."""
    mine = Route.objects.filter(organization=organization)
    return mine.annotate(stop_count=Count("stops")).order_by("name", "pk")


def route_for(organization: Organization, route: UUID) -> Route:
    """Return one of a company's rounds; 404 for anyone else's."""
    try:
        return Route.objects.get(organization=organization, pk=route)
    except Route.DoesNotExist as error:
        raise Http404 from error


def stops_of(route: Route) -> QuerySet[RouteStop]:
    """Return the places of a round in their order."""
    return route.stops.filter(organization_id=route.organization_id).order_by("position", "pk")


def lock_route(route: Route) -> Route:
    """Lock a round until the transaction ends; 404 if it is gone meanwhile."""
    try:
        return Route.objects.select_for_update().get(pk=route.pk)
    except Route.DoesNotExist as error:
        raise Http404 from error


def lock_routes(organization: Organization, route: Route | None) -> Route | None:
    """Lock all rounds of a company in key order, and return the one that is meant; 404 if it is gone meanwhile."""
    mine = {
        each.pk: each
        for each in Route.objects.filter(organization=organization).order_by("pk").select_for_update()
    }
    if route is None:
        return None
    if route.pk not in mine:
        raise Http404
    return mine[route.pk]


def with_routes(orders: QuerySet[Order], organization: Organization) -> QuerySet[Any]:
    """Add to orders on which of a company's rounds they are, and where: `route_id`, `route_name`, `stop_position`."""
    here = RouteStop.objects.filter(
        organization=organization, retailer=OuterRef("retailer"), place=OuterRef("place_key")
    ).order_by("route__name", "route_id")
    return orders.annotate(
        place_key=Coalesce(KeyTextTransform("key", "ship_to"), Value(""), output_field=TextField())
    ).annotate(
        route_id=Subquery(here.values("route_id")[:1]),
        route_name=Subquery(here.values("route__name")[:1]),
        stop_position=Subquery(here.values("position")[:1]),
    )


def on_routes(orders: QuerySet[Any], wanted: list[str]) -> QuerySet[Any]:
    """Narrow orders of with_routes to some rounds; NO_ROUTE are those on none."""
    if not wanted:
        return orders
    known = [each for each in wanted if each != NO_ROUTE]
    found = orders.filter(route_id__in=known)
    return found | orders.filter(route_id__isnull=True) if NO_ROUTE in wanted else found

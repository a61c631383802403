"""One route of whoever delivers: its stops in their order, renamed, reordered, deleted (SPEC.md O14)."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.models import Route as StoredRoute
from orders.queries.routes import route_for, stops_of
from orders.services.routes import MOST_STOPS, change_route, delete_route
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

PLANS: dict[str, Permission | None] = {"*": Permission.PLAN_ROUTES}


class PlaceOutput(serializers.Serializer[Any]):
    """A place that a van goes to."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    address = serializers.CharField(allow_blank=True)


class RouteDetailOutput(serializers.Serializer[Any]):
    """A route with its stops as they are driven."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    stops = PlaceOutput(many=True)
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a51",
        "name": "West",
        "version": 3,
        "stops": [
            {"id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a52", "name": "Café Cerise", "address": "4 Quai, Lyon"}
        ],
    }


class RouteInput(serializers.Serializer[Any]):
    """What is changed of a route; what is left out stays."""

    name = serializers.CharField(max_length=60, required=False)
    stops = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=MOST_STOPS,
        required=False,
        help_text="Ids of its stops in their new order; those left out are taken off the route.",
    )
    example: ClassVar = {"name": "West", "stops": ["0193503b-6a1c-7d3e-9a55-2f6f0c6f7a52"]}

    def validate_name(self, value: str) -> str:
        """Return it with single spaces, as the page does."""
        return " ".join(value.split())

    def validate_stops(self, value: list[UUID]) -> list[UUID]:
        """Return them, if each is named once."""
        if len(set(value)) != len(value):
            raise serializers.ValidationError(_("Name each stop once."))
        return value


class Route:
    """One route."""

    edits = ("PATCH", "DELETE")
    Input, Output = RouteInput, RouteDetailOutput

    def get(self, request: Request, organization: str, route: UUID) -> Response:
        """Read a route with its stops."""
        state, version = self.current(request, organization, route)
        return with_etag(Response(state), version)

    def patch(self, request: Request, organization: str, route: UUID) -> Response:
        """Rename a route, put its stops into a new order, take stops off."""
        acting, found, body = acting_of_call(request), _called(request, route), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        data, there = body.validated_data, [stop.pk for stop in stops_of(found)]
        order = data.get("stops", there)
        if not set(order) <= set(there):
            raise serializers.ValidationError({"stops": [_("This is no stop of the route.")]})
        change_route(
            route=found,
            name=data.get("name", found.name),
            positions={stop: position for position, stop in enumerate(order, 1)},
            leaving=set(there) - set(order),
            version=based_on(request),
            by=acting.user,
        )
        return self.get(request, organization, route)

    def delete(self, request: Request, organization: str, route: UUID) -> Response:
        """Delete a route; its stops are on none then."""
        found, version = _called(request, route), based_on(request)
        delete_route(route=found, version=version, by=acting_of_call(request).user)
        return Response(status=204)

    def current(self, request: Request, organization: str, route: UUID) -> tuple[dict[str, Any], int]:
        """Return the route as it stands, with its version."""
        found = _called(request, route)
        stops = list(stops_of(found).values("id", "name", "address"))
        shown = {"id": found.pk, "name": found.name, "version": found.version, "stops": stops}
        return shown, found.version


class SellingRouteApi(Route, ApiView):
    """A supplier's route."""

    need = Need(Side.SELLING, PLANS)


class DeliveringRouteApi(Route, ApiView):
    """A distributor's route."""

    need = Need(Side.DELIVERING, PLANS)


def _called(request: Request, route: UUID) -> StoredRoute:
    return route_for(acting_of_call(request).organization, route)

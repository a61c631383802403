"""A day moved to another, and the routes of whoever delivers (SPEC.md O14)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.moved_days import Moving
from orders.queries.routes import NO_ROUTE, route_for, routes_of
from orders.queries.stops import MOST_STOPS, Wanted, orders_of_day
from orders.services.day_moves import Mover, move_day, preview_day
from orders.services.routes import assign_stops, make_route
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

PLANS: dict[str, Permission | None] = {"*": Permission.PLAN_ROUTES}


class RouteField(serializers.CharField):
    """A route's id, or `none` for what is on none."""

    def to_internal_value(self, data: Any) -> str:
        """Return it, if it is one of the two."""
        text = super().to_internal_value(data)
        return text if text == NO_ROUTE else str(serializers.UUIDField().run_validation(text))


class MoveFilters(serializers.Serializer[Any]):
    """Which day is moved, and where to."""

    day = serializers.DateField()
    new_day = serializers.DateField()
    route = RouteField(required=False)


class MoverOutput(serializers.Serializer[Any]):
    """An order of the day."""

    order = serializers.UUIDField()
    supplier_name = serializers.CharField()
    number = serializers.IntegerField()
    retailer_name = serializers.CharField()
    hindrance = serializers.CharField(allow_blank=True, help_text="Why it cannot move.")
    warning = serializers.CharField(allow_blank=True)


class DayMove:
    """A whole day moved."""

    Filters = MoveFilters

    class Input(MoveFilters):
        reason = serializers.CharField(max_length=200)
        digest = serializers.CharField(
            required=False, max_length=32, help_text="Of the preview that was looked at."
        )
        example: ClassVar = {"day": "2026-11-24", "new_day": "2026-11-25", "reason": "Snow"}

    class Output(serializers.Serializer[Any]):
        moved = serializers.IntegerField(help_text="How many were moved; 0 in a preview.")
        digest = serializers.CharField(allow_blank=True)
        is_cut = serializers.BooleanField(help_text="More orders stand on the day than are moved at once.")
        orders = MoverOutput(many=True)
        example: ClassVar = {"moved": 0, "digest": "", "is_cut": False, "orders": []}

    def get(self, request: Request, organization: str) -> Response:
        """Preview a move: every open order of the day, with what keeps it from moving."""
        acting = acting_of_call(request)
        seen = preview_day(acting=acting, moving=_moving(filters_of(request, self.Filters)))
        movers = [_mover(each) for each in seen.movers]
        return Response({"moved": 0, "digest": seen.digest, "is_cut": seen.is_cut, "orders": movers})

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Move every order of a day that can move; all of them or none."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        data = dict(body.validated_data)
        digest = data.pop("digest", None)
        n = move_day(acting=acting, moving=_moving(data), digest=digest)
        return Response({"moved": n, "digest": "", "is_cut": False, "orders": []}, status=201)


class RouteOutput(serializers.Serializer[Any]):
    """A route."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    stop_count = serializers.IntegerField()
    version = serializers.IntegerField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a51",
        "name": "West",
        "stop_count": 12,
        "version": 3,
    }


class Routes:
    """Routes."""

    is_list = True
    Output = RouteOutput

    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=60)
        example: ClassVar = {"name": "West"}

    def get(self, request: Request, organization: str) -> Response:
        """List your routes by name."""
        rows = routes_of(acting_of_call(request).organization).values("id", "name", "stop_count", "version")
        return paginated(request, rows, order=["name", "id"])

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Make a route without stops."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        name = " ".join(body.validated_data["name"].split())
        made = make_route(organization=acting.organization, name=name, by=acting.user)
        shown = {"id": made.pk, "name": made.name, "stop_count": 0, "version": made.version}
        return Response(shown, status=201)


class RouteStops:
    """The stops of a route."""

    class Input(serializers.Serializer[Any]):
        day = serializers.DateField()
        orders = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_STOPS)
        example: ClassVar = {"day": "2026-11-24", "orders": ["0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10"]}

    class Output(serializers.Serializer[Any]):
        places = serializers.IntegerField()
        example: ClassVar = {"places": 1}

    @idempotent
    def post(self, request: Request, organization: str, route: UUID) -> Response:
        """Put the places that these orders of a day go to at the end of a route, off any other."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        found = route_for(acting.organization, route)
        body.is_valid(raise_exception=True)
        of_day = orders_of_day(acting, Wanted(body.validated_data["day"]))
        orders = list(of_day.filter(pk__in=body.validated_data["orders"]))
        n = assign_stops(organization=acting.organization, orders=orders, route=found, by=acting.user)
        return Response({"places": n}, status=201)


class SellingDayMoveApi(DayMove, ApiView):
    """A day of what the supplier delivers itself, moved."""

    need = Need(Side.SELLING, PLANS)


class DeliveringDayMoveApi(DayMove, ApiView):
    """A distributor's day, moved."""

    need = Need(Side.DELIVERING, PLANS)


class SellingRoutesApi(Routes, ApiView):
    """The supplier's routes."""

    need = Need(Side.SELLING, PLANS)


class DeliveringRoutesApi(Routes, ApiView):
    """The distributor's routes."""

    need = Need(Side.DELIVERING, PLANS)


class SellingRouteStopsApi(RouteStops, ApiView):
    """The stops of a supplier's route."""

    need = Need(Side.SELLING, PLANS)


class DeliveringRouteStopsApi(RouteStops, ApiView):
    """The stops of a distributor's route."""

    need = Need(Side.DELIVERING, PLANS)


def _moving(data: dict[str, Any]) -> Moving:
    routes = [data["route"]] if data.get("route") else []
    return Moving(data["day"], data["new_day"], data.get("reason", ""), routes)


def _mover(each: Mover) -> dict[str, Any]:
    order = each.order
    names = ("supplier_name", "number", "retailer_name")
    shown = {name: getattr(order, name) for name in names}
    return shown | {"order": order.pk, "hindrance": each.hindrance, "warning": each.warning}

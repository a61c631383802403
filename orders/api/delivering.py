"""The day of whoever delivers, its papers, and what happened at the door (SPEC.md O14). A distributor's side and a
supplier's own are the same but for whose orders they are.
"""

from decimal import Decimal
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.api.day_moves import RouteField
from orders.api.door_shapes import DoorOutput, FailureInput, HandoverInput
from orders.api.shapes import OrderDetailOutput, PricedOrderDetailOutput
from orders.api.sides import OfDistributor, OfSupplier, Seen
from orders.at_door import AtDoor
from orders.documents.day_files import DAY_FORMATS
from orders.documents.day_sheets import SHEETS
from orders.documents.papers import PDF_TYPE
from orders.enums import SIDE_OF_HAT, OrderStatus, ReportKind
from orders.queries.delivering import cash_to_collect
from orders.queries.stops import Stop, Wanted, day_of, today_of_company
from orders.services.day_papers import day_paper
from orders.services.door import Visit, bring_back, days_at_door, hand_over, postpone_delivery
from orders.services.reporting import Said
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission
from wholesale.sheets.writing import XLSX_TYPE
from wholesale.tenancy.models import uuid7

SEES: dict[str, Permission | None] = {"GET": Permission.VIEW_ORDERS}
AT_DOOR: dict[str, Permission | None] = {"*": Permission.DELIVER_ORDERS}


class DayFilters(serializers.Serializer[Any]):
    """Which day, and what of it."""

    day = serializers.DateField(required=False, help_text="Today’s where none is given, with late orders.")
    route = RouteField(required=False, help_text="A route’s id, or `none`.")
    supplier = serializers.SlugField(required=False)
    status = serializers.ChoiceField(required=False, choices=OrderStatus.choices)


class PaperFilters(DayFilters):
    """Which paper of a day."""

    paper = serializers.ChoiceField([(kind, kind) for kind in SHEETS])
    as_format = serializers.ChoiceField([(each, each) for each in DAY_FORMATS], default=DAY_FORMATS[0])


class StopOutput(serializers.Serializer[Any]):
    """One order of a day, as it is driven."""

    order = serializers.UUIDField()
    supplier = serializers.SlugField()
    number = serializers.IntegerField()
    retailer_name = serializers.CharField()
    status = serializers.ChoiceField(OrderStatus.choices)
    delivery_date = serializers.DateField()
    route = serializers.UUIDField(allow_null=True)
    route_name = serializers.CharField(allow_null=True)
    position = serializers.IntegerField(help_text="On the day, within its route.")
    units = serializers.IntegerField()
    ship_to = serializers.DictField()
    cash_currency = serializers.CharField(allow_null=True)
    cash_amount = serializers.CharField(allow_null=True, help_text="To collect at the door.")
    version = serializers.IntegerField()


class DayOutput(serializers.Serializer[Any]):
    """A day: its stops round by round, those on no route last; 200 at most."""

    day = serializers.DateField()
    done = serializers.IntegerField()
    is_cut = serializers.BooleanField(help_text="There are more stops than these: narrow the day.")
    stops = StopOutput(many=True)
    example: ClassVar = {"day": "2026-11-24", "done": 0, "is_cut": False, "stops": []}


class Day:
    """A day of whoever delivers."""

    Filters, Output = DayFilters, DayOutput

    def get(self, request: Request, organization: str) -> Response:
        """Read a day with its stops in the order in which they are driven."""
        acting = acting_of_call(request)
        day = day_of(acting, _wanted(acting, filters_of(request, self.Filters)))
        stops = [_stop(stop) for stop in day.stops]
        return Response({"day": day.date, "done": day.done, "is_cut": day.is_cut, "stops": stops})


class DayPaper:
    """A paper of a day."""

    Filters = PaperFilters

    def get(self, request: Request, organization: str) -> Any:
        """Download a day's route sheet, pick list or packing slips, as PDF or XLSX."""
        acting, asked = acting_of_call(request), filters_of(request, self.Filters)
        wanted = _wanted(acting, asked)
        return day_paper(acting=acting, kind=asked["paper"], wanted=wanted, as_format=asked["as_format"])


class Door(Seen):
    """What can be said at the door of an order."""

    Output = DoorOutput

    def get(self, request: Request, **address: Any) -> Response:
        """Read when a failed delivery can be tried again, whether less may be handed over, and what is paid there."""
        acting = acting_of_call(request)
        order = self.order(acting, **address)
        days, may = days_at_door(order=order, by=acting.user)
        cash = cash_to_collect([order.pk]).get(order.pk)
        return Response({"days": days, "may_change_quantities": may} | _cash(cash))


class Handover(Seen):
    """A delivery at the door."""

    edits = ("POST",)
    Input = HandoverInput

    @idempotent
    def post(self, request: Request, **address: Any) -> Response:
        """Say that an order was handed over, by whom received, and of which lines less with why."""
        acting, visit = _visit(request)
        order, body = self.order(acting, **address), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        lines = {
            each["line"]: AtDoor(each["delivered_units"], each["reason"], each["note"])
            for each in data.pop("lines", [])
        }
        said = Said(kind=ReportKind.DELIVERED, **data)
        hand_over(order=order, said=said, lines=lines, visit=visit)
        state, version = self.current(request, **address)
        return with_etag(Response(state, status=201), version)


class Failure(Seen):
    """A delivery that failed."""

    edits = ("POST",)
    Input = FailureInput

    @idempotent
    def post(self, request: Request, **address: Any) -> Response:
        """Say why a delivery failed, and on which of the days offered it is tried again, or that all goes back."""
        acting, visit = _visit(request)
        order, body = self.order(acting, **address), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        day = data.pop("day")
        if day is None:
            bring_back(order=order, said=Said(kind=ReportKind.RETURNED, **data), visit=visit)
        else:
            postpone_delivery(order=order, said=Said(kind=ReportKind.FAILED, **data), day=day, visit=visit)
        state, version = self.current(request, **address)
        return with_etag(Response(state, status=201), version)


class SellingDayApi(Day, ApiView):
    """A day of what the supplier delivers itself."""

    need = Need(Side.SELLING, SEES)


class DeliveringDayApi(Day, ApiView):
    """A day of a distributor, over all its suppliers."""

    need = Need(Side.DELIVERING, SEES)


class SellingDayPaperApi(DayPaper, ApiView):
    """A paper of a day of what the supplier delivers itself."""

    need, files = Need(Side.SELLING, SEES), (PDF_TYPE, XLSX_TYPE)


class DeliveringDayPaperApi(DayPaper, ApiView):
    """A paper of a distributor's day."""

    need, files = Need(Side.DELIVERING, SEES), (PDF_TYPE, XLSX_TYPE)


class SellingDoorApi(Door, OfSupplier, ApiView):
    """The door of an order that the supplier delivers itself."""

    need = Need(Side.SELLING, AT_DOOR)


class DeliveringDoorApi(Door, OfDistributor, ApiView):
    """The door of an order that a distributor delivers."""

    need = Need(Side.DELIVERING, AT_DOOR)


class SellingHandoverApi(Handover, OfSupplier, ApiView):
    """A handing over by the supplier itself."""

    need, Output = Need(Side.SELLING, AT_DOOR), PricedOrderDetailOutput


class DeliveringHandoverApi(Handover, OfDistributor, ApiView):
    """A handing over by a distributor."""

    need, Output = Need(Side.DELIVERING, AT_DOOR), OrderDetailOutput


class SellingFailureApi(Failure, OfSupplier, ApiView):
    """A failed delivery of the supplier's own."""

    need, Output = Need(Side.SELLING, AT_DOOR), PricedOrderDetailOutput


class DeliveringFailureApi(Failure, OfDistributor, ApiView):
    """A failed delivery of a distributor's."""

    need, Output = Need(Side.DELIVERING, AT_DOOR), OrderDetailOutput


def _wanted(acting: Acting, asked: dict[str, Any]) -> Wanted:
    listed = [[asked[name]] if asked.get(name) else [] for name in ("route", "supplier", "status")]
    return Wanted(asked.get("day") or today_of_company(acting), *listed)


def _visit(request: Request) -> tuple[Acting, Visit]:
    """Return who is at the door; a repeated call is known by its Idempotency-Key."""
    acting = acting_of_call(request)
    return acting, Visit(SIDE_OF_HAT[acting.side], acting.user, uuid7(), based_on(request))


def _stop(stop: Stop) -> dict[str, Any]:
    order = stop.order
    same = ("number", "retailer_name", "status", "delivery_date", "route_name", "ship_to", "version")
    return (
        {name: getattr(order, name) for name in same}
        | {
            "order": order.pk,
            "supplier": order.supplier.slug,
            "route": order.route_id,
            "position": stop.number,
            "units": stop.units,
        }
        | _cash(stop.cash)
    )


def _cash(cash: tuple[str, Decimal] | None) -> dict[str, str | None]:
    currency, amount = cash or (None, None)
    return {"cash_currency": currency, "cash_amount": None if amount is None else str(amount)}

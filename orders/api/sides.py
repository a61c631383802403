"""Orders of each side: lists, one order, and the steps that the side may take (SPEC.md O7, X1)."""

from collections.abc import Callable
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.api.shapes import (
    NEWEST,
    OrderDetailOutput,
    OrderFilters,
    OrderOutput,
    PricedOrderDetailOutput,
    PricedOrderOutput,
    SellingOrderFilters,
    order_rows,
    order_shown,
    rows_shown,
)
from orders.enums import SIDE_OF_HAT, Missing
from orders.models import Order
from orders.queries.buying import order_for_retailer, orders_of_retailer
from orders.queries.delivering import order_for_distributor, orders_of_distributor
from orders.queries.details import move_for, sees_amounts
from orders.queries.selling import order_for_supplier, orders_of_supplier
from orders.services.progress import take_step
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

SEES_ORDERS: dict[str, Permission | None] = {"GET": Permission.VIEW_ORDERS}


class SellingOrdersApi(ApiView):
    """The supplier's orders."""

    need = Need(Side.SELLING, SEES_ORDERS)
    is_list = True
    Filters, Output = SellingOrderFilters, PricedOrderOutput

    def get(self, request: Request, organization: str) -> Response:
        """List the supplier's orders, the newest first; amounts only for roles that may see them."""
        acting = acting_of_call(request)
        priced = sees_amounts(acting)
        filters = filters_of(request, self.Filters)
        rows = order_rows(orders_of_supplier(acting), filters, priced=priced)
        return paginated(request, rows, order=NEWEST, shown=rows_shown)


class DeliveringOrdersApi(ApiView):
    """The orders that a distributor delivers."""

    need = Need(Side.DELIVERING, SEES_ORDERS)
    is_list = True
    Filters, Output = OrderFilters, OrderOutput

    def get(self, request: Request, organization: str) -> Response:
        """List the orders to deliver, of all suppliers, the newest first, without amounts."""
        orders = orders_of_distributor(acting_of_call(request).organization)
        rows = order_rows(orders, filters_of(request, self.Filters), priced=False)
        return paginated(request, rows, order=NEWEST, shown=rows_shown)


class BuyingOrdersApi(ApiView):
    """The retailer's orders."""

    need = Need(Side.BUYING, SEES_ORDERS)
    is_list = True
    Filters, Output = OrderFilters, PricedOrderOutput

    def get(self, request: Request, organization: str) -> Response:
        """List the retailer's orders at all its suppliers, the newest first."""
        acting = acting_of_call(request)
        priced = sees_amounts(acting)
        rows = order_rows(
            orders_of_retailer(acting.organization), filters_of(request, self.Filters), priced=priced
        )
        return paginated(request, rows, order=NEWEST, shown=rows_shown)


class Seen:
    """An order as a side sees it: whose it is says `order`, for anyone else's it is 404."""

    order: Callable[..., Order]

    def current(self, request: Request, **address: Any) -> tuple[dict[str, Any], int]:
        """Return the order as it stands, with its version."""
        acting = acting_of_call(request)
        order = self.order(acting, **address)
        return order_shown(order, priced=sees_amounts(acting)), order.version


class OfSupplier(Seen):
    """The supplier's, by number."""

    def order(self, acting: Acting, number: int, **address: Any) -> Order:
        return order_for_supplier(acting, number)


class OfDistributor(Seen):
    """The distributor's, by supplier and number."""

    def order(self, acting: Acting, supplier: str, number: int, **address: Any) -> Order:
        return order_for_distributor(acting.organization, supplier, number)


class OfRetailer(Seen):
    """The retailer's, by supplier and number."""

    def order(self, acting: Acting, supplier: str, number: int, **address: Any) -> Order:
        return order_for_retailer(acting.organization, supplier, number)


class Reading(Seen):
    """Reads one order."""

    def get(self, request: Request, **address: Any) -> Response:
        """Read an order with its lines and what happened to it."""
        state, version = self.current(request, **address)
        return with_etag(Response(state), version)


class Moving(Seen):
    """Takes a step of an order."""

    edits = ("POST",)

    class Input(serializers.Serializer[Any]):
        note = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")
        missing = serializers.ChoiceField(
            Missing.choices,
            required=False,
            help_text="At shipping, where something is back-ordered and not there: drop it, or move it to an order"
            " that follows. Not said, the shipment is refused with `lines`, what is missing.",
        )
        example: ClassVar = {"note": ""}

    @idempotent
    def post(self, request: Request, noun: str, **address: Any) -> Response:
        """Take a step of an order, as the agreement gives it.

        The last word of the address names it: confirmation, refusal, cancellation, preparation, shipment,
        delivery or return. A step of another party answers 403, one that the order's status does not allow 409.
        """
        acting = acting_of_call(request)
        move, side = move_for(acting, noun), SIDE_OF_HAT[acting.side]
        version = based_on(request)
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        order = self.order(acting, **address)
        said = dict(body.validated_data)
        if "missing" in said:
            said["missing"] = Missing(said["missing"])
        take_step(order=order, move=move, side=side, by=acting.user, version=version, **said)
        state, version = self.current(request, **address)
        return with_etag(Response(state, status=201), version)


class SellingOrderApi(Reading, OfSupplier, ApiView):
    """One order of the supplier."""

    need = Need(Side.SELLING, SEES_ORDERS)
    Output = PricedOrderDetailOutput


class DeliveringOrderApi(Reading, OfDistributor, ApiView):
    """One order that the distributor delivers."""

    need = Need(Side.DELIVERING, SEES_ORDERS)
    Output = OrderDetailOutput


class BuyingOrderApi(Reading, OfRetailer, ApiView):
    """One order of the retailer."""

    need = Need(Side.BUYING, SEES_ORDERS)
    Output = PricedOrderDetailOutput


class SellingMoveApi(Moving, OfSupplier, ApiView):
    """A step that the supplier takes."""

    need = Need(Side.SELLING, {"POST": Permission.VIEW_ORDERS})
    Output = PricedOrderDetailOutput


class DeliveringMoveApi(Moving, OfDistributor, ApiView):
    """A step that the distributor takes."""

    need = Need(Side.DELIVERING, {"POST": Permission.VIEW_ORDERS})
    Output = OrderDetailOutput


class BuyingMoveApi(Moving, OfRetailer, ApiView):
    """The retailer's cancellation."""

    need = Need(Side.BUYING, {"POST": Permission.PLACE_ORDERS})
    Output = PricedOrderDetailOutput

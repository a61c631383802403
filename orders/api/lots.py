"""Lots of an order for machines, and the orders of a lot (SPEC.md I13)."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inventory.queries import lot_for
from orders.api.sides import OfDistributor, OfSupplier, Seen
from orders.enums import SIDE_OF_HAT
from orders.queries.lots import choices_of, given_of, orders_with_lot
from orders.services.picking import choose_order_lots
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

MAX_UNITS, MAX_LINES = 1_000_000, 1_000
_IDS: dict[str, str] = {
    "warehouse_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
    "lot_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a17",
}
NEEDS: dict[str, Permission | None] = {
    "GET": Permission.VIEW_ORDERS,
    "POST": Permission.PREPARE_ORDERS,
}


class OrderLotOutput(serializers.Serializer[Any]):
    """A lot that an order may be given, and what is picked of it or would be."""

    product_id = serializers.UUIDField()
    name = serializers.CharField()
    wanted_units = serializers.IntegerField(help_text="What the order holds of the product there.")
    warehouse_id = serializers.UUIDField()
    lot_id = serializers.UUIDField()
    lot = serializers.CharField()
    best_before = serializers.DateField(allow_null=True)
    has_expired = serializers.BooleanField(
        help_text="Then it is not proposed, and goes only where it is chosen."
    )
    free_units = serializers.IntegerField(help_text="Not picked for other orders.")
    units = serializers.IntegerField(help_text="Picked, or as long as nothing is: proposed.")
    is_picked = serializers.BooleanField()
    example: ClassVar = {
        "product_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
        "name": "Pale Ale",
        "wanted_units": 3,
        **_IDS,
        "lot": "L-0815",
        "best_before": "2026-12-31",
        "has_expired": False,
        "free_units": 12,
        "units": 3,
        "is_picked": True,
    }


class OrderLotsOutput(serializers.Serializer[Any]):
    """The lots to choose from for an order."""

    lots = OrderLotOutput(many=True)
    example: ClassVar = {"lots": [OrderLotOutput.example]}


class ChosenInput(serializers.Serializer[Any]):
    """Units of a lot in a warehouse."""

    warehouse_id = serializers.UUIDField()
    lot_id = serializers.UUIDField()
    units = serializers.IntegerField(min_value=0, max_value=MAX_UNITS)
    example: ClassVar = {**_IDS, "units": 3}


class Choosing(Seen):
    """Reads and chooses the lots of an order."""

    edits = ("POST",)
    Output = OrderLotsOutput

    class Input(serializers.Serializer[Any]):
        lots = ChosenInput(many=True, allow_empty=False, max_length=MAX_LINES)  # type: ignore[call-arg]
        example: ClassVar = {"lots": [ChosenInput.example]}

    def current(self, request: Request, **address: Any) -> tuple[dict[str, Any], int]:
        """Return the lots to choose from as they stand, with the order's version."""
        order = self.order(acting_of_call(request), **address)
        rows = [
            {
                "product_id": row.held.product_id,
                "name": row.held.name,
                "wanted_units": row.held.units,
                "warehouse_id": choice.lot.warehouse_id,
                "lot_id": choice.lot.lot_id,
                "lot": choice.lot.code,
                "best_before": choice.lot.best_before,
                "has_expired": choice.has_expired,
                "free_units": choice.lot.free_units,
                "units": choice.units,
                "is_picked": bool(choice.lot.own_units),
            }
            for row in choices_of(order)
            for choice in row.choices
        ]
        return {"lots": rows}, order.version

    def get(self, request: Request, **address: Any) -> Response:
        """Read the lots that an order may be given, the first to expire first."""
        state, version = self.current(request, **address)
        return with_etag(Response(state), version)

    @idempotent
    def post(self, request: Request, **address: Any) -> Response:
        """Choose the lots of an order, before it ships.

        Of each product and warehouse that is named, these lots and no others; of the others what was picked stays.
        """
        acting = acting_of_call(request)
        order = self.order(acting, **address)
        version = based_on(request)
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        lots = body.validated_data["lots"]
        chosen = {(line["warehouse_id"], line["lot_id"]): line["units"] for line in lots}
        if len(chosen) < len(lots):
            raise serializers.ValidationError({"lots": [_("A lot stands here twice.")]})
        side = SIDE_OF_HAT[acting.side]
        choose_order_lots(order=order, chosen=chosen, side=side, by=acting.user, version=version)
        state, version = self.current(request, **address)
        return with_etag(Response(state, status=201), version)


class SellingLotsApi(Choosing, OfSupplier, ApiView):
    """The lots of an order that the supplier prepares."""

    need = Need(Side.SELLING, NEEDS)


class DeliveringLotsApi(Choosing, OfDistributor, ApiView):
    """The lots of an order that the distributor prepares."""

    need = Need(Side.DELIVERING, NEEDS)


class LotOrdersApi(ApiView):
    """Which orders got a lot of the supplier, or are to get it."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_ORDERS})
    is_list = True

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        supplier = serializers.SlugField()
        number = serializers.IntegerField()
        status = serializers.CharField()
        retailer_name = serializers.CharField()
        delivery_date = serializers.DateField()
        picked_units = serializers.IntegerField()
        shipped_units = serializers.IntegerField()
        returned_units = serializers.IntegerField()
        example: ClassVar = {
            "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a18",
            "supplier": "alder",
            "number": 1042,
            "status": "shipped",
            "retailer_name": "The Brass Heron",
            "delivery_date": "2026-11-26",
            "picked_units": 0,
            "shipped_units": 3,
            "returned_units": 0,
        }

    def get(self, request: Request, organization: str, lot: UUID) -> Response:
        """List the orders of a lot, the newest first, for a recall."""
        acting = acting_of_call(request)
        found = lot_for(acting.organization, acting.side, lot)

        def shown(rows: list[Any]) -> list[dict[str, Any]]:
            given = given_of(found, rows)
            return [
                {
                    name: getattr(order, name)
                    for name in ("id", "number", "status", "retailer_name", "delivery_date")
                }
                | {"supplier": order.supplier.slug}
                | {name: getattr(given[order.pk], name) for name in _GIVEN}
                for order in rows
            ]

        return paginated(request, orders_with_lot(acting, found), order=("-submitted_at", "-id"), shown=shown)


_GIVEN = ("picked_units", "shipped_units", "returned_units")


class DeliveringLotOrdersApi(LotOrdersApi):
    """Which orders that the distributor delivers got a lot."""

    need = Need(Side.DELIVERING, {"GET": Permission.VIEW_ORDERS})

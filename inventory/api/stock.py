"""Stock for machines: what lies where, receipts, adjustments (SPEC.md I3, I4, I6)."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inventory import queries, services
from inventory.api.shapes import (
    MAX_LINES,
    MAX_UNITS,
    ReceiptLineInput,
    balance_answer,
    product_at,
    units_and_lots,
)
from inventory.models import Warehouse
from inventory.queries import Place
from wholesale.accounts.models import User
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated, public_names
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import supplier_of_distributor
from wholesale.organizations.roles import Permission

_shown = public_names({"supplier_slug": "supplier", "keeper_slug": "keeper"})


class WarehousesApi(ApiView):
    """Where a supplier's stock lies."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_STOCK})
    is_list = True

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField(help_text="To send stock there, and to adjust it.")
        name = serializers.CharField()
        keeper = serializers.SlugField(help_text="The company that keeps it.")
        is_own = serializers.BooleanField()
        is_editable = serializers.BooleanField(help_text="Whether you may adjust what is on hand there.")
        example: ClassVar = {
            "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
            "name": "Dawn Distribution",
            "keeper": "dawn",
            "is_own": False,
            "is_editable": False,
        }

    def get(self, request: Request, organization: str) -> Response:
        """List the company's own warehouses, then its distributors'."""
        places = queries.places_of(acting_of_call(request).organization)
        rows = [
            {
                "id": place.key,
                "name": place.name,
                "keeper": place.keeper.slug,
                "is_own": place.is_own,
                "is_editable": place.is_editable,
            }
            for place in places
        ]
        return Response({"results": rows, "next": None, "previous": None})


class StockApi(ApiView):
    """What lies in each warehouse of each product."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_STOCK})
    is_list = True

    class Filters(serializers.Serializer[Any]):
        sku = serializers.CharField(required=False, max_length=40)
        warehouse_id = serializers.UUIDField(required=False)

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        supplier = serializers.SlugField()
        keeper = serializers.SlugField()
        warehouse_id = serializers.UUIDField()
        product_id = serializers.UUIDField()
        sku = serializers.CharField()
        name = serializers.CharField()
        on_hand_units = serializers.IntegerField()
        reserved_units = serializers.IntegerField()
        available_units = serializers.IntegerField()
        example: ClassVar = {
            "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a11",
            "supplier": "alder",
            "keeper": "dawn",
            "warehouse_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
            "product_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
            "sku": "PALE",
            "name": "Pale Ale",
            "on_hand_units": 24,
            "reserved_units": 2,
            "available_units": 22,
        }

    def get(self, request: Request, organization: str) -> Response:
        """List balances by product and warehouse."""
        acting = acting_of_call(request)
        rows = queries.balances_of(acting.organization, acting.side, **filters_of(request, self.Filters))
        return paginated(request, rows, order=["id"], shown=_shown)


class DeliveringStockApi(StockApi):
    """What a distributor keeps of each supplier's products."""

    need = Need(Side.DELIVERING, {"GET": Permission.VIEW_STOCK})


class ReceiptsApi(ApiView):
    """Stock that comes into a supplier's own warehouse."""

    need = Need(Side.SELLING, {"POST": Permission.MANAGE_STOCK})

    class Input(serializers.Serializer[Any]):
        lines = ReceiptLineInput(many=True, allow_empty=False, max_length=MAX_LINES)  # type: ignore[call-arg]
        reason = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
        warehouse_id = serializers.UUIDField(required=False, help_text="One of your own; else the main one.")
        example: ClassVar = {"lines": [ReceiptLineInput.example], "reason": "Brew 812"}

    class Output(serializers.Serializer[Any]):
        lines = ReceiptLineInput(many=True)
        example: ClassVar = {"lines": [ReceiptLineInput.example]}

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Receive stock into one's own warehouse."""
        acting = acting_of_call(request)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        units, lots = units_and_lots(acting.organization, data["lines"])
        services.receive_stock(
            supplier=acting.organization,
            warehouse=_own_warehouse(acting.organization, data),
            units_by_product=units,
            lots=lots,
            reason=data["reason"],
            by=acting.user,
        )
        return Response({"lines": data["lines"]}, status=201)


class DeliveringReceiptsApi(ApiView):
    """Stock of a supplier that comes into the distributor's own warehouse without a transfer."""

    need = Need(Side.DELIVERING, {"POST": Permission.MANAGE_STOCK})
    Output = ReceiptsApi.Output

    class Input(ReceiptsApi.Input):
        supplier = serializers.SlugField(help_text="Whose products they are.")
        example: ClassVar = {"supplier": "alder", **ReceiptsApi.Input.example}

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Receive a supplier's stock into one's own warehouse."""
        acting = acting_of_call(request)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        supplier = supplier_of_distributor(acting.organization, data["supplier"])
        units, lots = units_and_lots(supplier, data["lines"])
        services.receive_kept_stock(
            supplier=supplier,
            warehouse=_own_warehouse(acting.organization, data),
            units_by_product=units,
            lots=lots,
            reason=data["reason"],
            by=acting.user,
        )
        return Response({"lines": data["lines"]}, status=201)


class AdjustmentInput(serializers.Serializer[Any]):
    """A correction of what is on hand, as a difference."""

    sku = serializers.CharField(max_length=40)
    warehouse_id = serializers.UUIDField()
    change_units = serializers.IntegerField(
        min_value=-MAX_UNITS, max_value=MAX_UNITS, help_text="Counted minus seen; negative for less."
    )
    lot = serializers.CharField(
        required=False,
        max_length=40,
        help_text="Of this lot, where the product tracks lots; else the first to expire.",
    )
    reason = serializers.CharField(max_length=200)
    example: ClassVar = {
        "sku": "PALE",
        "warehouse_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
        "change_units": -2,
        "reason": "two broken",
    }


class AdjustmentOutput(serializers.Serializer[Any]):
    """The balance after a correction."""

    on_hand_units = serializers.IntegerField()
    reserved_units = serializers.IntegerField()
    available_units = serializers.IntegerField()
    example: ClassVar = {"on_hand_units": 22, "reserved_units": 2, "available_units": 20}


class AdjustmentsApi(ApiView):
    """Corrections of a supplier's stock, in its own warehouses and where a distributor grants it."""

    need = Need(Side.SELLING, {"POST": Permission.MANAGE_STOCK})
    Input = AdjustmentInput
    Output = AdjustmentOutput

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Correct what is on hand, with a reason."""
        acting = acting_of_call(request)
        data = _adjustment(self.Input(data=request.data))
        places = queries.places_of(acting.organization)
        return _correct(acting.organization, places, data, by=acting.user, verb=services.adjust_stock)


class DeliveringAdjustmentsApi(ApiView):
    """Corrections of a supplier's stock in the distributor's own warehouse."""

    need = Need(Side.DELIVERING, {"POST": Permission.MANAGE_STOCK})
    Output = AdjustmentOutput

    class Input(AdjustmentInput):
        supplier = serializers.SlugField(help_text="Whose product it is.")
        example: ClassVar = {"supplier": "alder", **AdjustmentInput.example}

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Correct what is on hand, with a reason."""
        acting = acting_of_call(request)
        data = _adjustment(self.Input(data=request.data))
        supplier = supplier_of_distributor(acting.organization, data["supplier"])
        places = queries.own_places_of(acting.organization)
        return _correct(supplier, places, data, by=acting.user, verb=services.adjust_kept_stock)


def _correct(
    supplier: Organization, places: list[Place], data: dict[str, Any], *, by: User, verb: Callable[..., None]
) -> Response:
    """Correct a lot where one is named, else the product by this verb; answer what is there now."""
    product, at = product_at(supplier, places, data)
    change = {"change_units": data["change_units"], "reason": data["reason"], "by": by}
    if code := data.get("lot"):
        lot = queries.lot_by_code(supplier, product, code)
        services.count_lot(supplier=supplier, warehouse=at, lot=lot, **change)
    else:
        verb(supplier=supplier, warehouse=at, product=product, **change)
    return balance_answer(supplier.pk, at, product)


def _own_warehouse(keeper: Organization, data: dict[str, Any]) -> Warehouse:
    """Return the own warehouse that is named, or the main one; 404 for another company's."""
    places = queries.own_places_of(keeper)
    key = data.get("warehouse_id")
    return services.warehouse_of(queries.place_for(places, key) if key else places[0])


def _adjustment(given: AdjustmentInput) -> dict[str, Any]:
    given.is_valid(raise_exception=True)
    if not given.validated_data["change_units"]:
        raise serializers.ValidationError({"change_units": [_("Say by how many.")]})
    data: dict[str, Any] = given.validated_data
    return data

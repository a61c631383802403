"""Stock for machines: what lies where, receipts, adjustments (SPEC.md I3, I4, I6)."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs.models import Product
from catalogs.queries import product_for_supplier
from inventory import queries, services
from inventory.api.shapes import MAX_UNITS, LineInput, LinesInput, found_products, units_by_product
from inventory.models import Warehouse
from inventory.queries import Place
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

    class Input(LinesInput):
        reason = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
        example: ClassVar = {"lines": [LineInput.example], "reason": "Brew 812"}

    class Output(serializers.Serializer[Any]):
        lines = LineInput(many=True)
        example: ClassVar = {"lines": [LineInput.example]}

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Receive stock into the main warehouse."""
        acting = acting_of_call(request)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        services.receive_stock(
            supplier=acting.organization,
            warehouse=services.default_warehouse(acting.organization),
            units_by_product=units_by_product(acting.organization, data["lines"]),
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
        """Receive a supplier's stock into the main warehouse."""
        acting = acting_of_call(request)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        supplier = supplier_of_distributor(acting.organization, data["supplier"])
        services.receive_kept_stock(
            supplier=supplier,
            warehouse=services.default_warehouse(acting.organization),
            units_by_product=units_by_product(supplier, data["lines"]),
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
        product, at = _of(acting.organization, queries.places_of(acting.organization), data)
        change = {"change_units": data["change_units"], "reason": data["reason"], "by": acting.user}
        services.adjust_stock(supplier=acting.organization, warehouse=at, product=product, **change)
        return _balance(acting.organization.pk, at, product)


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
        product, at = _of(supplier, queries.own_places_of(acting.organization), data)
        change = {"change_units": data["change_units"], "reason": data["reason"], "by": acting.user}
        services.adjust_kept_stock(supplier=supplier, warehouse=at, product=product, **change)
        return _balance(supplier.pk, at, product)


def _adjustment(given: AdjustmentInput) -> dict[str, Any]:
    given.is_valid(raise_exception=True)
    if not given.validated_data["change_units"]:
        raise serializers.ValidationError({"change_units": [_("Say by how many.")]})
    data: dict[str, Any] = given.validated_data
    return data


def _of(supplier: Organization, places: list[Place], data: dict[str, Any]) -> tuple[Product, Warehouse]:
    """Return the product and the warehouse that a correction names; 404 for other companies'."""
    product = product_for_supplier(supplier, found_products(supplier, [data["sku"]])[data["sku"]])
    return product, services.warehouse_of(queries.place_for(places, data["warehouse_id"]))


def _balance(supplier_id: UUID, at: Warehouse, product: Product) -> Response:
    balance = queries.balance_for(supplier_id, at, product.pk)
    shown = {name: getattr(balance, name) for name in ("on_hand_units", "reserved_units", "available_units")}
    return Response(shown, status=201)

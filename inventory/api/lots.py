"""Lots for machines: which lie where, and naming what has none (SPEC.md I13)."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inventory import queries, services
from inventory.api.shapes import MAX_UNITS, product_at
from inventory.drafts import LotUnits
from inventory.queries import Place
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated, public_names
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import supplier_of_distributor
from wholesale.organizations.roles import Permission

NEEDS: dict[str, Permission | None] = {"GET": Permission.VIEW_STOCK}
_named = public_names({"supplier_slug": "supplier", "keeper_slug": "keeper", "code": "lot"})
_HIDDEN = ("keeper_name", "warehouse_name")


def _shown(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in _HIDDEN} for row in _named(rows)]


class LotOutput(serializers.Serializer[Any]):
    """Units of a lot in a warehouse."""

    id = serializers.UUIDField()
    lot_id = serializers.UUIDField()
    lot = serializers.CharField()
    best_before = serializers.DateField(allow_null=True)
    supplier = serializers.SlugField()
    keeper = serializers.SlugField()
    warehouse_id = serializers.UUIDField()
    product_id = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    on_hand_units = serializers.IntegerField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a16",
        "lot_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a17",
        "lot": "L-0815",
        "best_before": "2026-12-31",
        "supplier": "alder",
        "keeper": "dawn",
        "warehouse_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
        "product_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
        "sku": "PALE",
        "name": "Pale Ale",
        "on_hand_units": 12,
    }


class LotsApi(ApiView):
    """The lots of a supplier, where they lie."""

    need = Need(Side.SELLING, NEEDS)
    is_list = True
    Output = LotOutput

    class Filters(serializers.Serializer[Any]):
        sku = serializers.CharField(required=False, max_length=40)
        warehouse_id = serializers.UUIDField(required=False)
        expires_by = serializers.DateField(required=False, help_text="Best before this day, or earlier.")

    def get(self, request: Request, organization: str) -> Response:
        """List what lies of which lot where."""
        acting = acting_of_call(request)
        rows = queries.lot_balances_of(acting.organization, acting.side, **filters_of(request, self.Filters))
        return paginated(request, rows, order=["id"], shown=_shown)


class DeliveringLotsApi(LotsApi):
    """The lots of each supplier that a distributor keeps."""

    need = Need(Side.DELIVERING, NEEDS)


class NamingInput(serializers.Serializer[Any]):
    """Units that lie in a warehouse without a lot, and which they are."""

    sku = serializers.CharField(max_length=40)
    warehouse_id = serializers.UUIDField()
    lot = serializers.CharField(max_length=40)
    best_before = serializers.DateField(required=False)
    units = serializers.IntegerField(min_value=1, max_value=MAX_UNITS)
    example: ClassVar = {
        "sku": "PALE",
        "warehouse_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
        "lot": "L-0815",
        "best_before": "2026-12-31",
        "units": 12,
    }


class NamingOutput(serializers.Serializer[Any]):
    """The lot that was named."""

    lot_id = serializers.UUIDField()
    lot = serializers.CharField()
    best_before = serializers.DateField(allow_null=True)
    example: ClassVar = {
        "lot_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a17",
        "lot": "L-0815",
        "best_before": "2026-12-31",
    }


class LotNamesApi(ApiView):
    """Naming the lots of what lies in a warehouse without one."""

    need = Need(Side.SELLING, {"POST": Permission.MANAGE_STOCK})
    Input, Output = NamingInput, NamingOutput

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Say of units on hand which lot they are; what is on hand stays as it is."""
        acting = acting_of_call(request)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        supplier, places = self.whose(acting.organization, given.validated_data)
        product, at = product_at(supplier, places, given.validated_data)
        data = given.validated_data
        said = LotUnits(data["lot"].strip(), data["units"], data.get("best_before"))
        lot = services.name_lot(supplier=supplier, warehouse=at, product=product, given=said, by=acting.user)
        return Response({"lot_id": lot.pk, "lot": lot.code, "best_before": lot.best_before}, status=201)

    def whose(self, company: Organization, data: dict[str, Any]) -> tuple[Organization, list[Place]]:
        """Return whose stock it is, and where it may lie."""
        return company, queries.places_of(company)


class DeliveringLotNamesApi(LotNamesApi):
    """Naming the lots of a supplier's stock in the distributor's own warehouse."""

    need = Need(Side.DELIVERING, {"POST": Permission.MANAGE_STOCK})

    class Input(NamingInput):
        supplier = serializers.SlugField(help_text="Whose product it is.")
        example: ClassVar = {"supplier": "alder", **NamingInput.example}

    def whose(self, company: Organization, data: dict[str, Any]) -> tuple[Organization, list[Place]]:
        """Return the supplier that is named, and the distributor's own warehouses."""
        return supplier_of_distributor(company, data["supplier"]), queries.own_places_of(company)

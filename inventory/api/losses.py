"""Lost and broken stock for machines (SPEC.md I4)."""

from collections.abc import Callable
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inventory import queries, services
from inventory.api.shapes import MAX_UNITS, balance_answer, product_at
from inventory.api.stock import AdjustmentOutput
from inventory.queries import Place
from wholesale.accounts.models import User
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import supplier_of_distributor
from wholesale.organizations.roles import Permission


class WriteOffInput(serializers.Serializer[Any]):
    """Units that are lost or broken."""

    sku = serializers.CharField(max_length=40)
    warehouse_id = serializers.UUIDField()
    units = serializers.IntegerField(min_value=1, max_value=MAX_UNITS)
    lot = serializers.CharField(
        required=False,
        max_length=40,
        help_text="Of this lot, where the product tracks lots; else the first to expire.",
    )
    reason = serializers.CharField(max_length=200)
    example: ClassVar = {
        "sku": "PALE",
        "warehouse_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
        "units": 2,
        "reason": "broken",
    }


class WriteOffsApi(ApiView):
    """Losses of a supplier's stock, in its own warehouses and where a distributor grants it."""

    need = Need(Side.SELLING, {"POST": Permission.MANAGE_STOCK})
    Input = WriteOffInput
    Output = AdjustmentOutput

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Take lost or broken units out, with a reason."""
        acting = acting_of_call(request)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        places = queries.places_of(acting.organization)
        return _lose(acting.organization, places, data, by=acting.user, verb=services.write_off)


class DeliveringWriteOffsApi(ApiView):
    """Losses of a supplier's stock in the distributor's own warehouse."""

    need = Need(Side.DELIVERING, {"POST": Permission.MANAGE_STOCK})
    Output = AdjustmentOutput

    class Input(WriteOffInput):
        supplier = serializers.SlugField(help_text="Whose product it is.")
        example: ClassVar = {"supplier": "alder", **WriteOffInput.example}

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Take lost or broken units out, with a reason."""
        acting = acting_of_call(request)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        supplier = supplier_of_distributor(acting.organization, data["supplier"])
        places = queries.own_places_of(acting.organization)
        return _lose(supplier, places, data, by=acting.user, verb=services.write_off_kept)


def _lose(
    supplier: Organization, places: list[Place], data: dict[str, Any], *, by: User, verb: Callable[..., None]
) -> Response:
    """Write off a lot where one is named, else the product by this verb; answer what is left there."""
    product, at = product_at(supplier, places, data)
    loss = {"units": data["units"], "reason": data["reason"], "by": by}
    if code := data.get("lot"):
        lot = queries.lot_by_code(supplier, product, code)
        services.write_off_lot(supplier=supplier, warehouse=at, lot=lot, **loss)
    else:
        verb(supplier=supplier, warehouse=at, product=product, **loss)
    return balance_answer(supplier.pk, at, product)

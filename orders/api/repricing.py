"""What a change of prices would do to open carts, for machines (SPEC.md K7, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs.queries.changes import change_for_supplier
from orders.queries.repricing import carts_touched
from retailers.queries import customers_of
from wholesale.api.base import ApiView, acting_of_call
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission


class PriceChangeCartsApi(ApiView):
    """The open carts that come to something else by a change of prices."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS})

    class Output(serializers.Serializer[Any]):
        """Those first that it moves most, up to fifty; `count` and `totals` are of all."""

        class Cart(serializers.Serializer[Any]):
            customer = serializers.UUIDField()
            name = serializers.CharField()
            currency = serializers.CharField()
            lines = serializers.IntegerField()
            difference = serializers.DecimalField(max_digits=15, decimal_places=3)
            gone = serializers.ListField(child=serializers.CharField())

        count = serializers.IntegerField()
        totals = serializers.DictField(child=serializers.DecimalField(max_digits=15, decimal_places=3))
        is_all = serializers.BooleanField(help_text="Of very many lines only the first are worked out.")
        carts = Cart(many=True)
        example: ClassVar = {
            "count": 1,
            "totals": {"USD": "18.000"},
            "is_all": True,
            "carts": [
                {
                    "customer": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a17",
                    "name": "The Anchor",
                    "currency": "USD",
                    "lines": 2,
                    "difference": "18.000",
                    "gone": ["Winter Stout"],
                }
            ],
        }

    def get(self, request: Request, organization: str, change: UUID) -> Response:
        """Return what a change would do to open carts, at their quantities; `gone` is no longer offered."""
        acting = acting_of_call(request)
        found = carts_touched(change_for_supplier(acting.organization, change), customers_of(acting))
        rows = [
            {"customer": cart.customer.pk, "name": cart.customer.private.display_name}
            | {name: getattr(cart, name) for name in ("currency", "lines", "difference", "gone")}
            for cart in found.carts
        ]
        said = {name: getattr(found, name) for name in ("count", "totals", "is_all")} | {"carts": rows}
        return Response(self.Output(said).data)

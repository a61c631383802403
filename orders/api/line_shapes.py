"""How the lines of an order look to a machine, and what happened to them."""

from typing import Any

from rest_framework import serializers

from orders.api.tax_shapes import RateOutput
from orders.enums import ChangeReason, LineStage

LINE_EXAMPLE: dict[str, Any] = {
    "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a11",
    "product_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
    "sku": "PALE",
    "name": "Pale Ale",
    "pack": "24 × 355 ml",
    "ordered_units": 3,
    "quantity_units": 3,
    "handover_units": 0,
    "backordered_units": 0,
    "shipped_units": None,
    "delivered_units": None,
}
COST_EXAMPLE: dict[str, Any] = {
    "unit_price": "30.00",
    "cost": "90.00",
    "unit_deposit": "0.00",
    "taxes": [{"name": "Sales tax", "rate_percent": "8.500", "number": ""}],
}


class LineOutput(serializers.Serializer[Any]):
    """A line of an order."""

    id = serializers.UUIDField()
    product_id = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    pack = serializers.CharField(allow_blank=True)
    ordered_units = serializers.IntegerField(help_text="What the retailer asked for last.")
    quantity_units = serializers.IntegerField(
        help_text="What is to come: less or more than ordered where the supplier changed it, see `changes`."
    )
    handover_units = serializers.IntegerField(help_text="Of them: the supplier brings them to the deliverer.")
    backordered_units = serializers.IntegerField(
        help_text="Of them: not there. Once shipped, they were dropped or moved to an order that `follows`."
    )
    shipped_units = serializers.IntegerField(allow_null=True)
    delivered_units = serializers.IntegerField(allow_null=True)


class PricedLineOutput(LineOutput):
    """A line of an order with what it costs."""

    unit_price = serializers.DecimalField(max_digits=12, decimal_places=3)
    cost = serializers.DecimalField(max_digits=14, decimal_places=3)
    unit_deposit = serializers.DecimalField(max_digits=12, decimal_places=3)
    taxes = RateOutput(many=True)


class LineChangeOutput(serializers.Serializer[Any]):
    """What became of one line, and why."""

    product_id = serializers.UUIDField(source="line.product_id")
    name = serializers.CharField(source="line.name")
    stage = serializers.ChoiceField(choices=LineStage.choices)
    before_units = serializers.IntegerField()
    after_units = serializers.IntegerField()
    reason = serializers.ChoiceField(
        choices=ChangeReason.choices,
        allow_blank=True,
        help_text="Empty where the retailer changed its order.",
    )
    note = serializers.CharField(allow_blank=True)


class EventOutput(serializers.Serializer[Any]):
    """What happened to an order, the newest first."""

    status = serializers.CharField()
    who = serializers.CharField(allow_blank=True)
    company = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    changes = LineChangeOutput(many=True)

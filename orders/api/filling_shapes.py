"""How filling a cart looks to a machine."""

from typing import Any, ClassVar

from rest_framework import serializers

from orders.queries.filling import FillLine
from orders.services.filling import Filled

_PRODUCT = "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10"


class FillInput(serializers.Serializer[Any]):
    """What to put into the cart; nothing named means all."""

    class Line(serializers.Serializer[Any]):
        product_id = serializers.UUIDField()
        quantity_units = serializers.IntegerField(
            required=False, min_value=1, max_value=1_000_000, help_text="By default as many as it says there."
        )

    lines = Line(many=True, required=False, max_length=500)  # type: ignore[call-arg]
    example: ClassVar = {"lines": [{"product_id": _PRODUCT, "quantity_units": 3}]}


class FilledOutput(serializers.Serializer[Any]):
    """What became of it. `version` is the cart's; 0 where nothing went in, and then the cart is as it was."""

    class Put(serializers.Serializer[Any]):
        product_id = serializers.UUIDField()
        name = serializers.CharField()
        added_units = serializers.IntegerField()
        quantity_units = serializers.IntegerField(help_text="In the cart now.")

    class Refused(serializers.Serializer[Any]):
        line = serializers.IntegerField(allow_null=True, help_text="Of a quick order, from 1.")
        product_id = serializers.UUIDField(allow_null=True)
        name = serializers.CharField(help_text="Of a quick order the line as it was sent.")
        wanted_units = serializers.IntegerField(allow_null=True)
        reason = serializers.CharField()
        available_units = serializers.IntegerField(allow_null=True)

    version = serializers.IntegerField()
    put = Put(many=True)
    refused = Refused(many=True)
    example: ClassVar = {
        "version": 4,
        "put": [{"product_id": _PRODUCT, "name": "Pale Ale", "added_units": 3, "quantity_units": 5}],
        "refused": [],
    }


class FillLineOutput(serializers.Serializer[Any]):
    """A product that is wanted again. Not offered: it is gone, and only the name you knew is told."""

    product_id = serializers.UUIDField()
    name = serializers.CharField()
    wanted_units = serializers.IntegerField()
    fitting_units = serializers.IntegerField(help_text="As many as multiple, minimum and stock let in.")
    is_offered = serializers.BooleanField()
    unit_price = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
    was_unit_price = serializers.DecimalField(
        max_digits=12, decimal_places=3, allow_null=True, help_text="Of an order, where it can be compared."
    )
    available_units = serializers.IntegerField(allow_null=True)
    backordered_units = serializers.IntegerField(help_text="Of what is wanted: not there, and it may wait.")
    cart_units = serializers.IntegerField()
    example: ClassVar = {
        "product_id": _PRODUCT,
        "name": "Pale Ale",
        "wanted_units": 3,
        "fitting_units": 3,
        "is_offered": True,
        "unit_price": "30.000",
        "was_unit_price": "29.000",
        "available_units": 24,
        "backordered_units": 0,
        "cart_units": 0,
    }


def filled_shown(filled: Filled) -> dict[str, Any]:
    """Return what became of filling as FilledOutput."""
    put = [
        {name: getattr(line, name) for name in ("product_id", "name", "added_units", "quantity_units")}
        for line in filled.put
    ]
    columns = ("product_id", "name", "wanted_units", "reason", "available_units")
    refused = [{"line": None} | {name: getattr(line, name) for name in columns} for line in filled.refused]
    return {"version": filled.version, "put": put, "refused": refused}


def line_shown(line: FillLine, *, with_was: bool = True) -> dict[str, Any]:
    """Return a line as FillLineOutput."""
    return {
        "product_id": line.product_id,
        "name": line.name,
        "wanted_units": line.wanted.units,
        "fitting_units": line.units,
        "is_offered": line.offer is not None,
        "unit_price": line.offer.unit_price if line.offer else None,
        "was_unit_price": line.wanted.was_price if with_was else None,
        "available_units": line.offer.available_units if line.offer else None,
        "backordered_units": line.backordered_units,
        "cart_units": line.cart_units,
    }

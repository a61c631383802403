"""How units of products are given to the API: by SKU, line by line."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers

from catalogs.queries import ids_by_sku
from wholesale.organizations.models import Organization

MAX_UNITS, MAX_LINES = 1_000_000, 500


class LineInput(serializers.Serializer[Any]):
    """Units of a product."""

    sku = serializers.CharField(max_length=40)
    units = serializers.IntegerField(min_value=1, max_value=MAX_UNITS)
    example: ClassVar = {"sku": "PALE", "units": 12}


class LinesInput(serializers.Serializer[Any]):
    """Units of many products; a SKU that stands twice is added up."""

    lines = LineInput(many=True, allow_empty=False, max_length=MAX_LINES)  # type: ignore[call-arg]


def units_by_product(supplier: Organization, lines: list[dict[str, Any]]) -> dict[UUID, int]:
    """Return the units by product. Raises: ValidationError naming the lines of unknown SKUs."""
    ids = found_products(supplier, [line["sku"] for line in lines])
    units: dict[UUID, int] = {}
    for line in lines:
        product = ids[line["sku"]]
        units[product] = units.get(product, 0) + line["units"]
    return units


def found_products(supplier: Organization, skus: list[str]) -> dict[str, UUID]:
    """Return the products of these SKUs. Raises: ValidationError naming the lines of unknown ones."""
    ids = ids_by_sku(supplier, skus)
    unknown = [{} if sku in ids else {"sku": [_("There is no such product.")]} for sku in skus]
    if any(unknown):
        raise serializers.ValidationError({"lines": unknown})
    return ids

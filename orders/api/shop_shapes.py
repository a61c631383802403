"""How a shop looks to a machine, and what it may be asked for."""

from typing import Any, ClassVar

from rest_framework import serializers

from catalogs.enums import LicenceRule
from orders.api.tax_shapes import RateOutput
from orders.queries.facets import Facets
from orders.queries.wishing import Wish
from wholesale.api.breaks import BREAKS_EXAMPLE, BreakField, breaks_shown

_EXAMPLE: dict[str, Any] = {
    "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
    "sku": "PALE",
    "name": "Pale Ale",
    "unit": "case",
    "pack": "24 × 355 ml",
    "category": "Beer",
    "brand": "",
    "attributes": {"style": "Pale ale"},
    "picture_digest": "9b2c1f…",
    "order_multiple": 1,
    "minimum_units": 1,
    "allows_backorder": False,
    "licence": "",
    "unit_price": "30.000",
    "price_breaks": BREAKS_EXAMPLE,
    "unit_deposit": "1.200",
    "taxes": [{"name": "Sales tax", "rate_percent": "8.500", "number": ""}],
    "available_units": 24,
}
_BESIDE = ("breaks", "cart_units")  # what a page puts beside it


class OfferOutput(serializers.Serializer[Any]):
    """A product as a customer may buy it now."""

    id = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    pack = serializers.CharField(allow_blank=True)
    category = serializers.CharField(allow_blank=True)
    brand = serializers.CharField(allow_blank=True)
    attributes = serializers.DictField()
    picture_digest = serializers.CharField(
        allow_blank=True, help_text="Of its first picture; see `…/pictures/<digest>/`."
    )
    order_multiple = serializers.IntegerField()
    minimum_units = serializers.IntegerField()
    allows_backorder = serializers.BooleanField(
        help_text="More than `available_units` can be ordered; the rest waits on its line."
    )
    licence = serializers.ChoiceField(
        LicenceRule.choices,
        allow_blank=True,
        help_text="Whether it takes a licence, and without one the order is warned of or refused.",
    )
    unit_price = serializers.DecimalField(
        max_digits=12,
        decimal_places=3,
        help_text="For `minimum_units`; the cart's `includes_tax` says whether `taxes` are in it.",
    )
    price_breaks = BreakField(many=True)
    unit_deposit = serializers.DecimalField(max_digits=12, decimal_places=3)
    taxes = RateOutput(many=True, help_text="Where you take deliveries, unless you are exempt.")
    available_units = serializers.IntegerField()
    example: ClassVar = _EXAMPLE


class WishFilters(serializers.Serializer[Any]):
    """What is looked for. Of category, brand and attribute several may be named: any value of each kind will do."""

    q = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Words; a slip of the pen is forgiven."
    )
    category = serializers.ListField(
        required=False, child=serializers.CharField(max_length=60), max_length=20
    )
    brand = serializers.ListField(required=False, child=serializers.CharField(max_length=60), max_length=20)
    attribute = serializers.ListField(
        required=False,
        child=serializers.RegexField(r"^[^:]+:.+$", max_length=200),
        max_length=20,
        help_text="A property as name:value.",
    )
    sold_out = serializers.BooleanField(required=False, help_text="Also what is sold out.")


class WholeOfferOutput(OfferOutput):
    """A product with everything that its own page says."""

    description = serializers.CharField(allow_blank=True)
    gtin = serializers.CharField(allow_blank=True)
    weight_grams = serializers.IntegerField(allow_null=True)
    example: ClassVar = {**_EXAMPLE, "description": "Crisp.", "gtin": "4006381333931", "weight_grams": 9800}


class FacetsOutput(serializers.Serializer[Any]):
    """How many products each choice would leave; of a kind as if nothing of that kind were chosen yet."""

    class Count(serializers.Serializer[Any]):
        value = serializers.CharField()
        products = serializers.IntegerField()

    total = serializers.IntegerField()
    categories = Count(many=True)
    brands = Count(many=True)
    attributes = serializers.DictField(child=Count(many=True))
    example: ClassVar = {
        "total": 12,
        "categories": [{"value": "Beer", "products": 12}],
        "brands": [],
        "attributes": {"style": [{"value": "IPA", "products": 3}]},
    }


def wish_from(filters: dict[str, Any], *, cursor: str = "") -> Wish:
    """Return what is looked for, of checked WishFilters."""
    pairs = (each.partition(":") for each in filters.get("attribute", []))
    return Wish(
        text=filters.get("q", ""),
        categories=tuple(filters.get("category", [])),
        brands=tuple(filters.get("brand", [])),
        attributes=tuple((name.strip(), value.strip()) for name, _, value in pairs),
        sold_out=filters.get("sold_out", False),
        cursor=cursor,
    )


def offer_shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row of one product as WholeOfferOutput."""
    shown = {name: value for name, value in row.items() if name not in _BESIDE}
    return shown | {"price_breaks": breaks_shown(row["price_breaks"])}


def facets_shown(facets: Facets) -> dict[str, Any]:
    """Return counts as FacetsOutput."""
    return {
        "total": facets.total,
        "categories": _counts(facets.categories),
        "brands": _counts(facets.brands),
        "attributes": {name: _counts(counts) for name, counts in facets.attributes.items()},
    }


def _counts(counts: list[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"value": value, "products": number} for value, number in counts]

"""How units of products are given to the API: by SKU, line by line."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from catalogs.models import Product
from catalogs.queries import ids_by_sku, product_for_supplier
from inventory import queries, services
from inventory.drafts import LotUnits
from inventory.models import Warehouse
from inventory.queries import Place
from wholesale.organizations.models import Organization

MAX_UNITS, MAX_LINES = 1_000_000, 500


class LineInput(serializers.Serializer[Any]):
    """Units of a product."""

    sku = serializers.CharField(max_length=40)
    units = serializers.IntegerField(min_value=1, max_value=MAX_UNITS)
    example: ClassVar = {"sku": "PALE", "units": 12}


class ReceiptLineInput(LineInput):
    """Units of a product that came in; of one that tracks lots, of which lot."""

    lot = serializers.CharField(
        required=False,
        max_length=40,
        help_text="As it is printed on the goods; where the product tracks lots.",
    )
    best_before = serializers.DateField(required=False, help_text="Of the lot, where it is not known yet.")
    example: ClassVar = {"sku": "PALE", "units": 12, "lot": "L-0815", "best_before": "2026-12-31"}


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


def units_and_lots(
    supplier: Organization, lines: list[dict[str, Any]]
) -> tuple[dict[UUID, int], dict[UUID, list[LotUnits]]]:
    """Return the units by product of lines that name no lot, and those that do by product."""
    ids = found_products(supplier, [line["sku"] for line in lines])
    lots: dict[UUID, list[LotUnits]] = {}
    for line in lines:
        if code := line.get("lot", "").strip():
            lots.setdefault(ids[line["sku"]], []).append(
                LotUnits(code, line["units"], line.get("best_before"))
            )
    plain = [line for line in lines if not line.get("lot", "").strip()]
    return units_by_product(supplier, plain) if plain else {}, lots


def found_products(supplier: Organization, skus: list[str]) -> dict[str, UUID]:
    """Return the products of these SKUs. Raises: ValidationError naming the lines of unknown ones."""
    ids = ids_by_sku(supplier, skus)
    unknown = [{} if sku in ids else {"sku": [_("There is no such product.")]} for sku in skus]
    if any(unknown):
        raise serializers.ValidationError({"lines": unknown})
    return ids


def product_at(
    supplier: Organization, places: list[Place], data: dict[str, Any]
) -> tuple[Product, Warehouse]:
    """Return the product and the warehouse that a correction names; 404 for other companies'."""
    product = product_for_supplier(supplier, found_products(supplier, [data["sku"]])[data["sku"]])
    return product, services.warehouse_of(queries.place_for(places, data["warehouse_id"]))


def balance_answer(supplier_id: UUID, at: Warehouse, product: Product) -> Response:
    """Answer with what lies there now."""
    balance = queries.balance_for(supplier_id, at, product.pk)
    shown = {name: getattr(balance, name) for name in ("on_hand_units", "reserved_units", "available_units")}
    return Response(shown, status=201)

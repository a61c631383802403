"""A supplier's products for machines (SPEC.md K1, X1)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.changes import details_of
from catalogs.details import (
    COLUMNS,
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    LONGEST_TEXT,
    MAX_ATTRIBUTES,
    ProductDetails,
    gtin_of,
    has_coins_for,
)
from catalogs.enums import LicenceRule
from catalogs.errors import ProductRefused
from catalogs.models import Product
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission

SHOWN = ("id", *COLUMNS, "unit_price", "picture_digest", "version")
_EXAMPLE: dict[str, Any] = {
    "sku": "PALE",
    "name": "Pale Ale",
    "description": "",
    "category": "Beer",
    "brand": "Alder",
    "unit": "case",
    "pack": "24 × 355 ml",
    "order_multiple": 1,
    "minimum_units": 1,
    "allows_backorder": False,
    "licence": "",
    "tracks_lots": False,
    "low_stock_units": 10,
    "gtin": "4006381333931",
    "weight_grams": 9800,
    "tax_class_id": None,
    "deposit": "2.400",
    "sold_from": None,
    "sold_until": None,
    "attributes": {"ABV": "5.2 %"},
    "is_active": True,
    "unit_price": "30.000",
}


class ProductInput(serializers.Serializer[Any]):
    """A product. `unit_price` is on the default price list, in the company's currency, null for none."""

    sku = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=120)
    description = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_DESCRIPTION)
    category = serializers.CharField(required=False, allow_blank=True, max_length=60)
    brand = serializers.CharField(required=False, allow_blank=True, max_length=60)
    unit = serializers.CharField(required=False, allow_blank=True, max_length=20)
    pack = serializers.CharField(required=False, allow_blank=True, max_length=60)
    order_multiple = serializers.IntegerField(required=False, min_value=1, max_value=1_000_000)
    minimum_units = serializers.IntegerField(required=False, min_value=1, max_value=1_000_000)
    allows_backorder = serializers.BooleanField(required=False)
    licence = serializers.ChoiceField(LicenceRule.choices, required=False, allow_blank=True)
    tracks_lots = serializers.BooleanField(required=False)
    low_stock_units = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000)
    gtin = serializers.CharField(required=False, allow_blank=True, max_length=20)
    weight_grams = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=100_000_000
    )
    tax_class_id = serializers.UUIDField(required=False, allow_null=True)
    deposit = serializers.DecimalField(required=False, max_digits=12, decimal_places=3, min_value=Decimal(0))
    sold_from = serializers.DateTimeField(required=False, allow_null=True)
    sold_until = serializers.DateTimeField(required=False, allow_null=True)
    attributes = serializers.DictField(
        required=False, child=serializers.CharField(max_length=LONGEST_TEXT), allow_empty=True
    )
    is_active = serializers.BooleanField(required=False)
    unit_price = serializers.DecimalField(
        required=False, allow_null=True, max_digits=12, decimal_places=3, min_value=Decimal(0)
    )
    example: ClassVar = _EXAMPLE

    def validate_attributes(self, found: dict[str, str]) -> dict[str, str]:
        """Refuse more properties than fit, and names that are none; their texts the field has checked."""
        if len(found) > MAX_ATTRIBUTES:
            raise serializers.ValidationError(_("At most 30 properties fit."))
        name = serializers.CharField(max_length=LONGEST_NAME)
        return {name.run_validation(key): text for key, text in found.items()}

    def validate_gtin(self, text: str) -> str:
        """Check the barcode's check digit."""
        try:
            return gtin_of(text)
        except ValueError as error:
            raise serializers.ValidationError(_("This is not a barcode.")) from error

    def validate_unit_price(self, price: Decimal | None) -> Decimal | None:
        """Refuse more decimals than the currency has coins for."""
        if price is not None and not has_coins_for(price, self.context["currency"]):
            raise serializers.ValidationError(_("The currency has fewer decimals."))
        return price


class ProductOutput(serializers.Serializer[Any]):
    """A product as it stands."""

    id = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    category = serializers.CharField(allow_blank=True)
    brand = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    pack = serializers.CharField(allow_blank=True)
    order_multiple = serializers.IntegerField()
    minimum_units = serializers.IntegerField()
    allows_backorder = serializers.BooleanField(help_text="Customers may order more than is there.")
    licence = serializers.ChoiceField(
        LicenceRule.choices,
        allow_blank=True,
        help_text="Whether it takes a licence, and without a valid one orders are warned of or refused.",
    )
    tracks_lots = serializers.BooleanField(help_text="It has lots with best-before dates.")
    low_stock_units = serializers.IntegerField()
    gtin = serializers.CharField(allow_blank=True)
    weight_grams = serializers.IntegerField(allow_null=True)
    tax_class_id = serializers.UUIDField(allow_null=True)
    deposit = serializers.DecimalField(max_digits=12, decimal_places=3)
    sold_from = serializers.DateTimeField(allow_null=True)
    sold_until = serializers.DateTimeField(allow_null=True)
    attributes = serializers.DictField()
    is_active = serializers.BooleanField()
    unit_price = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
    picture_digest = serializers.CharField(
        allow_blank=True, help_text="Of its first picture; see `…/products/pictures/<digest>/`."
    )
    version = serializers.IntegerField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
        **_EXAMPLE,
        "picture_digest": "",
        "version": 1,
    }


def shown(supplier: Organization, product_id: UUID) -> dict[str, Any]:
    """Return a product as machines see it; 404 for anyone else's."""
    queries.product_for_supplier(supplier, product_id)
    found: dict[str, Any] = queries.products_of(supplier).values(*SHOWN).get(pk=product_id)
    return found


def checked(request: Request, supplier: Organization, *, partial: bool = False) -> dict[str, Any]:
    """Return the checked body of a call."""
    given = ProductInput(data=request.data, partial=partial, context={"currency": supplier.currency})
    given.is_valid(raise_exception=True)
    data: dict[str, Any] = given.validated_data
    return data


def saved(**given: Any) -> Product:
    """Save a product; what is wrong with it is said by field."""
    try:
        return services.save_product(**given)
    except ProductRefused as error:
        raise serializers.ValidationError(error.fields) from error


class ProductsApi(ApiView):
    """A supplier's products, with their price on the default list."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS, "POST": Permission.MANAGE_PRODUCTS})
    is_list = True
    Input = ProductInput
    Output = ProductOutput

    class Filters(serializers.Serializer[Any]):
        q = serializers.CharField(required=False, allow_blank=True, max_length=200)
        sku = serializers.CharField(required=False, max_length=40)
        category = serializers.CharField(required=False, max_length=60)
        is_active = serializers.BooleanField(required=False, allow_null=True, default=None)

    def get(self, request: Request, organization: str) -> Response:
        """List products by name."""
        filters = filters_of(request, self.Filters)
        products = queries.products_of(acting_of_call(request).organization)
        products = queries.matching(products, filters.pop("q", ""))
        wanted = {name: value for name, value in filters.items() if value is not None}
        return paginated(request, products.filter(**wanted).values(*SHOWN), order=["name", "id"])

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Add a product."""
        acting = acting_of_call(request)
        details = ProductDetails(**checked(request, acting.organization))
        product = saved(supplier=acting.organization, details=details, by=acting.user)
        return with_etag(Response(shown(acting.organization, product.pk), status=201), product.version)


class ProductApi(ApiView):
    """One product."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS, "PATCH": Permission.MANAGE_PRODUCTS})
    Input = ProductInput
    Output = ProductOutput

    def get(self, request: Request, organization: str, product_id: UUID) -> Response:
        """Show a product."""
        state, version = self.current(request, organization, product_id)
        return with_etag(Response(state), version)

    def patch(self, request: Request, organization: str, product_id: UUID) -> Response:
        """Change what is given of a product; the rest stays."""
        acting = acting_of_call(request)
        product = queries.product_for_supplier(acting.organization, product_id)
        said = checked(request, acting.organization, partial=True)
        saved(
            supplier=acting.organization,
            details=replace(details_of(product, None), **said),
            product=product,
            version=based_on(request),
            keeps_price="unit_price" not in said,
            by=acting.user,
        )
        return self.get(request, organization, product_id)

    def current(self, request: Request, organization: str, product_id: UUID) -> tuple[dict[str, Any], int]:
        """Return the product as it stands, with its version."""
        state = shown(acting_of_call(request).organization, product_id)
        return state, state["version"]

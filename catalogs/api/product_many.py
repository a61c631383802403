"""Many products at once for machines: added and changed by SKU, said the same of, words renamed (SPEC.md K1, X1)."""

from dataclasses import replace
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.api.products import ProductInput
from catalogs.changes import ProductChange, SavedProduct, details_of
from catalogs.details import ProductDetails
from catalogs.errors import ProductRefused
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS, "*": Permission.MANAGE_PRODUCTS})
MOST = 500
VERDICTS = ("created", "updated", "unchanged", "refused")


class ProductSaid(ProductInput):
    """A product by its SKU; of one that there is, what is left out stays."""

    name = serializers.CharField(max_length=120, required=False)


class OutcomeOutput(serializers.Serializer[Any]):
    """What became of one product. `errors` are by field, empty for a reason that belongs to none."""

    sku = serializers.CharField()
    id = serializers.UUIDField(allow_null=True)
    verdict = serializers.ChoiceField(VERDICTS)
    version = serializers.IntegerField(allow_null=True)
    detail = serializers.CharField(allow_blank=True)
    errors = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]


class ProductUpsertApi(ApiView):
    """Up to 500 products, each known by its SKU."""

    need = NEED

    class Input(serializers.Serializer[Any]):
        products = serializers.ListField(child=ProductSaid(), allow_empty=False, max_length=MOST)
        example: ClassVar = {"products": [{"sku": "PALE", "name": "Pale Ale", "unit_price": "31.00"}]}

    class Output(serializers.Serializer[Any]):
        results = OutcomeOutput(many=True)
        example: ClassVar = {
            "results": [
                {
                    "sku": "PALE",
                    "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
                    "verdict": "updated",
                    "version": 2,
                    "detail": "",
                    "errors": {},
                }
            ]
        }

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Add the products whose SKU is new, change the others; one that is refused keeps none of them back."""
        acting = acting_of_call(request)
        context = {"currency": queries.price_currency(acting.organization)}
        body = self.Input(data=request.data, context=context)
        body.is_valid(raise_exception=True)
        said = body.validated_data["products"]
        changes = _changes(acting.organization, said)
        saved = services.save_products(supplier=acting.organization, changes=changes, by=acting.user)
        pairs = zip(said, saved, strict=True)
        return Response({"results": [_outcome(each["sku"], outcome) for each, outcome in pairs]})


class ProductChangesApi(ApiView):
    """The same said of many products."""

    need = NEED

    class Input(serializers.Serializer[Any]):
        products = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=1000)
        category = serializers.CharField(required=False, allow_blank=True, max_length=60)
        brand = serializers.CharField(required=False, allow_blank=True, max_length=60)
        tax_class_id = serializers.UUIDField(required=False, allow_null=True)
        is_active = serializers.BooleanField(required=False)
        example: ClassVar = {"products": ["0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12"], "category": "Beer"}

        def validate(self, data: dict[str, Any]) -> dict[str, Any]:
            """Ask for something to say."""
            if len(data) < 2:
                raise serializers.ValidationError({"category": ["Say what shall change."]})
            return data

    class Output(serializers.Serializer[Any]):
        changed = serializers.IntegerField()
        example: ClassVar = {"changed": 1}

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Set category, brand, tax class or activity of up to 1,000 products; those that have it already stay."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        said = dict(body.validated_data)
        ids = said.pop("products")
        try:
            changed = services.change_products(
                supplier=acting.organization, product_ids=ids, said=said, by=acting.user
            )
        except ProductRefused as error:
            raise serializers.ValidationError(error.fields) from error
        return Response({"changed": changed})


class ProductWordsApi(ApiView):
    """Categories and brands in use."""

    need = NEED

    class Input(serializers.Serializer[Any]):
        column = serializers.ChoiceField(queries.WORDS)
        old = serializers.CharField(max_length=60)
        new = serializers.CharField(max_length=60, allow_blank=True)
        example: ClassVar = {"column": "category", "old": "Beers", "new": "Beer"}

    class Output(serializers.Serializer[Any]):
        category = serializers.DictField(child=serializers.IntegerField())
        brand = serializers.DictField(child=serializers.IntegerField())
        example: ClassVar = {"category": {"Beer": 12}, "brand": {"Alder": 9}}

    def get(self, request: Request, organization: str) -> Response:
        """List the categories and brands, each with how many products have it."""
        return Response(_words(acting_of_call(request).organization))

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Call a category or a brand otherwise; with a name in use the two become one."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        services.rename_word(supplier=acting.organization, by=acting.user, **body.validated_data)
        return Response(_words(acting.organization))


def _words(supplier: Organization) -> dict[str, dict[str, int]]:
    return {column: dict(queries.words_in_use(supplier, column)) for column in queries.WORDS}


def _changes(supplier: Organization, said: list[dict[str, Any]]) -> list[ProductChange]:
    ids = queries.ids_by_sku(supplier, [each["sku"] for each in said])
    products = queries.products_by_id(supplier, ids.values())
    changes = []
    for each in said:
        product = products.get(ids[each["sku"]]) if each["sku"] in ids else None
        if product:
            details = replace(details_of(product, product.unit_price), **each)  # type: ignore[attr-defined]
            known: dict[str, Any] = {"product_id": product.pk, "version": product.version}
            changes.append(ProductChange(details=details, keeps_price="unit_price" not in each, **known))
        else:
            changes.append(ProductChange(details=ProductDetails(**{"name": ""} | each)))
    return changes


def _outcome(sku: str, saved: SavedProduct) -> dict[str, Any]:
    product = saved.product
    verdict = "refused" if saved.error else "unchanged"
    if saved.is_changed:
        verdict = "created" if saved.is_new else "updated"
    return {
        "sku": sku,
        "id": product.pk if product else None,
        "verdict": verdict,
        "version": product.version if product else None,
        "detail": saved.error.message if saved.error else "",
        "errors": getattr(saved.error, "fields", {}),
    }

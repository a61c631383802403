"""What products cost on a price list, for machines: read, and drafted many at once (SPEC.md K2, X1)."""

from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.api.price_lists import NEED, PriceListOutput, called, shown
from catalogs.errors import PricesRefused
from catalogs.models import Price, PriceList
from catalogs.prices import ListPrice
from wholesale.api.base import ApiView
from wholesale.api.breaks import BREAKS_EXAMPLE, BreakField, breaks_said, breaks_shown
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated


class PricesApi(ApiView):
    """The products of a price list with what they cost now."""

    need = NEED
    is_list = True

    class Filters(serializers.Serializer[Any]):
        q = serializers.CharField(required=False, allow_blank=True, max_length=200)
        sku = serializers.CharField(required=False, max_length=40)
        only = serializers.ChoiceField(["priced", "unpriced", "own", "changed"], required=False)

    class Output(serializers.Serializer[Any]):
        product = serializers.UUIDField()
        sku = serializers.CharField()
        name = serializers.CharField()
        unit_price = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
        breaks = BreakField(many=True)
        is_derived = serializers.BooleanField(help_text="It follows the base list; not a price of its own.")
        valid_from = serializers.DateTimeField(allow_null=True)
        valid_until = serializers.DateTimeField(allow_null=True)
        example: ClassVar = {
            "product": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
            "sku": "PALE",
            "name": "Pale Ale",
            "unit_price": "30.000",
            "breaks": BREAKS_EXAMPLE,
            "is_derived": False,
            "valid_from": "2026-11-22T09:00:00Z",
            "valid_until": None,
        }

    def get(self, request: Request, organization: str, price_list: UUID) -> Response:
        """List products by name; `unit_price` is null for those that are not on the list."""
        found, filters = called(request, price_list), filters_of(request, self.Filters)
        only, text = filters.pop("only", None), filters.pop("q", "")
        products = queries.products_on(found, [only] if only else [])
        rows = queries.matching(products, text).filter(**filters).values("id", "sku", "name")
        return paginated(request, rows, order=["name", "id"], shown=lambda page: _prices(found, page))


def _prices(price_list: PriceList, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    now = queries.in_force(price_list, [row["id"] for row in rows])
    said = []
    for row in rows:
        price = now[row["id"]].counts if row["id"] in now else None
        said.append(
            {
                "product": row["id"],
                "sku": row["sku"],
                "name": row["name"],
                "unit_price": price and price.unit_price,
                "breaks": breaks_shown(price.breaks if price else ()),
                "is_derived": bool(price and price.is_derived),
                "valid_from": price and price.valid_from,
                "valid_until": price and price.valid_until,
            }
        )
    return said


class PriceHistoryApi(ApiView):
    """What one product has cost on a price list, costs, and will cost."""

    need = NEED
    is_list = True

    class Output(serializers.Serializer[Any]):
        """A price and when it counts. Without `unit_price` it is off the list; `change` is what it came by."""

        id = serializers.UUIDField()
        unit_price = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
        breaks = BreakField(many=True)
        is_derived = serializers.BooleanField(help_text="It follows the base list; not a price of its own.")
        is_current = serializers.BooleanField(help_text="Of those in force the one that counts.")
        valid_from = serializers.DateTimeField()
        valid_until = serializers.DateTimeField(allow_null=True)
        change = serializers.UUIDField(allow_null=True)
        change_name = serializers.CharField(allow_blank=True)
        published_by_name = serializers.CharField(allow_blank=True)
        example: ClassVar = {
            "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a18",
            "unit_price": "30.000",
            "breaks": BREAKS_EXAMPLE,
            "is_derived": False,
            "is_current": True,
            "valid_from": "2026-11-22T09:00:00Z",
            "valid_until": None,
            "change": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a16",
            "change_name": "Spring prices",
            "published_by_name": "Ana Alder",
        }

    def get(self, request: Request, organization: str, price_list: UUID, product_id: UUID) -> Response:
        """List a product's prices on a list, the latest first, those to come too."""
        found = called(request, price_list)
        product = queries.product_for_supplier(found.supplier, product_id)
        now = queries.in_force(found, [product.pk]).get(product.pk)
        current = now.counts.pk if now and now.counts else None
        return paginated(
            request,
            queries.history_of(found, product),
            order=["-valid_from", "-id"],
            shown=lambda rows: [_past(row, current) for row in rows],
        )


def _past(row: Price, current: UUID | None) -> dict[str, Any]:
    same = ("unit_price", "is_derived", "valid_from", "valid_until")
    return {name: getattr(row, name) for name in same} | {
        "id": row.pk,
        "breaks": breaks_shown(row.breaks),
        "is_current": row.pk == current,
        "change": row.change_id,
        "change_name": row.change.name if row.change else "",
        "published_by_name": row.change.published_by_name if row.change else "",
    }


class DraftedPrice(serializers.Serializer[Any]):
    """A product, by id or SKU, and what it shall cost; `unit_price` null takes it off the list."""

    product = serializers.UUIDField(required=False)
    sku = serializers.CharField(required=False, max_length=40)
    unit_price = serializers.DecimalField(
        max_digits=12, decimal_places=3, min_value=Decimal(0), allow_null=True
    )
    breaks = BreakField(many=True, required=False, help_text="Left out, those that there are stay.")


class PriceDraftApi(ApiView):
    """What is drafted for a price list."""

    need = NEED
    Output = PriceListOutput

    class Input(serializers.Serializer[Any]):
        prices = serializers.ListField(child=DraftedPrice(), max_length=10_000)
        example: ClassVar = {"prices": [{"sku": "PALE", "unit_price": "31.50", "breaks": BREAKS_EXAMPLE}]}

    @idempotent
    def post(self, request: Request, organization: str, price_list: UUID) -> Response:
        """Put prices into the list's draft, all or none; nobody pays them before it is published."""
        found, body = called(request, price_list), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        lines = _lines(found, body.validated_data["prices"])
        try:
            services.set_draft_lines(change=services.draft_of(price_list=found), lines=lines, version=None)
        except PricesRefused as error:
            said = {str(product): [message] for product, message in error.by_product.items()}
            raise serializers.ValidationError({"prices": said}) from error
        return Response(shown(called(request, price_list)), status=201)


def _lines(price_list: PriceList, prices: list[dict[str, Any]]) -> dict[UUID, ListPrice | None]:
    """Return what a call wants by product. Raises: ValidationError, by the place of what is not known."""
    by_sku = queries.ids_by_sku(price_list.supplier, [each["sku"] for each in prices if "sku" in each])
    named = [each["product"] for each in prices if "product" in each]
    own = set(queries.products_on(price_list).filter(pk__in=named).values_list("pk", flat=True))
    lines: dict[UUID, ListPrice | None] = {}
    unknown = {}
    for at, each in enumerate(prices):
        product = each.get("product") or by_sku.get(each.get("sku", ""))
        if product is None or (product not in own and "product" in each):
            unknown[str(at)] = ["There is no such product."]
        else:
            lines[product] = _listed(each)
    if unknown:
        raise serializers.ValidationError({"prices": unknown})
    return lines


def _listed(said: dict[str, Any]) -> ListPrice | None:
    if said["unit_price"] is None:
        return None
    steps = said.get("breaks")
    return ListPrice(said["unit_price"], None if steps is None else breaks_said(steps))

"""Stock takes for machines: opened, counted, applied or discarded (SPEC.md I3)."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import F
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs.queries import product_for_supplier
from inventory import queries, services
from inventory.api.shapes import found_products
from inventory.enums import TakeStatus
from inventory.models import StockTake
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated, public_names
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.queries import supplier_of_distributor
from wholesale.organizations.roles import Permission

_shown = public_names({"supplier_slug": "supplier", "keeper_slug": "keeper"})
_ID = "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a15"
MOST_ON_HAND = 2_147_483_647


class TakeOutput(serializers.Serializer[Any]):
    """A stock take; `counted` and `different` are products."""

    id = serializers.UUIDField()
    supplier = serializers.SlugField()
    keeper = serializers.SlugField()
    warehouse_id = serializers.UUIDField()
    category = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(choices=TakeStatus.choices)
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    counted = serializers.IntegerField()
    different = serializers.IntegerField()
    example: ClassVar = {
        "id": _ID, "supplier": "alder", "keeper": "alder", "warehouse_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
        "category": "", "note": "", "status": "open", "opened_at": "2026-11-24T09:10:00Z", "closed_at": None,
        "counted": 2, "different": 1,
    }  # fmt: skip


FIELDS = (
    "id", "warehouse_id", "category", "note", "status", "opened_at", "closed_at", "counted", "different",
)  # fmt: skip


class TakesApi(ApiView):
    """Stock takes of a supplier's stock."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_STOCK, "POST": Permission.MANAGE_STOCK})
    is_list = True
    Output = TakeOutput

    class Filters(serializers.Serializer[Any]):
        status = serializers.ChoiceField(required=False, choices=TakeStatus.choices)

    class Input(serializers.Serializer[Any]):
        warehouse_id = serializers.UUIDField()
        category = serializers.CharField(required=False, allow_blank=True, max_length=60, default="")
        note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
        example: ClassVar = {"warehouse_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10", "category": "Kegs"}

    def get(self, request: Request, organization: str) -> Response:
        """List stock takes, newest first."""
        acting = acting_of_call(request)
        rows = queries.takes_of(acting.organization, acting.side).select_related(None)
        named = {"supplier_slug": F("supplier__slug"), "keeper_slug": F("keeper__slug")}
        rows = rows.filter(**filters_of(request, self.Filters))
        return paginated(request, rows.values(*FIELDS, **named), order=["-id"], shown=_shown)

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Open a stock take; the one that is open already is answered."""
        acting = acting_of_call(request)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        places = queries.places_of(acting.organization)
        if acting.side == Side.DELIVERING:
            places = queries.own_places_of(acting.organization)
        supplier = acting.organization
        if slug := data.pop("supplier", ""):
            supplier = supplier_of_distributor(acting.organization, slug)
        at = services.warehouse_of(queries.place_for(places, data.pop("warehouse_id")))
        opened = services.open_take(supplier=supplier, warehouse=at, by=acting.user, **data)
        return _answer(acting, opened.pk)


class DeliveringTakesApi(TakesApi):
    """Stock takes in a distributor's own warehouses."""

    need = Need(Side.DELIVERING, {"GET": Permission.VIEW_STOCK, "POST": Permission.MANAGE_STOCK})

    class Input(TakesApi.Input):
        supplier = serializers.SlugField(help_text="Whose products are counted.")
        example: ClassVar = {"supplier": "alder", **TakesApi.Input.example}


class TakeLinesApi(ApiView):
    """What is counted in a stock take."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_STOCK, "POST": Permission.MANAGE_STOCK})
    is_list = True

    class Output(serializers.Serializer[Any]):
        product_id = serializers.UUIDField()
        sku = serializers.CharField()
        name = serializers.CharField()
        counted_units = serializers.IntegerField(allow_null=True)
        expected_units = serializers.IntegerField(
            allow_null=True, help_text="On hand when it was counted; what moves afterwards is kept."
        )
        version = serializers.IntegerField(help_text="Of the count; 0 where it was not counted.")
        example: ClassVar = {
            "product_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12", "sku": "PALE", "name": "Pale Ale",
            "counted_units": 20, "expected_units": 24, "version": 1,
        }  # fmt: skip

    class Input(serializers.Serializer[Any]):
        sku = serializers.CharField(max_length=40)
        units = serializers.IntegerField(min_value=0, max_value=MOST_ON_HAND)
        seen_version = serializers.IntegerField(
            required=False, min_value=0, default=0, help_text="Of the count that yours takes the place of."
        )
        adds = serializers.BooleanField(
            required=False, default=False, help_text="On top of what was counted."
        )
        example: ClassVar = {"sku": "PALE", "units": 20}

    class Filters(serializers.Serializer[Any]):
        state = serializers.ChoiceField(required=False, choices=["open", "counted", "different"])

    def get(self, request: Request, organization: str, take_id: UUID) -> Response:
        """List the products of a stock take, each with what was counted of it."""
        acting = acting_of_call(request)
        take = queries.take_for(acting.organization, acting.side, take_id)
        rows = queries.counted_rows(take, side=acting.side, **filters_of(request, self.Filters))
        return paginated(request, rows, order=["name", "id"], shown=_lines)

    @idempotent
    def post(self, request: Request, organization: str, take_id: UUID) -> Response:
        """Count a product, against what the books say in this moment."""
        acting = acting_of_call(request)
        take = queries.take_for(acting.organization, acting.side, take_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        sku = data.pop("sku")
        product = product_for_supplier(take.supplier, found_products(take.supplier, [sku])[sku])
        line = services.count_product(take=take, product=product, by=acting.user, **data)
        counted = {"counted_units": line.counted_units, "expected_units": line.expected_units}
        named = {"product_id": product.pk, "sku": product.sku, "name": product.name}
        return Response(named | counted | {"version": line.version}, status=201)


class DeliveringTakeLinesApi(TakeLinesApi):
    """What is counted in a stock take of a distributor's own warehouse."""

    need = Need(Side.DELIVERING, {"GET": Permission.VIEW_STOCK, "POST": Permission.MANAGE_STOCK})


class TakeApplyingApi(ApiView):
    """The correcting of the books by what was counted."""

    need = Need(Side.SELLING, {"POST": Permission.MANAGE_STOCK})
    Output = TakeOutput

    class Input(serializers.Serializer[Any]):
        reason = serializers.CharField(max_length=200)
        example: ClassVar = {"reason": "Year-end count"}

    @idempotent
    def post(self, request: Request, organization: str, take_id: UUID) -> Response:
        """Apply a stock take, all lines or none."""
        acting = acting_of_call(request)
        take = queries.take_for(acting.organization, acting.side, take_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        services.apply_take(take=take, by=acting.user, **given.validated_data)
        return _answer(acting, take.pk)


class DeliveringTakeApplyingApi(TakeApplyingApi):
    """The correcting of the books of a distributor's own warehouse."""

    need = Need(Side.DELIVERING, {"POST": Permission.MANAGE_STOCK})


class TakeDiscardingApi(ApiView):
    """The giving up of a stock take."""

    need = Need(Side.SELLING, {"POST": Permission.MANAGE_STOCK})
    Output = TakeOutput

    @idempotent
    def post(self, request: Request, organization: str, take_id: UUID) -> Response:
        """Discard a stock take; nothing is corrected."""
        acting = acting_of_call(request)
        take = queries.take_for(acting.organization, acting.side, take_id)
        services.discard_take(take=take, by=acting.user)
        return _answer(acting, take.pk)


class DeliveringTakeDiscardingApi(TakeDiscardingApi):
    """The giving up of a stock take of a distributor's own warehouse."""

    need = Need(Side.DELIVERING, {"POST": Permission.MANAGE_STOCK})


def _answer(acting: Acting, take: UUID) -> Response:
    found: StockTake = queries.take_for(acting.organization, acting.side, take)
    shown = {name: getattr(found, name) for name in FIELDS}
    ends = {"supplier": found.supplier.slug, "keeper": found.keeper.slug}
    return Response(shown | ends, status=201)


def _lines(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_line(row) for row in rows]


def _line(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: row[name] for name in ("sku", "name", "counted_units", "expected_units")}
    return kept | {"product_id": row["id"], "version": row["line_version"] or 0}

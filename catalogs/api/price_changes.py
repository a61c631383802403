"""Changes of prices for machines: what they would do, published, withdrawn (SPEC.md K7, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import services
from catalogs.enums import ChangeState
from catalogs.models import PriceChange
from catalogs.queries.changes import change_for_supplier, change_rows, lines_of
from catalogs.queries.effects import (
    customers_concerned,
    effects_by_list,
    prices_before,
)
from retailers.queries import customers_of
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.breaks import BREAKS_EXAMPLE, BreakField, breaks_shown
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS, "*": Permission.MANAGE_PRODUCTS})
_ID = "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a16"
_PLAN = {
    "name": "Spring prices",
    "effective_at": "2027-03-01T00:00:00Z",
    "ends_at": None,
    "tells_customers": True,
    "note": "Malt has become dearer.",
}
_CHANGE = {
    "id": _ID,
    "price_list": _ID,
    **_PLAN,
    "state": "draft",
    "published_at": None,
    "published_by_name": "",
    "withdrawn_at": None,
    "told_at": None,
    "products": 24,
    "version": 7,
}


_SAID = tuple(name for name in _CHANGE if name not in ("price_list", "products"))


class PlanInput(serializers.Serializer[Any]):
    """When a draft's prices shall count, and who is told. What is left out stays; null is at once, or without end."""

    name = serializers.CharField(required=False, allow_blank=True, max_length=60)
    effective_at = serializers.DateTimeField(required=False, allow_null=True)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)
    tells_customers = serializers.BooleanField(required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)
    example: ClassVar = _PLAN


class ChangeOutput(serializers.Serializer[Any]):
    """A change of a price list's prices. Published with a moment to come it is scheduled."""

    id = serializers.UUIDField()
    price_list = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(ChangeState.choices)
    effective_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    tells_customers = serializers.BooleanField()
    note = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    published_by_name = serializers.CharField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    told_at = serializers.DateTimeField(allow_null=True)
    products = serializers.IntegerField()
    version = serializers.IntegerField()
    example: ClassVar = _CHANGE


class PriceChangesApi(ApiView):
    """A supplier's changes of prices: drafted, to come, and what was."""

    need = NEED
    is_list = True
    Output = ChangeOutput

    class Filters(serializers.Serializer[Any]):
        state = serializers.ChoiceField(ChangeState.choices, required=False)
        price_list = serializers.UUIDField(required=False)

    def get(self, request: Request, organization: str) -> Response:
        """List changes, the newest first."""
        rows = change_rows(acting_of_call(request).organization).filter(**filters_of(request, self.Filters))
        return paginated(request, rows, order=["-id"], shown=lambda found: [shown(each) for each in found])


class PriceChangeApi(ApiView):
    """One change of prices."""

    need = NEED
    Input = PlanInput
    Output = ChangeOutput

    def get(self, request: Request, organization: str, change: UUID) -> Response:
        """Return a change."""
        return answer(called(request, change))

    def patch(self, request: Request, organization: str, change: UUID) -> Response:
        """Say when a draft counts, and who is told."""
        found, version = called(request, change), based_on(request)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        kept = {name: getattr(found, name) for name in services.ChangePlan.__slots__}
        plan = services.ChangePlan(**kept | given.validated_data)
        return answer(services.plan_draft(change=found, plan=plan, version=version))

    def delete(self, request: Request, organization: str, change: UUID) -> Response:
        """Throw a draft away."""
        found, version = called(request, change), based_on(request)
        services.discard_draft(change=found, version=version, by=acting_of_call(request).user)
        return Response(status=204)

    def current(self, request: Request, organization: str, change: UUID) -> tuple[Any, int]:
        found = called(request, change)
        return shown(found), found.version


class PriceChangePreviewApi(ApiView):
    """What a change does, or would do: by price list, and to how many active retailers."""

    need = NEED

    class Output(serializers.Serializer[Any]):
        customers = serializers.IntegerField()
        effects = serializers.DictField(child=serializers.IntegerField())
        lists = serializers.ListField(child=serializers.DictField())
        example: ClassVar = {
            "customers": 312,
            "effects": {"dearer": 310, "off": 12},
            "lists": [
                {"id": _ID, "name": "Standard", "follows": False, "customers": 300, "effects": {"dearer": 24}}
            ],
        }

    def get(self, request: Request, organization: str, change: UUID) -> Response:
        """Return what a change does before it is published."""
        found, acting = called(request, change), acting_of_call(request)
        seen = list(customers_of(acting).values_list("pk", flat=True)) if acting.represents else None
        total, counts = customers_concerned(found, seen)
        lists = [
            {
                "id": each.id,
                "name": each.name,
                "follows": each.follows,
                "customers": each.customers,
                "effects": each.counts,
            }
            for each in effects_by_list(found)
        ]
        return Response({"customers": total, "effects": counts, "lists": lists})


class PriceChangeLinesApi(ApiView):
    """The prices of a change, each beside what it was."""

    need = NEED
    is_list = True

    class Output(serializers.Serializer[Any]):
        """Without `unit_price` the product goes off the list. `changes` is false where it costs that already."""

        product = serializers.UUIDField()
        sku = serializers.CharField()
        name = serializers.CharField()
        before = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
        unit_price = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
        breaks = BreakField(many=True)
        changes = serializers.BooleanField()
        example: ClassVar = {
            "product": _ID,
            "sku": "ESB-24",
            "name": "Extra Special Bitter",
            "before": "30.000",
            "unit_price": "31.500",
            "breaks": BREAKS_EXAMPLE,
            "changes": True,
        }

    def get(self, request: Request, organization: str, change: UUID) -> Response:
        """List the prices of a change by product."""
        found = called(request, change)
        return paginated(
            request, lines_of(found), order=["product__name", "id"], shown=lambda rows: _lines(found, rows)
        )


class PriceChangePublicationApi(ApiView):
    """The publication of a draft."""

    need = NEED
    Output = ChangeOutput

    @idempotent
    def post(self, request: Request, organization: str, change: UUID) -> Response:
        """Publish a draft, at its moment or at once; `If-Match` names the version that was looked at."""
        found, version = called(request, change), based_on(request)
        done = services.publish(change=found, version=version, by=acting_of_call(request).user)
        return answer(done, status=201)


class PriceChangeWithdrawalApi(ApiView):
    """The withdrawal of a change that has not begun."""

    need = NEED
    Output = ChangeOutput

    @idempotent
    def post(self, request: Request, organization: str, change: UUID) -> Response:
        """Take a scheduled change back; who was told of it is told so."""
        found = called(request, change)
        return answer(
            services.withdraw(change=found, version=None, by=acting_of_call(request).user), status=201
        )


def called(request: Request, change: UUID) -> PriceChange:
    """Return the change that a call names; 404 for anyone else's."""
    return change_for_supplier(acting_of_call(request).organization, change)


def answer(change: PriceChange, status: int = 200) -> Response:
    """Return a change as an answer, with its version."""
    return with_etag(Response(shown(change), status=status), change.version)


def shown(change: Any) -> dict[str, Any]:
    """Return a change as machines see it."""
    products = change.line_count if hasattr(change, "line_count") else change.lines.count()
    said = {name: getattr(change, name) for name in _SAID}
    return said | {"price_list": change.price_list_id, "products": products}


def _lines(change: PriceChange, rows: list[Any]) -> list[dict[str, Any]]:
    before = prices_before(change, [row.product_id for row in rows])
    return [
        {
            "product": row.product_id,
            "sku": row.product.sku,
            "name": row.product.name,
            "before": was.unit_price if (was := before.get(row.product_id)) else None,
            "unit_price": row.unit_price,
            "breaks": breaks_shown(row.breaks),
            "changes": row.product_id in before,
        }
        for row in rows
    ]

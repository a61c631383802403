"""What a store offers, for machines (SPEC.md K6, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs.queries import matching, store_of
from inventory import queries
from retailers.queries import group_for_member
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.breaks import BREAKS_EXAMPLE, BreakField, breaks_shown
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission
from wholesale.tenancy.reading import only_reads

COLUMNS = (
    "id", "sku", "name", "pack", "unit", "category", "brand", "order_multiple", "minimum_units", "deposit",
    "unit_price", "price_breaks", "allows_backorder", "available_units", "picture_digest",
)  # fmt: skip


class StoreProductsApi(ApiView):
    """What a customer in no group is offered, before anything is set for itself."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS})
    is_list = True

    class Filters(serializers.Serializer[Any]):
        q = serializers.CharField(required=False, allow_blank=True, max_length=200)
        category = serializers.CharField(required=False, max_length=60)
        by = serializers.SlugField(required=False, help_text="Who delivers; by default yourself.")
        own_stock = serializers.BooleanField(
            required=False, default=False, help_text="With `by`: your own stock besides."
        )
        sold_out = serializers.BooleanField(required=False, help_text="Also what is sold out.")

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        sku = serializers.CharField()
        name = serializers.CharField()
        pack = serializers.CharField(allow_blank=True)
        unit = serializers.CharField(allow_blank=True)
        category = serializers.CharField(allow_blank=True)
        brand = serializers.CharField(allow_blank=True)
        order_multiple = serializers.IntegerField()
        minimum_units = serializers.IntegerField()
        deposit = serializers.DecimalField(max_digits=12, decimal_places=3)
        unit_price = serializers.DecimalField(max_digits=12, decimal_places=3)
        price_breaks = BreakField(many=True)
        allows_backorder = serializers.BooleanField(help_text="What is not there can be ordered and waits.")
        available_units = serializers.IntegerField()
        picture_digest = serializers.CharField(allow_blank=True, help_text="Empty where it has no picture.")
        example: ClassVar = {
            "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
            "sku": "PALE",
            "name": "Pale Ale",
            "pack": "24 × 355 ml",
            "unit": "case",
            "category": "Beer",
            "brand": "",
            "order_multiple": 1,
            "minimum_units": 1,
            "deposit": "0.000",
            "unit_price": "30.000",
            "price_breaks": BREAKS_EXAMPLE,
            "allows_backorder": False,
            "available_units": 24,
            "picture_digest": "",
        }

    @only_reads
    def get(self, request: Request, organization: str, group: UUID | None = None) -> Response:
        """List what is offered, by name."""
        acting, filters = acting_of_call(request), filters_of(request, self.Filters)
        store = store_of(acting.organization, group_for_member(acting, group) if group else None)
        supplier, by = acting.organization, filters.get("by", acting.organization.slug)
        serving = queries.serving_named(supplier, by, adds_own_stock=filters["own_stock"])
        if serving is None:
            raise serializers.ValidationError({"by": [_("Nobody of this name delivers for you.")]})
        rows = matching(queries.offered_in_store(store, keepers=serving.keepers), filters.get("q", ""))
        if "category" in filters:
            rows = rows.filter(category=filters["category"])
        if not filters.get("sold_out"):
            rows = queries.in_stock(rows)
        return paginated(request, rows.values(*COLUMNS), order=["name", "id"], shown=_shown)


def _shown(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"price_breaks": breaks_shown(row["price_breaks"])} for row in rows]


class GroupStoreProductsApi(StoreProductsApi):
    """What a customer of this group alone is offered, before anything is set for itself."""

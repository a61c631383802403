"""What each group of customers sees, for machines (SPEC.md K6, X1)."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries
from catalogs.queries import StoreRow
from retailers.queries import groups_of
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.pagination import paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission


class StoreOutput(serializers.Serializer[Any]):
    """A store. `products` are those in its catalogs, `priced` those of them on its price list: counted up to 1,001."""

    class ShownCatalog(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        name = serializers.CharField()
        everyone = serializers.BooleanField(help_text="Whether every active customer sees it.")

    group = serializers.UUIDField(allow_null=True, help_text="null: customers in no group.")
    name = serializers.CharField()
    catalogs = ShownCatalog(many=True)
    products = serializers.IntegerField()
    priced = serializers.IntegerField()
    price_list = serializers.UUIDField(allow_null=True)
    currency = serializers.CharField(allow_blank=True)
    price_change_percent = serializers.DecimalField(max_digits=6, decimal_places=2)
    example: ClassVar = {
        "group": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a15",
        "name": "Bars",
        "catalogs": [
            {"id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a16", "name": "Autumn list", "everyone": False}
        ],
        "products": 24,
        "priced": 23,
        "price_list": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a20",
        "currency": "USD",
        "price_change_percent": "-2.50",
    }


def _shown(row: StoreRow) -> dict[str, Any]:
    store = row.store
    return {
        "group": store.group.pk if store.group else None,
        "name": store.name,
        "catalogs": row.catalogs,
        "products": row.products,
        "priced": row.priced,
        "price_list": store.price_list.pk if store.price_list else None,
        "currency": store.price_list.currency if store.price_list else "",
        "price_change_percent": store.percent,
    }


class StoreApi(ApiView):
    """What every customer finds in the shop: one that is in no group and has nothing of its own set."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS})
    Output = StoreOutput

    def get(self, request: Request, organization: str) -> Response:
        """Show which catalogs, how many products, at which prices."""
        return Response(_shown(queries.store_rows(acting_of_call(request).organization, [None])[0]))


class GroupStoresApi(ApiView):
    """What each group finds in the shop, groups in their order."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS})
    is_list = True
    Output = StoreOutput

    def get(self, request: Request, organization: str) -> Response:
        """List the groups' stores."""
        supplier = acting_of_call(request).organization
        return paginated(
            request,
            groups_of(supplier),
            order=["rank", "id"],
            shown=lambda groups: [_shown(row) for row in queries.store_rows(supplier, groups)],
        )

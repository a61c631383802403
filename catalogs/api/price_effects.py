"""Who pays what by a change of prices, for machines (SPEC.md K7, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs.api.price_changes import called
from catalogs.enums import Effect
from catalogs.models import PriceChange
from catalogs.queries import matching, products_of
from catalogs.queries.effects import Concerned, CustomerEffect, ProductsConcerned, effects_on, lines_for
from retailers.models import Customer
from retailers.queries import customer_for_member, customers_of
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission


class PriceChangeCustomersApi(ApiView):
    """The active retailers that a change concerns, each with how many of its prices move which way."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS})
    is_list = True

    class Output(serializers.Serializer[Any]):
        customer = serializers.UUIDField()
        name = serializers.CharField()
        effects = serializers.DictField(child=serializers.IntegerField())
        percent = serializers.DecimalField(max_digits=9, decimal_places=1, allow_null=True)
        example: ClassVar = {
            "customer": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a17",
            "name": "The Anchor",
            "effects": {"dearer": 12},
            "percent": "4.8",
        }

    class Filters(serializers.Serializer[Any]):
        effect = serializers.ChoiceField(Effect.choices, required=False)

    def get(self, request: Request, organization: str, change: UUID) -> Response:
        """List the retailers concerned by name."""
        found = called(request, change)
        effect = filters_of(request, self.Filters).get("effect")
        rows: QuerySet[Customer] = customers_of(acting_of_call(request)).filter(
            pk__in=Concerned(found, [effect] if effect else []), private__supplier=found.supplier
        )
        order = ["private__display_name", "id"]
        return paginated(request, rows, order=order, shown=lambda page: _customers(found, page))


class PriceChangeCustomerApi(ApiView):
    """What one retailer pays before and after a change, product by product."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS})
    is_list = True

    class Output(serializers.Serializer[Any]):
        """A price for one unit; null is no price. `effective_at` is from when; null: from its publication on."""

        product = serializers.UUIDField()
        sku = serializers.CharField()
        name = serializers.CharField()
        currency = serializers.CharField()
        before = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
        after = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
        effect = serializers.ChoiceField(Effect.choices)
        effective_at = serializers.DateTimeField(allow_null=True)
        ends_at = serializers.DateTimeField(allow_null=True)
        example: ClassVar = {
            "product": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
            "sku": "ESB-24",
            "name": "Extra Special Bitter",
            "currency": "USD",
            "before": "30.000",
            "after": "31.500",
            "effect": "dearer",
            "effective_at": "2027-03-01T00:00:00Z",
            "ends_at": None,
        }

    class Filters(serializers.Serializer[Any]):
        q = serializers.CharField(required=False, allow_blank=True, max_length=200)

    def get(self, request: Request, organization: str, change: UUID, customer: UUID) -> Response:
        """List the products of which a retailer pays something else, by name."""
        found = called(request, change)
        payer = customer_for_member(acting_of_call(request), customer)
        text = filters_of(request, self.Filters).get("q", "")
        products = products_of(found.supplier).filter(pk__in=ProductsConcerned(found, payer.pk))
        return paginated(
            request,
            matching(products, text),
            order=["name", "id"],
            shown=lambda page: _lines(found, payer, [product.pk for product in page]),
        )


def _lines(change: PriceChange, payer: Customer, product_ids: list[UUID]) -> list[dict[str, Any]]:
    found = lines_for(change, [payer.pk], most=len(product_ids), product_ids=product_ids).get(payer.pk)
    times = {"effective_at": change.effective_at, "ends_at": change.ends_at}
    return [
        {"product": line.product_id, "before": line.was, "after": line.becomes}
        | {name: getattr(line, name) for name in ("sku", "name", "currency", "effect")}
        | times
        for line in (found.lines if found else ())
    ]


def _customers(change: PriceChange, rows: list[Customer]) -> list[dict[str, Any]]:
    effects = effects_on(change, [row.pk for row in rows])
    return [
        {
            "customer": row.pk,
            "name": row.private.display_name,
            "effects": effect.counts,
            "percent": effect.percent,
        }
        for row in rows
        for effect in [effects.get(row.pk, CustomerEffect())]
    ]

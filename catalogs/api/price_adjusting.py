"""Many prices of a list changed by one rule, for machines (SPEC.md K2, X1)."""

from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.api.price_lists import NEED, called
from catalogs.deriving import Rule, roundings_for
from catalogs.details import has_coins_for
from catalogs.enums import PriceRounding
from catalogs.models import PriceList, Product
from wholesale.api.base import ApiView
from wholesale.api.idempotency import idempotent

CHANGE, OFF, LEAVE = "change", "off", "leave"
_ID = "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12"


class PriceAdjustmentsApi(ApiView):
    """Changes of many prices of a list at once, into its draft."""

    need = NEED

    class Input(serializers.Serializer[Any]):
        """What is done with which products. Without `products` and `only`: with all that `q` and `category` find."""

        action = serializers.ChoiceField(
            [CHANGE, OFF, LEAVE],
            default=CHANGE,
            help_text="off: off the list, or following the base list again; leave: out of the draft.",
        )
        percent = serializers.DecimalField(
            max_digits=6, decimal_places=2, min_value=Decimal(-100), max_value=Decimal(1000), required=False
        )
        amount = serializers.DecimalField(max_digits=12, decimal_places=3, required=False)
        rounding = serializers.ChoiceField(PriceRounding.choices, default=PriceRounding.COINS)
        products = serializers.ListField(
            child=serializers.UUIDField(), required=False, allow_empty=False, max_length=10_000
        )
        q = serializers.CharField(required=False, allow_blank=True, max_length=200)
        category = serializers.ListField(child=serializers.CharField(max_length=60), required=False)
        only = serializers.ChoiceField(["priced", "unpriced", "own", "changed"], required=False)
        example: ClassVar = {"percent": "3.50", "rounding": "0.10", "category": ["Ale"]}

        def validate(self, data: dict[str, Any]) -> dict[str, Any]:
            """Ask for one rule, and one that changes a price."""
            if data["action"] != CHANGE:
                return data
            if "percent" in data and "amount" in data:
                raise serializers.ValidationError({"amount": "Say either a percentage or an amount."})
            if not {"percent", "amount"} & data.keys() and data["rounding"] == PriceRounding.COINS:
                raise serializers.ValidationError({"percent": "Say a percentage, an amount or a rounding."})
            return data

    class Output(serializers.Serializer[Any]):
        """How many prices went into the draft, and how many stay: without a price, or with none that fits."""

        changed = serializers.IntegerField()
        without_price = serializers.IntegerField()
        misfits = serializers.IntegerField()
        draft = serializers.UUIDField(allow_null=True, help_text="The change that they are drafted in.")
        example: ClassVar = {"changed": 24, "without_price": 2, "misfits": 0, "draft": _ID}

    @idempotent
    def post(self, request: Request, organization: str, price_list: UUID) -> Response:
        """Change prices and their breaks by one rule, in the list's draft; nobody pays them before it is published.

        What is drafted already is changed further. Products of anyone else are left out.
        """
        found, body = called(request, price_list), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        done = _adjust(found, body.validated_data)
        said = {name: getattr(done, name) for name in ("changed", "without_price", "misfits")}
        draft = queries.price_list_seen(found.supplier, found.pk).draft_id  # type: ignore[attr-defined]
        return Response(said | {"draft": draft}, status=201)


def _adjust(price_list: PriceList, said: dict[str, Any]) -> services.Adjusted:
    keys = list(_chosen(price_list, said).order_by("pk").values_list("pk", flat=True))
    if said["action"] == OFF:
        return services.take_off_list(price_list=price_list, product_ids=keys)
    if said["action"] == LEAVE:
        return services.leave_prices(price_list=price_list, product_ids=keys)
    return services.adjust_prices(price_list=price_list, product_ids=keys, rule=_rule(price_list, said))


def _rule(price_list: PriceList, said: dict[str, Any]) -> Rule:
    """Return what is done to each price. Raises: ValidationError for what the currency's coins cannot pay."""
    amount, nothing = said.get("amount", Decimal(0)), Decimal(0)
    if not has_coins_for(amount, price_list.currency):
        raise serializers.ValidationError({"amount": ["This currency has no such coins."]})
    if said["rounding"] not in roundings_for(price_list.currency):
        raise serializers.ValidationError({"rounding": ["This currency has no such coins."]})
    return Rule(percent=said.get("percent", nothing), amount=amount, rounding=said["rounding"])


def _chosen(price_list: PriceList, said: dict[str, Any]) -> QuerySet[Product]:
    only = [said["only"]] if "only" in said else []
    products = queries.matching(queries.products_on(price_list, only), said.get("q", ""))
    if "products" in said:
        products = products.filter(pk__in=said["products"])
    return products.filter(category__in=said["category"]) if "category" in said else products

"""Why a customer can, or cannot, order a product, for machines (SPEC.md I11, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs.queries import product_for_supplier
from orders.obstacles import Check, Link, Verdict
from orders.queries.obstacles import chain_of, customer_to_explain
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.pagination import filters_of
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission


class UnitsFilter(serializers.Serializer[Any]):
    """For how many units is asked."""

    units = serializers.IntegerField(
        min_value=1, max_value=1_000_000, required=False, help_text="Without: the fewest it orders."
    )


class CheckOutput(serializers.Serializer[Any]):
    """One check of the chain."""

    check = serializers.ChoiceField(Check.choices)
    verdict = serializers.ChoiceField(Verdict.choices)
    text = serializers.CharField(help_text="In the language of the request.")
    mended_at = serializers.CharField(allow_null=True, help_text="The page that mends it.")


class ChainOutput(serializers.Serializer[Any]):
    """The chain of reasons, in the order in which they are asked."""

    units = serializers.IntegerField()
    verdict = serializers.ChoiceField(Verdict.choices, help_text="The worst of all checks.")
    links = CheckOutput(many=True)
    example: ClassVar = {
        "units": 24,
        "verdict": "blocks",
        "links": [
            {
                "check": "stock",
                "verdict": "blocks",
                "text": "12 units are available; 24 are asked for.",
                "mended_at": "/upslope-brewing/selling/stock/",
            }
        ],
    }


class ObstaclesApi(ApiView):
    """Why can this customer not order this?"""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS})
    Filters, Output = UnitsFilter, ChainOutput

    def get(self, request: Request, organization: str, customer: UUID, product: UUID) -> Response:
        """Read what stands between one of your customers and a product of yours, shown to it or not."""
        acting = acting_of_call(request)
        found = customer_to_explain(acting, customer)
        shown = product_for_supplier(acting.organization, product)
        units = filters_of(request, self.Filters).get("units") or shown.minimum_units
        chain = chain_of(found, shown, units)
        links = [_shown(link) for link in chain.links]
        return Response({"units": units, "verdict": chain.verdict.value, "links": links})


def _shown(link: Link) -> dict[str, Any]:
    return {
        "check": link.check.value,
        "verdict": link.verdict.value,
        "text": link.text,
        "mended_at": link.address or None,
    }

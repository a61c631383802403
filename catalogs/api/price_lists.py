"""A supplier's price lists for machines: what stands on them, and what is drafted (SPEC.md K2, X1)."""

from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.enums import PriceRounding
from catalogs.errors import PriceListRefused
from catalogs.models import PriceList
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.localities import currency_choices
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS, "*": Permission.MANAGE_PRODUCTS})
_RULE = ("derived_percent", "derived_amount", "rounding")
_EXAMPLE = {
    "name": "Restaurants",
    "currency": "USD",
    "base_list": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a20",
    "derived_percent": "-8.00",
    "derived_amount": None,
    "rounding": "0.10",
    "includes_tax": False,
}


class PriceListInput(serializers.Serializer[Any]):
    """A price list. With `base_list` its prices follow that list: by a percentage or an amount, then rounded."""

    name = serializers.CharField(max_length=60)
    currency = serializers.ChoiceField(
        currency_choices(), required=False, help_text="Of the company, if left out."
    )
    base_list = serializers.UUIDField(required=False, allow_null=True)
    derived_percent = serializers.DecimalField(
        required=False, allow_null=True, max_digits=6, decimal_places=2,
        min_value=Decimal(-100), max_value=Decimal(1000),
    )  # fmt: skip
    derived_amount = serializers.DecimalField(
        required=False, allow_null=True, max_digits=12, decimal_places=3
    )
    rounding = serializers.ChoiceField(PriceRounding.choices, required=False)
    includes_tax = serializers.BooleanField(
        required=False,
        help_text="Whether prices contain their taxes; a list that follows another does as that one.",
    )
    example: ClassVar = _EXAMPLE


class PriceListOutput(serializers.Serializer[Any]):
    """A price list as it stands. `customers` pay by it now; `drafted` prices wait in its draft to be published."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    currency = serializers.CharField()
    is_default = serializers.BooleanField()
    base_list = serializers.UUIDField(allow_null=True)
    derived_percent = serializers.DecimalField(max_digits=6, decimal_places=2, allow_null=True)
    derived_amount = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
    rounding = serializers.ChoiceField(PriceRounding.choices)
    includes_tax = serializers.BooleanField()
    customers = serializers.IntegerField()
    draft = serializers.UUIDField(allow_null=True, help_text="The change that is being drafted.")
    drafted = serializers.IntegerField()
    version = serializers.IntegerField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a21",
        **_EXAMPLE,
        "is_default": False,
        "customers": 12,
        "draft": None,
        "drafted": 0,
        "version": 1,
    }


def shown(found: Any) -> dict[str, Any]:
    """Return a price list, as price_lists_seen has it, as machines see it."""
    names = ("name", "currency", "is_default", *_RULE, "includes_tax", "customers", "drafted", "version")
    said = {name: getattr(found, name) for name in names}
    return {"id": found.pk, "base_list": found.base_list_id, "draft": found.draft_id, **said}


def called(request: Request, price_list: UUID) -> PriceList:
    """Return the price list that a call names; 404 for anyone else's."""
    return queries.price_list_seen(acting_of_call(request).organization, price_list)


def details_in(request: Request, now: dict[str, Any], body: dict[str, Any]) -> services.PriceListDetails:
    """Return a list as a call wants it: what it says over what stands now. Raises: PriceListRefused."""
    said = now | body
    if "base_list" in body and body["base_list"] is not None:
        own = queries.price_list_rows(acting_of_call(request).organization)
        said["base_list"] = own.filter(pk=body["base_list"]).first()
        if said["base_list"] is None:
            raise PriceListRefused({"base_list": "You have no such price list."})
    if said.get("base_list") is None:
        said |= dict.fromkeys(_RULE[:2]) | {"rounding": PriceRounding.COINS}
    return services.PriceListDetails(**said)


class PriceListsApi(ApiView):
    """A supplier's price lists."""

    need = NEED
    is_list = True
    Input = PriceListInput
    Output = PriceListOutput

    class Filters(serializers.Serializer[Any]):
        name = serializers.CharField(required=False, max_length=60)

    def get(self, request: Request, organization: str) -> Response:
        """List price lists by name."""
        rows = queries.price_lists_seen(acting_of_call(request).organization)
        rows = rows.filter(**filters_of(request, self.Filters))
        return paginated(request, rows, order=["name", "id"], shown=lambda found: [shown(x) for x in found])

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Make a price list; nobody pays by it yet. One that follows another has its prices at once."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        now = {"currency": acting.organization.currency}
        made = services.create_price_list(
            supplier=acting.organization,
            details=details_in(request, now, body.validated_data),
            by=acting.user,
        )
        return with_etag(Response(shown(called(request, made.pk)), status=201), made.version)


class PriceListApi(ApiView):
    """One price list."""

    need = NEED
    Input = PriceListInput
    Output = PriceListOutput

    def get(self, request: Request, organization: str, price_list: UUID) -> Response:
        """Show a price list."""
        state, version = self.current(request, organization, price_list)
        return with_etag(Response(state), version)

    def patch(self, request: Request, organization: str, price_list: UUID) -> Response:
        """Change what is given of a price list; the rest stays. Another rule counts at once."""
        found, body = called(request, price_list), self.Input(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        now = {name: getattr(found, name) for name in services.PriceListDetails.__dataclass_fields__}
        services.edit_price_list(
            price_list=found,
            details=details_in(request, now, body.validated_data),
            version=based_on(request),
            by=acting_of_call(request).user,
        )
        return self.get(request, organization, price_list)

    def delete(self, request: Request, organization: str, price_list: UUID) -> Response:
        """Delete a price list that nobody pays by and no other list follows."""
        services.delete_price_list(price_list=called(request, price_list), by=acting_of_call(request).user)
        return Response(status=204)

    def current(self, request: Request, organization: str, price_list: UUID) -> tuple[dict[str, Any], int]:
        """Return the price list as it stands, with its version."""
        state = shown(called(request, price_list))
        return state, state["version"]


class PriceListDefaultApi(ApiView):
    """Which list customers pay by unless told otherwise."""

    need = NEED
    Output = PriceListOutput

    @idempotent
    def post(self, request: Request, organization: str, price_list: UUID) -> Response:
        """Make a list the default one, at once for everyone without a list of their own."""
        services.choose_default(price_list=called(request, price_list), by=acting_of_call(request).user)
        return Response(shown(called(request, price_list)), status=201)

"""A customer's special prices, for machines: set, changed, ended (SPEC.md K2, B4, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.api.customer_prices import price_field
from catalogs.errors import SpecialPricesRefused
from catalogs.models import CustomerPrice
from catalogs.prices import ListPrice
from retailers.models import Customer
from retailers.queries import customer_for_member
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.breaks import BreakField, breaks_said, breaks_shown
from wholesale.api.concurrency import based_on_digest, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

MOST_PRICES = 1000
_ID = "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12"
_VERSION = "6f1e0c9d5b8a47e2930d1c2b3a495867"
_NEEDS: dict[str, Permission | None] = {
    "GET": Permission.VIEW_CUSTOMERS,
    "*": Permission.MANAGE_PRICING_TERMS,
}


class SpecialPriceOutput(serializers.Serializer[Any]):
    """A special price of a customer."""

    id = serializers.UUIDField()
    product = serializers.UUIDField()
    sku = serializers.CharField()
    currency = serializers.CharField(help_text="It counts while the customer buys in it.")
    unit_price = price_field()
    breaks = BreakField(many=True)
    is_net = serializers.BooleanField()
    valid_from = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True)
    version = serializers.CharField(
        help_text="Of all special prices of the customer for the product: another as soon as one changes."
    )
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a15",
        "product": _ID,
        "sku": "PALE",
        "currency": "USD",
        "unit_price": "28.000",
        "breaks": [],
        "is_net": True,
        "valid_from": "2026-11-24T09:12:00Z",
        "valid_until": None,
        "version": _VERSION,
    }


class SpecialPriceBody(serializers.Serializer[Any]):
    """What a customer shall pay: at once or from a moment on, for good or until one."""

    unit_price = price_field(min_value=0)
    breaks = BreakField(many=True, required=False)
    is_net = serializers.BooleanField(required=False, default=True)
    valid_from = serializers.DateTimeField(required=False, allow_null=True, default=None)
    valid_until = serializers.DateTimeField(required=False, allow_null=True, default=None)
    example: ClassVar = {"unit_price": "28.00"}


class SpecialPricesApi(ApiView):
    """A customer's special prices, those too that have ended or are to come."""

    need = Need(Side.SELLING, _NEEDS)
    is_list = True
    Output = SpecialPriceOutput

    class Filters(serializers.Serializer[Any]):
        product = serializers.UUIDField(required=False)

    class Input(serializers.Serializer[Any]):
        class Price(SpecialPriceBody):
            product = serializers.UUIDField()
            version = serializers.CharField(
                required=False,
                allow_blank=True,
                max_length=32,
                help_text="That was read. Left out, yours counts whatever stands; otherwise answered with 412.",
            )

        prices = Price(many=True, allow_empty=False, max_length=MOST_PRICES)  # type: ignore[call-arg]
        example: ClassVar = {"prices": [{"product": _ID, "unit_price": "28.00", "version": _VERSION}]}

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """List a customer's special prices, the one that begins last first."""
        found = customer_for_member(acting_of_call(request), customer)
        rows = queries.special_prices_of(found).filter(**filters_of(request, self.Filters))
        rows = rows.select_related("product")
        return paginated(
            request, rows, order=["-valid_from", "-id"], shown=lambda page: _all_shown(found, page)
        )

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Set special prices, at once or from a moment on; all of them or none.

        Of several in force the one that began last counts.
        """
        acting, body = acting_of_call(request), self.Input(data=request.data)
        found = customer_for_member(acting, customer)
        body.is_valid(raise_exception=True)
        prices = body.validated_data["prices"]
        _set(request, found, [_wanted(price["product"], price, price.get("version")) for price in prices])
        return Response({"set": len(prices)}, status=201)


class SpecialPriceApi(ApiView):
    """One special price of a customer."""

    need = Need(Side.SELLING, _NEEDS)
    edits = ("PUT", "DELETE")
    Input = SpecialPriceBody
    Output = SpecialPriceOutput

    def get(self, request: Request, organization: str, customer: UUID, special_price: UUID) -> Response:
        """Show a special price."""
        state, version = self.current(request, organization, customer, special_price)
        return with_etag(Response(state), version)

    def put(self, request: Request, organization: str, customer: UUID, special_price: UUID) -> Response:
        """Let the customer pay something else for its product, at once or from a moment on.

        What it paid stays on record; the answer is the special price that was set.
        """
        price, version = _called(request, customer, special_price), based_on_digest(request)
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = _wanted(price.product_id, body.validated_data, version)
        [made] = _set(request, price.customer, [wanted])
        return self.get(request, organization, customer, made.pk)

    def delete(self, request: Request, organization: str, customer: UUID, special_price: UUID) -> Response:
        """End a special price now, or take back one that is to come; one that has ended stays on record."""
        price, version = _called(request, customer, special_price), based_on_digest(request)
        services.end_special_price(price=price, version=version, by=acting_of_call(request).user)
        return Response(status=204)

    def current(
        self, request: Request, organization: str, customer: UUID, special_price: UUID
    ) -> tuple[dict[str, Any], str]:
        """Return the special price as it stands, with the version of those for its product."""
        price = _called(request, customer, special_price)
        [state] = _all_shown(price.customer, [price])
        return state, state["version"]


def _called(request: Request, customer: UUID, special_price: UUID) -> CustomerPrice:
    found: Customer = customer_for_member(acting_of_call(request), customer)
    price = queries.special_price_for(found, special_price)
    price.customer = found
    return price


def _set(request: Request, customer: Customer, wanted: list[services.SpecialPrice]) -> list[CustomerPrice]:
    """Set special prices. Raises: ValidationError by product, SpecialPriceChangedMeanwhile."""
    try:
        return services.set_special_prices(customer=customer, prices=wanted, by=acting_of_call(request).user)
    except SpecialPricesRefused as error:
        named: dict[str, Any] = {str(product): [text] for product, text in error.products.items()}
        raise serializers.ValidationError(named) from error


def _wanted(product_id: UUID, price: dict[str, Any], version: str | None) -> services.SpecialPrice:
    """Return what a caller wants; what no price can be, the service says."""
    return services.SpecialPrice(
        product_id=product_id,
        price=ListPrice(price["unit_price"], breaks_said(price.get("breaks", ()))),
        version=version,
        **{name: price[name] for name in ("is_net", "valid_from", "valid_until")},
    )


def _all_shown(customer: Customer, prices: list[CustomerPrice]) -> list[dict[str, Any]]:
    versions = queries.versions_of_special_prices(customer, {price.product_id for price in prices})
    return [_shown(price) | {"version": versions[price.product_id]} for price in prices]


def _shown(price: CustomerPrice) -> dict[str, Any]:
    names = ("currency", "unit_price", "is_net", "valid_from", "valid_until")
    return {
        "id": price.pk,
        "product": price.product_id,
        "sku": price.product.sku,
        "breaks": breaks_shown(price.breaks),
        **{name: getattr(price, name) for name in names},
    }

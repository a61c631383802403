"""What a customer pays and why, and its special prices, for machines (SPEC.md K2, K3, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.errors import SpecialPricesRefused
from catalogs.models import CustomerPrice
from catalogs.quotes import quote_of
from retailers.models import Customer
from retailers.queries import customer_for_member
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

MOST_PRICES = 1000
_ID = "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12"


def _price(**options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=12, decimal_places=3, **options)


class BreakField(serializers.Serializer[Any]):
    """From how many units on one costs how much."""

    units = serializers.IntegerField(min_value=2)
    unit_price = _price(min_value=0)


class CustomerPricesApi(ApiView):
    """What a customer pays for each of your active products."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS})
    is_list = True

    class Filters(serializers.Serializer[Any]):
        q = serializers.CharField(required=False, allow_blank=True, max_length=200)
        sku = serializers.CharField(required=False, max_length=40)
        has_special_price = serializers.BooleanField(required=False)

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField(help_text="Of the product.")
        sku = serializers.CharField()
        name = serializers.CharField()
        minimum_units = serializers.IntegerField()
        currency = serializers.CharField()
        unit_price = _price(allow_null=True, help_text="For `minimum_units`; null: it has no price.")
        breaks = BreakField(many=True)
        list_price = _price(allow_null=True, help_text="Before markup or discount, without a special price.")
        special_price = serializers.UUIDField(allow_null=True, help_text="The one that counts now.")
        example: ClassVar = {
            "id": _ID,
            "sku": "PALE",
            "name": "Pale Ale",
            "minimum_units": 1,
            "currency": "USD",
            "unit_price": "28.00",
            "breaks": [{"units": 10, "unit_price": "26.50"}],
            "list_price": "30.00",
            "special_price": None,
        }

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """List what a customer pays, by the name of the product."""
        found = customer_for_member(acting_of_call(request), customer)
        filters, by = filters_of(request, self.Filters), queries.pays_by(found)
        rows = queries.matching(queries.priced_for_customer(found, by.price_list), filters.get("q", ""))
        if "sku" in filters:
            rows = rows.filter(sku=filters["sku"])
        if "has_special_price" in filters:
            narrowed: dict[str, Any] = {"special__isnull": not filters["has_special_price"]}
            rows = rows.filter(**narrowed)
        columns = ("id", "sku", "name", "minimum_units", "pays", "breaks", "listed", "special")
        currency = by.price_list.currency if by.price_list else found.supplier.currency
        return paginated(
            request,
            rows.values(*columns),
            order=["name", "id"],
            shown=lambda page: [_priced(row, currency) for row in page],
        )


class PriceWhyApi(ApiView):
    """Why a customer pays what it pays."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS})

    class Filters(serializers.Serializer[Any]):
        units = serializers.IntegerField(required=False, min_value=1, max_value=1_000_000)

    class Output(serializers.Serializer[Any]):
        units = serializers.IntegerField()
        currency = serializers.CharField(allow_blank=True)
        price_list = serializers.UUIDField(allow_null=True)
        list_price = _price(allow_null=True, help_text="Of one unit on the list.")
        special_price = _price(allow_null=True, help_text="In place of the list's.")
        break_units = serializers.IntegerField(allow_null=True, help_text="Of the break that was reached.")
        before_change = _price(allow_null=True)
        change_percent = serializers.DecimalField(max_digits=6, decimal_places=2)
        is_net = serializers.BooleanField(help_text="Then the change does not apply.")
        unit_price = _price(allow_null=True, help_text="After the change, rounded to coins.")
        deposit = _price()
        tax_name = serializers.CharField(allow_blank=True)
        tax_rate = serializers.DecimalField(max_digits=6, decimal_places=3)
        example: ClassVar = {
            "units": 10,
            "currency": "USD",
            "price_list": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a13",
            "list_price": "30.000",
            "special_price": None,
            "break_units": 10,
            "before_change": "28.000",
            "change_percent": "-3.00",
            "is_net": False,
            "unit_price": "27.160",
            "deposit": "1.200",
            "tax_name": "Sales tax",
            "tax_rate": "8.500",
        }

    def get(self, request: Request, organization: str, customer: UUID, product: UUID) -> Response:
        """Show each step of a price, for one unit when so many are ordered; by default the minimum."""
        found = customer_for_member(acting_of_call(request), customer)
        shown = queries.product_for_supplier(found.supplier, product)
        units = filters_of(request, self.Filters).get("units", shown.minimum_units)
        why = queries.why_price(found, shown, units)
        names = (
            "units",
            "currency",
            "break_units",
            "change_percent",
            "is_net",
            "deposit",
            "tax_name",
            "tax_rate",
        )
        return Response(
            {name: getattr(why, name) for name in names}
            | {
                "price_list": why.price_list.pk if why.price_list else None,
                "list_price": why.listed.unit_price if why.listed else None,
                "special_price": why.special.unit_price if why.special else None,
                "before_change": why.before,
                "unit_price": why.pays,
            }
        )


class SpecialPriceOutput(serializers.Serializer[Any]):
    """A special price of a customer."""

    id = serializers.UUIDField()
    product = serializers.UUIDField()
    sku = serializers.CharField()
    currency = serializers.CharField(help_text="It counts while the customer buys in it.")
    unit_price = _price()
    breaks = BreakField(many=True)
    is_net = serializers.BooleanField()
    valid_from = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True)
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
    }


class SpecialPricesApi(ApiView):
    """A customer's special prices, those too that have ended or are to come."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS, "POST": Permission.MANAGE_PRICING_TERMS})
    is_list = True
    Output = SpecialPriceOutput

    class Filters(serializers.Serializer[Any]):
        product = serializers.UUIDField(required=False)

    class Input(serializers.Serializer[Any]):
        class Price(serializers.Serializer[Any]):
            product = serializers.UUIDField()
            unit_price = _price(min_value=0)
            breaks = BreakField(many=True, required=False)
            is_net = serializers.BooleanField(required=False, default=True)
            valid_from = serializers.DateTimeField(required=False, allow_null=True, default=None)
            valid_until = serializers.DateTimeField(required=False, allow_null=True, default=None)

        prices = Price(many=True, allow_empty=False, max_length=MOST_PRICES)  # type: ignore[call-arg]
        example: ClassVar = {"prices": [{"product": _ID, "unit_price": "28.00"}]}

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """List a customer's special prices, the one that begins last first."""
        found = customer_for_member(acting_of_call(request), customer)
        rows = queries.special_prices_of(found).filter(**filters_of(request, self.Filters))
        rows = rows.select_related("product")
        return paginated(request, rows, order=["-valid_from", "-id"], shown=_all_shown)

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Set special prices, at once or from a moment on; all of them or none.

        Of several in force the one that began last counts.
        """
        acting, body = acting_of_call(request), self.Input(data=request.data)
        found = customer_for_member(acting, customer)
        body.is_valid(raise_exception=True)
        prices = body.validated_data["prices"]
        try:
            wanted = [_wanted(price) for price in prices]
            services.set_special_prices(customer=found, prices=wanted, by=acting.user)
        except SpecialPricesRefused as error:
            named = {str(product): [text] for product, text in error.products.items()}
            raise serializers.ValidationError(named) from error
        return Response({"set": len(prices)}, status=201)


class SpecialPriceApi(ApiView):
    """One special price of a customer."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS, "DELETE": Permission.MANAGE_PRICING_TERMS})
    Output = SpecialPriceOutput

    def get(self, request: Request, organization: str, customer: UUID, special_price: UUID) -> Response:
        """Show a special price."""
        return Response(_shown(_called(request, customer, special_price)))

    def delete(self, request: Request, organization: str, customer: UUID, special_price: UUID) -> Response:
        """End a special price now, or take back one that is to come; one that has ended stays on record."""
        price = _called(request, customer, special_price)
        services.end_special_price(price=price, by=acting_of_call(request).user)
        return Response(status=204)


def _called(request: Request, customer: UUID, special_price: UUID) -> CustomerPrice:
    found: Customer = customer_for_member(acting_of_call(request), customer)
    return queries.special_price_for(found, special_price)


def _wanted(price: dict[str, Any]) -> services.SpecialPrice:
    """Return what a caller wants; what no price can be, the service says by product."""
    breaks = [(each["units"], each["unit_price"]) for each in price.get("breaks", ())]
    try:
        quote = quote_of(price["unit_price"], breaks)
    except ValidationError as error:
        raise SpecialPricesRefused({price["product"]: " ".join(error.messages)}) from error
    return services.SpecialPrice(
        product_id=price["product"],
        quote=quote,
        **{name: price[name] for name in ("is_net", "valid_from", "valid_until")},
    )


def _priced(row: dict[str, Any], currency: str) -> dict[str, Any]:
    breaks = [{"units": units, "unit_price": price} for units, price in row["breaks"] or ()]
    return {
        **{name: row[name] for name in ("id", "sku", "name", "minimum_units")},
        "currency": currency,
        "unit_price": row["pays"],
        "breaks": breaks,
        "list_price": row["listed"],
        "special_price": row["special"],
    }


def _all_shown(prices: list[CustomerPrice]) -> list[dict[str, Any]]:
    return [_shown(price) for price in prices]


def _shown(price: CustomerPrice) -> dict[str, Any]:
    names = ("currency", "unit_price", "is_net", "valid_from", "valid_until")
    return {
        "id": price.pk,
        "product": price.product_id,
        "sku": price.product.sku,
        "breaks": [{"units": units, "unit_price": at} for units, at in price.breaks],
        **{name: getattr(price, name) for name in names},
    }

"""What a customer pays and why, for machines (SPEC.md K3, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries
from retailers.queries import customer_for_member
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.breaks import BREAKS_EXAMPLE, BreakField, breaks_shown
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

_ID = "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12"


def price_field(**options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=12, decimal_places=3, **options)


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
        unit_price = price_field(allow_null=True, help_text="For `minimum_units`; null: it has no price.")
        breaks = BreakField(many=True)
        list_price = price_field(
            allow_null=True, help_text="Before markup or discount, without a special price."
        )
        special_price = serializers.UUIDField(allow_null=True, help_text="The one that counts now.")
        example: ClassVar = {
            "id": _ID,
            "sku": "PALE",
            "name": "Pale Ale",
            "minimum_units": 1,
            "currency": "USD",
            "unit_price": "28.00",
            "breaks": BREAKS_EXAMPLE,
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
        class Tax(serializers.Serializer[Any]):
            name = serializers.CharField()
            rate_percent = serializers.DecimalField(max_digits=6, decimal_places=3)

        units = serializers.IntegerField()
        currency = serializers.CharField(allow_blank=True)
        price_list = serializers.UUIDField(allow_null=True)
        list_price = price_field(allow_null=True, help_text="Of one unit on the list.")
        special_price = price_field(allow_null=True, help_text="In place of the list's.")
        break_units = serializers.IntegerField(allow_null=True, help_text="Of the break that was reached.")
        before_change = price_field(allow_null=True)
        change_percent = serializers.DecimalField(max_digits=6, decimal_places=2)
        is_net = serializers.BooleanField(help_text="Then the change does not apply.")
        unit_price = price_field(allow_null=True, help_text="After the change, rounded to coins.")
        deposit = price_field()
        taxes = Tax(many=True)
        includes_tax = serializers.BooleanField(help_text="Whether `unit_price` contains them.")
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
            "taxes": [{"name": "Sales tax", "rate_percent": "8.500"}],
            "includes_tax": False,
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
            "includes_tax",
        )
        return Response(
            {name: getattr(why, name) for name in names}
            | {
                "price_list": why.price_list.pk if why.price_list else None,
                "list_price": why.listed.unit_price if why.listed else None,
                "special_price": why.special.unit_price if why.special else None,
                "before_change": why.before,
                "unit_price": why.pays,
                "taxes": [{"name": name, "rate_percent": rate} for name, rate in why.taxes],
            }
        )


def _priced(row: dict[str, Any], currency: str) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("id", "sku", "name", "minimum_units")},
        "currency": currency,
        "unit_price": row["pays"],
        "breaks": breaks_shown(row["breaks"]),
        "list_price": row["listed"],
        "special_price": row["special"],
    }

"""Price & availability for machines (SPEC.md K8, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs.models import PriceList
from catalogs.queries import MOST_LISTS, price_columns, price_lists_of
from inventory import queries, services
from inventory.queries import Looked, state_of
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.sheets.writing import CSV_TYPE, XLSX_TYPE, sheet_response

NEED = Need(Side.SELLING, {"GET": Permission.VIEW_PRODUCTS})


class AvailabilityFilters(serializers.Serializer[Any]):
    """By whose stock, on which price lists, narrowed how."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=200)
    by = serializers.SlugField(required=False, help_text="The company that delivers; by default yourself.")
    own_stock = serializers.BooleanField(
        required=False,
        default=False,
        help_text="With `by`: your own stock besides, as some customers get it.",
    )
    lists = serializers.CharField(
        required=False, help_text="Ids of up to 5 price lists, with commas between; by default your default."
    )
    state = serializers.ChoiceField(queries.STATES, required=False)
    category = serializers.CharField(required=False, max_length=60)
    unpriced = serializers.BooleanField(required=False, help_text="Only what lacks a price on one of them.")

    def validate_lists(self, value: str) -> list[UUID]:
        """Read the ids."""
        try:
            wanted = [UUID(each.strip()) for each in value.split(",") if each.strip()]
        except ValueError as error:
            raise serializers.ValidationError(_("These are no ids of price lists.")) from error
        if len(wanted) > MOST_LISTS:
            raise serializers.ValidationError(_("At most 5 price lists."))
        return wanted


def looked_by(supplier: Organization, filters: dict[str, Any]) -> Looked:
    """Return what a call looks at. Raises: ValidationError for a company or price list that is none of yours."""
    by = filters.get("by", supplier.slug)
    serving = queries.serving_named(supplier, by, adds_own_stock=filters["own_stock"])
    if serving is None:
        raise serializers.ValidationError({"by": [_("Nobody of this name delivers for you.")]})
    return Looked(
        keepers=serving.keepers,
        lists=_lists(supplier, filters.get("lists")),
        text=filters.get("q", ""),
        state=filters.get("state", ""),
        categories=[filters["category"]] if "category" in filters else [],
        is_unpriced=filters.get("unpriced", False),
    )


def _lists(supplier: Organization, wanted: list[UUID] | None) -> list[PriceList]:
    found = price_lists_of(supplier)
    if wanted is None:
        return list(found[:1])
    chosen = list(found.filter(pk__in=wanted))
    if len(chosen) < len(set(wanted)):
        raise serializers.ValidationError({"lists": [_("You have no such price list.")]})
    return chosen


class AvailabilityApi(ApiView):
    """What customers pay and can get, by who delivers to them."""

    need = NEED
    is_list = True
    Filters = AvailabilityFilters

    class Output(serializers.Serializer[Any]):
        class ListPrice(serializers.Serializer[Any]):
            price_list = serializers.UUIDField()
            currency = serializers.CharField()
            unit_price = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)

        id = serializers.UUIDField()
        sku = serializers.CharField()
        name = serializers.CharField()
        pack = serializers.CharField(allow_blank=True)
        unit = serializers.CharField(allow_blank=True)
        category = serializers.CharField(allow_blank=True)
        brand = serializers.CharField(allow_blank=True)
        low_stock_units = serializers.IntegerField()
        available_units = serializers.IntegerField()
        state = serializers.ChoiceField(queries.STATES)
        prices = ListPrice(many=True)
        example: ClassVar = {
            "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
            "sku": "PALE",
            "name": "Pale Ale",
            "pack": "24 × 355 ml",
            "unit": "case",
            "category": "Beer",
            "brand": "",
            "low_stock_units": 10,
            "available_units": 22,
            "state": "ok",
            "prices": [
                {
                    "price_list": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a20",
                    "currency": "USD",
                    "unit_price": "30.000",
                }
            ],
        }

    def get(self, request: Request, organization: str) -> Response:
        """List active products by name, with what one unit costs on each list."""
        supplier = acting_of_call(request).organization
        looked = looked_by(supplier, filters_of(request, self.Filters))
        rows = queries.products_looked_at(supplier, looked)
        return paginated(
            request, rows, order=["name", "id"], shown=lambda found: [_shown(row, looked) for row in found]
        )


def _shown(row: dict[str, Any], looked: Looked) -> dict[str, Any]:
    prices = [
        {"price_list": each.pk, "currency": each.currency, "unit_price": row.pop(name)}
        for name, each in zip(price_columns(looked.lists), looked.lists, strict=True)
    ]
    return {**row, "state": state_of(row), "prices": prices}


class AvailabilityExportApi(ApiView):
    """Price & availability as a file."""

    need = NEED
    files = (XLSX_TYPE, CSV_TYPE)

    class Filters(AvailabilityFilters):
        as_format = serializers.ChoiceField(["xlsx", "csv"], default="xlsx")

    def get(self, request: Request, organization: str) -> Any:
        """Download what the filters of the list show, as XLSX or with `as_format=csv` as CSV."""
        supplier = acting_of_call(request).organization
        chosen = filters_of(request, self.Filters)
        looked = looked_by(supplier, chosen)
        return sheet_response(
            services.availability_rows(queries.products_looked_at(supplier, looked), looked.lists),
            headings=services.availability_headings(looked.lists),
            name="price-and-availability",
            as_format=chosen["as_format"],
        )

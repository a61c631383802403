"""Favourites and standing lists for machines (SPEC.md O1)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.api.filling import NEED, fill
from orders.api.filling_shapes import FilledOutput, FillInput, FillLineOutput, line_shown
from orders.api.places import CartFilters, customer_of_call
from orders.models import Favourite, StandingList
from orders.numbering import number_typed
from orders.queries.assortment import currency_of, offers_of
from orders.queries.buying import order_for_retailer
from orders.queries.carts import priced_cart
from orders.queries.filling import Wanted, fill_lines, wanted_of_cart, wanted_of_order, wanted_products
from orders.queries.standing import (
    FAVOURITES_ORDER,
    ORDER,
    favourites_of,
    standing_list_for_buyer,
    standing_lists_of,
    wanted_of_list,
)
from orders.services.favourites import star_product, unstar_product
from orders.services.standing import (
    MOST_LINES,
    create_standing_list,
    delete_standing_list,
    edit_standing_list,
    with_more,
)
from retailers.models import Customer
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated

_EXAMPLE = {
    "name": "Friday taps",
    "lines": [{"product_id": FillLineOutput.example["product_id"], "units": 3}],
}


class ListedInput(serializers.Serializer[Any]):
    """A product of a list."""

    product_id = serializers.UUIDField()
    units = serializers.IntegerField(min_value=1, max_value=1_000_000)


class StandingListInput(serializers.Serializer[Any]):
    """A list: its name, and what is on it. What is on it already may stay though it is gone."""

    name = serializers.CharField(max_length=60)
    lines = ListedInput(many=True, required=False, max_length=MOST_LINES)  # type: ignore[call-arg]
    example: ClassVar = _EXAMPLE

    def validate_name(self, value: str) -> str:
        """Write the name on one line."""
        return " ".join(value.split())


class StandingListOutput(serializers.Serializer[Any]):
    """A list beside what its products cost and have left now."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    currency = serializers.CharField()
    lines = FillLineOutput(many=True)
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a20",
        "name": "Friday taps",
        "version": 1,
        "currency": "USD",
        "lines": [FillLineOutput.example],
    }


class FavouritesApi(ApiView):
    """The products that this company has starred at a supplier."""

    need = NEED
    is_list = True

    class Output(serializers.Serializer[Any]):
        product_id = serializers.UUIDField()
        name = serializers.CharField()
        is_offered = serializers.BooleanField(
            help_text="False: it is gone, and only the name you knew is told."
        )
        unit_price = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
        available_units = serializers.IntegerField(allow_null=True)
        example: ClassVar = {
            "product_id": FillLineOutput.example["product_id"],
            "name": "Pale Ale",
            "is_offered": True,
            "unit_price": "30.000",
            "available_units": 24,
        }

    def get(self, request: Request, organization: str, supplier: str) -> Response:
        """List what is starred, by name."""
        customer = customer_of_call(request, supplier)

        def shown(rows: list[Favourite]) -> list[dict[str, Any]]:
            offers = offers_of(customer, {row.product_id: 1 for row in rows}) if rows else {}
            return [_favourite(row, offers.get(row.product_id)) for row in rows]

        return paginated(request, favourites_of(customer), order=FAVOURITES_ORDER, shown=shown)


class FavouriteApi(ApiView):
    """The star of a product."""

    need = NEED
    Output = None

    def put(self, request: Request, organization: str, supplier: str, product: UUID) -> Response:
        """Star a product that is offered; one that is starred stays so."""
        star_product(customer=customer_of_call(request, supplier), product_id=product)
        return Response(status=204)

    def delete(self, request: Request, organization: str, supplier: str, product: UUID) -> Response:
        """Take the star away; without a star nothing happens."""
        unstar_product(customer=customer_of_call(request, supplier), product_id=product)
        return Response(status=204)


class StandingListsApi(ApiView):
    """The company's own lists at a supplier."""

    need = NEED
    is_list = True

    class Input(StandingListInput):
        begin_with = serializers.CharField(
            required=False, max_length=20, help_text="“cart”, or an order's number: begin with its products."
        )
        example: ClassVar = _EXAMPLE | {"begin_with": "cart"}

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        name = serializers.CharField()
        line_count = serializers.IntegerField()
        version = serializers.IntegerField()
        updated_at = serializers.DateTimeField()
        example: ClassVar = {
            "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a20",
            "name": "Friday taps",
            "line_count": 6,
            "version": 1,
            "updated_at": "2026-11-22T09:00:00Z",
        }

    def get(self, request: Request, organization: str, supplier: str) -> Response:
        """List them by name."""
        lists = standing_lists_of(customer_of_call(request, supplier))
        columns = ("id", "name", "name_key", "line_count", "version", "updated_at")
        return paginated(request, lists.values(*columns), order=ORDER, shown=_without_key)

    @idempotent
    def post(self, request: Request, organization: str, supplier: str) -> Response:
        """Make a list, of the cart or an order if `begin_with` says so, with `lines` on top."""
        customer, body = customer_of_call(request, supplier), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        begun = _source(request, customer, data.get("begin_with", ""))
        more = wanted_products(customer, _units(data))
        made = create_standing_list(
            customer=customer,
            name=data["name"],
            lines=with_more(begun, more),
            by=acting_of_call(request).user,
        )
        return with_etag(Response(_shown(customer, made), status=201), made.version)


class StandingListApi(ApiView):
    """One list."""

    need = NEED
    Input = StandingListInput
    Output = StandingListOutput

    def get(self, request: Request, organization: str, supplier: str, standing_list: UUID) -> Response:
        """Show a list beside what its products cost and have left now."""
        state, version = self.current(request, organization, supplier, standing_list)
        return with_etag(Response(state), version)

    def patch(self, request: Request, organization: str, supplier: str, standing_list: UUID) -> Response:
        """Change the name, or what is on the list: `lines` takes the place of all that were."""
        customer = customer_of_call(request, supplier)
        found = standing_list_for_buyer(customer, standing_list)
        body = self.Input(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        lines = wanted_of_list(found)
        if "lines" in body.validated_data:
            lines = _replaced(customer, lines, _units(body.validated_data))
        edit_standing_list(
            standing_list=found,
            name=body.validated_data.get("name", found.name),
            lines=lines,
            version=based_on(request),
            by=acting_of_call(request).user,
        )
        return self.get(request, organization, supplier, standing_list)

    def delete(self, request: Request, organization: str, supplier: str, standing_list: UUID) -> Response:
        """Delete a list."""
        found = standing_list_for_buyer(customer_of_call(request, supplier), standing_list)
        delete_standing_list(standing_list=found, by=acting_of_call(request).user)
        return Response(status=204)

    def current(
        self, request: Request, organization: str, supplier: str, standing_list: UUID
    ) -> tuple[dict[str, Any], int]:
        """Return the list as it stands, with its version."""
        customer = customer_of_call(request, supplier)
        found = standing_list_for_buyer(customer, standing_list)
        return _shown(customer, found), found.version


class StandingFillingApi(ApiView):
    """A list into the cart."""

    need = NEED
    Query = CartFilters
    Input = FillInput
    Output = FilledOutput

    @idempotent
    def post(self, request: Request, organization: str, supplier: str, standing_list: UUID) -> Response:
        """Put a list's products into the cart, all or those that are named; what cannot be had is left out."""
        customer = customer_of_call(request, supplier)
        return fill(request, customer, wanted_of_list(standing_list_for_buyer(customer, standing_list)))


def _favourite(row: Favourite, offer: Any) -> dict[str, Any]:
    return {
        "product_id": row.product_id,
        "name": offer.name if offer else row.seen_name,
        "is_offered": offer is not None,
        "unit_price": offer.unit_price if offer else None,
        "available_units": offer.available_units if offer else None,
    }


def _shown(customer: Customer, found: StandingList) -> dict[str, Any]:
    cart = priced_cart(customer)
    lines = [line_shown(line) for line in fill_lines(cart, wanted_of_list(found))]
    named = {"id": found.pk, "name": found.name, "version": found.version}
    return named | {"currency": cart.currency, "lines": lines}


def _without_key(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "name_key"} for row in rows]


def _units(data: dict[str, Any]) -> dict[UUID, int]:
    return {line["product_id"]: line["units"] for line in data.get("lines", ())}


def _replaced(customer: Customer, before: list[Wanted], units: dict[UUID, int]) -> list[Wanted]:
    """Return these products in their order; what is on the list keeps the name that is known there."""
    known = {line.product_id: line.name for line in before}
    new = wanted_products(
        customer, {product: count for product, count in units.items() if product not in known}
    )
    names = known | {line.product_id: line.name for line in new}
    return [Wanted(product, names[product], count) for product, count in units.items()]


def _source(request: Request, customer: Customer, source: str) -> list[Wanted]:
    if source == "cart":
        return wanted_of_cart(priced_cart(customer))
    if not source:
        return []
    number = number_typed(source)
    if number is None:
        raise serializers.ValidationError({"begin_with": ["“cart”, or the number of an order."]})
    order = order_for_retailer(acting_of_call(request).organization, customer.supplier.slug, number)
    return wanted_of_order(order, currency=currency_of(customer))

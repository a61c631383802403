"""Ordering fast for machines: many products into the cart at once, and ordering again (SPEC.md O1)."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.api.filling_shapes import FilledOutput, FillInput, FillLineOutput, filled_shown, line_shown
from orders.api.places import CartFilters, customer_of_call
from orders.queries.assortment import currency_of
from orders.queries.buying import order_for_retailer
from orders.queries.carts import priced_cart
from orders.queries.details import sees_amounts
from orders.queries.filling import Wanted, fill_lines, wanted_of_order
from orders.services.filling import QuicklyFilled, add_to_cart, order_quickly
from retailers.models import Customer
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission
from wholesale.sheets.typed import TypedLine, typed_lines

NEED = Need(Side.BUYING, {"*": Permission.PLACE_ORDERS})
MOST_LINES = 500


def fill(request: Request, customer: Customer, wanted: list[Wanted]) -> Response:
    """Put what a call chooses of these into the cart: all of them, or the products that it names."""
    body = FillInput(data=request.data)
    body.is_valid(raise_exception=True)
    units = {line.product_id: line.units for line in wanted}
    if chosen := body.validated_data.get("lines"):
        asked = {line["product_id"]: line.get("quantity_units") for line in chosen}
        if foreign := [str(product) for product in asked if product not in units]:
            words = _("Not among them: %(products)s.") % {"products": ", ".join(foreign[:5])}
            raise serializers.ValidationError({"lines": [words]})
        units = {product: units[product] if count is None else count for product, count in asked.items()}
    filled = add_to_cart(
        customer=customer,
        units_by_product=units,
        by=acting_of_call(request).user,
        names={line.product_id: line.name for line in wanted},
    )
    return Response(filled_shown(filled))


class QuickOrderApi(ApiView):
    """Many products into the cart by SKU or barcode, on top of what is in it."""

    need = NEED
    Query = CartFilters
    Output = FilledOutput

    class Input(serializers.Serializer[Any]):
        class Line(serializers.Serializer[Any]):
            sku = serializers.CharField(max_length=40)
            quantity_units = serializers.IntegerField(min_value=1, max_value=1_000_000)

        lines = Line(many=True, required=False, max_length=MOST_LINES)  # type: ignore[call-arg]
        text = serializers.CharField(
            required=False, max_length=50_000, help_text="As it is pasted: a line for each, SKU and quantity."
        )
        example: ClassVar = {"lines": [{"sku": "PALE", "quantity_units": 3}]}

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            if ("lines" in attrs) == ("text" in attrs):
                raise serializers.ValidationError(_("Send either lines or text."))
            return attrs

    @idempotent
    def post(self, request: Request, organization: str, supplier: str) -> Response:
        """Put in what can be ordered; the rest is named in `refused` and left out.

        What does not exist and what is not offered to you are refused alike.
        """
        customer = customer_of_call(request, supplier)
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        lines = _lines(body.validated_data)
        if len(lines) > MOST_LINES:
            words = _("These are %(lines)s lines; at most %(most)s are read at once.")
            raise serializers.ValidationError({"text": [words % {"lines": len(lines), "most": MOST_LINES}]})
        done = order_quickly(customer=customer, lines=lines, by=acting_of_call(request).user)
        return Response(_shown(done))


class OrderAgainApi(ApiView):
    """What an order held, beside what it costs and has left now."""

    need = NEED

    class Output(serializers.Serializer[Any]):
        currency = serializers.CharField()
        lines = FillLineOutput(many=True)
        example: ClassVar = {"currency": "USD", "lines": [FillLineOutput.example]}

    def get(self, request: Request, organization: str, supplier: str, number: int) -> Response:
        """Look before it fills the cart; what is gone has no price and no stock."""
        customer, wanted = _of_order(request, supplier, number)
        cart = priced_cart(customer)
        shows = sees_amounts(acting_of_call(request))
        lines = [line_shown(line, with_was=shows) for line in fill_lines(cart, wanted)]
        return Response({"currency": cart.currency, "lines": lines})


class OrderFillingApi(ApiView):
    """Ordering again what an order held."""

    need = NEED
    Query = CartFilters
    Input = FillInput
    Output = FilledOutput

    @idempotent
    def post(self, request: Request, organization: str, supplier: str, number: int) -> Response:
        """Put an order's products into the cart, all or those that are named; what cannot be had is left out."""
        customer, wanted = _of_order(request, supplier, number)
        return fill(request, customer, wanted)


def _of_order(request: Request, supplier: str, number: int) -> tuple[Customer, list[Wanted]]:
    customer = customer_of_call(request, supplier)
    order = order_for_retailer(acting_of_call(request).organization, supplier, number)
    return customer, wanted_of_order(order, currency=currency_of(customer))


def _lines(body: dict[str, Any]) -> list[TypedLine]:
    if "text" in body:
        return typed_lines(body["text"])
    rows = enumerate(body["lines"], 1)
    return [TypedLine(number, row["sku"], row["sku"], row["quantity_units"]) for number, row in rows]


def _shown(done: QuicklyFilled) -> dict[str, Any]:
    """Return a quick order as FilledOutput: each refused line by its number and text."""
    refused = [
        {
            "line": each.line.number,
            "product_id": None,
            "name": each.line.text,
            "wanted_units": each.line.units,
            "reason": each.reason,
            "available_units": None,
        }
        for each in done.refused
    ]
    return filled_shown(done.filled) | {"refused": refused}

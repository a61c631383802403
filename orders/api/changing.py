"""Changing an order that was placed: by its retailer, from its cart, by whoever supplies or prepares it (O3, O9)."""

from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.api.places import CartFilters, cart_key_of_call
from orders.api.shapes import OrderDetailOutput, PricedOrderDetailOutput
from orders.api.sides import OfDistributor, OfRetailer, OfSupplier, Seen
from orders.api.tax_shapes import TaxOutput, taxes_shown
from orders.edits import OrderEdit, Quantity
from orders.enums import SIDE_OF_HAT, ChangeReason
from orders.queries.carts import cart_for_buyer
from orders.queries.changed import ChangedOrder
from orders.queries.changing import customer_of_order
from orders.services.editing import add_cart_to_order, edit_order, preview
from orders.services.quantities import change_quantities
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import asker_of, idempotent, key_of_call
from wholesale.money import round_amount
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

MAX_LINES = 500
_REVIEWED = (
    "product_id",
    "name",
    "before_units",
    "units",
    "was_unit_price",
    "unit_price",
    "backordered_units",
    "is_short",
)
_PRODUCT = "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12"
BUYS: dict[str, Permission | None] = {"POST": Permission.PLACE_ORDERS}


class WishedLine(serializers.Serializer[Any]):
    """How many units of a product an order is to hold."""

    product_id = serializers.UUIDField()
    quantity_units = serializers.IntegerField(min_value=0, max_value=1_000_000)


class WishInput(serializers.Serializer[Any]):
    """What a retailer wants of its order instead; what is left out stays as it is."""

    lines = WishedLine(many=True, required=False, max_length=MAX_LINES)  # type: ignore[call-arg]
    delivery_date = serializers.DateField(required=False)
    address_key = serializers.CharField(required=False, max_length=40)
    po_number = serializers.CharField(required=False, allow_blank=True, max_length=40)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)
    digest = serializers.CharField(
        required=False, max_length=32, help_text="Of the review: refuse if it comes to something else now."
    )
    example: ClassVar = {"lines": [{"product_id": _PRODUCT, "quantity_units": 0}], "po_number": "2212"}

    def wish(self) -> OrderEdit:
        """Return it for the service."""
        said = dict(self.validated_data)
        lines = said.pop("lines", [])
        return OrderEdit({line["product_id"]: line["quantity_units"] for line in lines}, **said)


class Edits(Seen):
    """Edits an order."""

    edits = ("POST",)


class ReviewOutput(serializers.Serializer[Any]):
    """What a changed order would come to."""

    class Line(serializers.Serializer[Any]):
        product_id = serializers.UUIDField()
        name = serializers.CharField()
        before_units = serializers.IntegerField()
        units = serializers.IntegerField()
        was_unit_price = serializers.DecimalField(max_digits=12, decimal_places=3)
        unit_price = serializers.DecimalField(max_digits=12, decimal_places=3)
        backordered_units = serializers.IntegerField(help_text="Of what is more: not there, it would wait.")
        is_short = serializers.BooleanField(help_text="More than is free now: it would be refused.")

    currency = serializers.CharField()
    goods = serializers.DecimalField(max_digits=14, decimal_places=3)
    delivery_fee = serializers.DecimalField(max_digits=12, decimal_places=3)
    deposits = serializers.DecimalField(max_digits=14, decimal_places=3)
    tax = serializers.DecimalField(max_digits=14, decimal_places=3)
    taxes = TaxOutput(many=True)
    total = serializers.DecimalField(max_digits=14, decimal_places=3)
    digest = serializers.CharField(help_text="Send it with the change, which then costs this or is refused.")
    is_cancelled = serializers.BooleanField(help_text="Nothing would be left: the change cancels the order.")
    lines = Line(many=True, help_text="Only those that change.")
    example: ClassVar = {
        "currency": "USD",
        "goods": "120.00",
        "delivery_fee": "0.00",
        "deposits": "0.00",
        "tax": "0.00",
        "taxes": [],
        "total": "120.00",
        "digest": "5f2b6c1e9a7d40c38e1f6b2a9d0c4e71",
        "is_cancelled": False,
        "lines": [],
    }


class ChangeReviewApi(OfRetailer, ApiView):
    """What a change of an order would come to."""

    need = Need(Side.BUYING, BUYS)
    Input, Output = WishInput, ReviewOutput

    def post(self, request: Request, **address: Any) -> Response:
        """Show what an order would cost if it were changed like this; nothing is written."""
        order = self.order(acting_of_call(request), **address)
        body = WishInput(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(_reviewed(preview(order, customer_of_order(order), body.wish())))

    post.is_idempotent = True  # type: ignore[attr-defined]


class ChangeApi(Edits, OfRetailer, ApiView):
    """A change of an order by its retailer."""

    need = Need(Side.BUYING, BUYS)
    Input, Output = WishInput, PricedOrderDetailOutput

    @idempotent
    def post(self, request: Request, **address: Any) -> Response:
        """Change an order until its cut-off and before it is confirmed; without a line left it is cancelled.

        What changes takes today's price, what stays keeps its own. Late it is refused with 409, order_not_open.
        """
        acting, version = acting_of_call(request), based_on(request)
        order = self.order(acting, **address)
        body = WishInput(data=request.data)
        body.is_valid(raise_exception=True)
        edit_order(order=order, wish=body.wish(), by=acting.user, version=version)
        state, version = self.current(request, **address)
        return with_etag(Response(state, status=201), version)


class AdditionApi(OfRetailer, ApiView):
    """What is in the cart, added to an order."""

    need = Need(Side.BUYING, BUYS)
    Query = CartFilters
    Output = PricedOrderDetailOutput

    class Input(serializers.Serializer[Any]):
        digest = serializers.CharField(
            required=False, max_length=32, help_text="Of the review: refuse if it comes to something else."
        )
        example: ClassVar = {"digest": "5f2b6c1e9a7d40c38e1f6b2a9d0c4e71"}

    def post(self, request: Request, supplier: str, **address: Any) -> Response:
        """Add the cart to an order that is still open, and empty it; once per Idempotency-Key, for good."""
        key, acting = key_of_call(request), acting_of_call(request)
        order = self.order(acting, supplier=supplier, **address)
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        add_cart_to_order(
            order=order,
            cart=cart_for_buyer(acting.organization, supplier, cart_key_of_call(request)),
            seen=OrderEdit(**body.validated_data),
            submission_key=uuid5(NAMESPACE_URL, f"urn:cratebook:addition:{asker_of(request)}:{key}"),
            by=acting.user,
        )
        state, version = self.current(request, supplier=supplier, **address)
        return with_etag(Response(state, status=201), version)

    post.is_idempotent = True  # type: ignore[attr-defined]


class QuantitiesInput(serializers.Serializer[Any]):
    """How many units of an order's products are to come, and why; products left out stay as they are."""

    class Line(WishedLine):
        reason = serializers.ChoiceField(choices=ChangeReason.choices)
        note = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            if attrs["reason"] == ChangeReason.OTHER and not attrs["note"]:
                raise serializers.ValidationError({"note": _("Say in the note what the reason is.")})
            return attrs

    lines = Line(many=True, allow_empty=False, max_length=MAX_LINES)  # type: ignore[call-arg]
    example: ClassVar = {
        "lines": [{"product_id": _PRODUCT, "quantity_units": 2, "reason": "out_of_stock", "note": ""}]
    }


class Quantities(Edits):
    """Changes quantities of an order before it ships."""

    @idempotent
    def post(self, request: Request, **address: Any) -> Response:
        """Say how many units are to come, each line with its reason; prices stay, and the retailer is told."""
        acting, version = acting_of_call(request), based_on(request)
        order = self.order(acting, **address)
        body = QuantitiesInput(data=request.data)
        body.is_valid(raise_exception=True)
        said = {
            line["product_id"]: Quantity(line["quantity_units"], ChangeReason(line["reason"]), line["note"])
            for line in body.validated_data["lines"]
        }
        change_quantities(
            order=order,
            quantities=said,
            side=SIDE_OF_HAT[acting.side],
            by=acting.user,
            version=version,
        )
        state, version = self.current(request, **address)
        return with_etag(Response(state, status=201), version)


class SellingQuantitiesApi(Quantities, OfSupplier, ApiView):
    """Quantities as the supplier changes them."""

    need = Need(Side.SELLING, {"POST": Permission.CONFIRM_ORDERS})
    Input, Output = QuantitiesInput, PricedOrderDetailOutput


class DeliveringQuantitiesApi(Quantities, OfDistributor, ApiView):
    """Quantities as the distributor that prepares an order changes them."""

    need = Need(Side.DELIVERING, {"POST": Permission.PREPARE_ORDERS})
    Input, Output = QuantitiesInput, OrderDetailOutput


def _reviewed(changed: ChangedOrder) -> dict[str, Any]:
    currency = changed.currency
    sums = ("goods", "delivery_fee", "deposits", "tax", "total")
    return {name: round_amount(getattr(changed, name), currency) for name in sums} | {
        "currency": currency,
        "taxes": taxes_shown(changed.taxes, currency),
        "digest": changed.digest,
        "is_cancelled": changed.is_emptied,
        "lines": [{name: getattr(line, name) for name in _REVIEWED} for line in changed.changed],
    }

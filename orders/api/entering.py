"""Orders that a supplier enters for its customers, for machines (SPEC.md O17)."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from orders.api.cart_shapes import CartOutput, cart_shown
from orders.api.carts import CartLinesApi, SubmissionApi, submitted, units_of_lines
from orders.api.shapes import PricedOrderOutput, order_row
from orders.queries.carts import cart_of, priced_cart
from orders.queries.entering import customer_to_enter_for
from orders.services.cart import set_cart_lines
from orders.services.submission import Checkout
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import key_of_call
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"*": Permission.PLACE_ORDERS})


class EnteringCartApi(ApiView):
    """Your own cart for a customer, registered or not; the customer never sees it."""

    need = NEED
    Output = CartOutput

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """Read it at the customer's prices and stock of today."""
        return Response(cart_shown(priced_cart(customer_to_enter_for(acting_of_call(request), customer))))


class EnteringLinesApi(ApiView):
    """The lines of your own cart for a customer."""

    need = NEED
    Input = CartLinesApi.Input
    Output = CartLinesApi.Output

    def put(self, request: Request, organization: str, customer: UUID) -> Response:
        """Set how many units of these products are in it; 0 takes one out, the others stay.

        All or nothing: a line that cannot be taken is named in `lines` of the 422 answer.
        """
        acting = acting_of_call(request)
        found = customer_to_enter_for(acting, customer)
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        units = units_of_lines(found, body.validated_data["lines"])
        cart = set_cart_lines(customer=found, units_by_product=units, by=acting.user)
        return Response({"version": cart.version})


class EnteringSubmissionApi(ApiView):
    """The submission of your own cart as an order of the customer."""

    need = NEED
    Output = PricedOrderOutput
    Input = SubmissionApi.Input

    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Enter the order: its stock is held, all or nothing; `address_key` says where to.

        Its Idempotency-Key is kept with the order for good: sent again, it answers the same order. Of a customer that
        has not registered the order stays submitted until it has.
        """
        key = key_of_call(request)
        cart = cart_of(customer_to_enter_for(acting_of_call(request), customer))
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        decided: dict[str, Any] = body.validated_data
        order = submitted(cart, Checkout(**decided), key=key, request=request)
        return Response(order_row(order), status=201)

    post.is_idempotent = True  # type: ignore[attr-defined]

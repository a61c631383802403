"""Which cart a call is about: `ship_to` names the address (SPEC.md O2)."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from orders.queries.assortment import RELATED
from orders.queries.carts import customer_for_buyer
from orders.queries.places import CartKey, cart_key_from, choose_cart
from retailers.models import Customer
from wholesale.api.base import acting_of_call


class CartFilters(serializers.Serializer[Any]):
    """Which of the carts at a supplier."""

    ship_to = serializers.CharField(
        required=False,
        max_length=40,
        help_text="The id of one of your ship-to addresses, by default the first; “company” for the company's own.",
    )


def customer_of_call(request: Request, supplier: str, *, related: tuple[str, ...] = RELATED) -> Customer:
    """Return the customer that a call buys as, with the cart that it names; 404 for a stranger's supplier."""
    customer = customer_for_buyer(acting_of_call(request).organization, supplier, related=related)
    cart_key = cart_key_of_call(request)
    return customer if cart_key is None else choose_cart(customer, cart_key)


def cart_key_of_call(request: Request) -> CartKey | None:
    """Return which cart a call names; None for none, which is that of the first address.

    Raises: ValidationError for what names no address.
    """
    named = request.query_params.get("ship_to")
    cart_key = cart_key_from(named) if named else None
    if named and cart_key is None:
        raise serializers.ValidationError({"ship_to": [_("There is no such address.")]})
    return cart_key

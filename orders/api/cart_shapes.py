"""How a cart looks to a machine."""

from typing import Any, ClassVar

from rest_framework import serializers

from orders.api.tax_shapes import RateOutput, TaxOutput, taxes_shown
from orders.queries.priced import PricedCart
from retailers.enums import Licence
from wholesale.money import round_amount


class CartOutput(serializers.Serializer[Any]):
    """A cart at today's prices."""

    class Line(serializers.Serializer[Any]):
        product_id = serializers.UUIDField()
        name = serializers.CharField()
        quantity_units = serializers.IntegerField()
        is_offered = serializers.BooleanField()
        unit_price = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
        available_units = serializers.IntegerField(allow_null=True)
        backordered_units = serializers.IntegerField(
            help_text="Of the quantity: not there, and ordered to wait. 0 where a shortage refuses the line."
        )
        is_short = serializers.BooleanField(help_text="Too few are left; the order would be refused.")
        amount = serializers.DecimalField(max_digits=14, decimal_places=3)
        deposits = serializers.DecimalField(max_digits=14, decimal_places=3)
        taxes = RateOutput(many=True)

    ship_to = serializers.CharField(
        help_text="The address it is for: an id, or “company”. One that was removed still holds its lines."
    )
    version = serializers.IntegerField(help_text="Send it with the submission, to be told of changes.")
    lines_digest = serializers.CharField(
        help_text="Stands for what each line costs. Send it with the submission, to be told of changes."
    )
    currency = serializers.CharField()
    goods = serializers.DecimalField(max_digits=14, decimal_places=3)
    delivery_fee = serializers.DecimalField(max_digits=12, decimal_places=3)
    deposits = serializers.DecimalField(max_digits=14, decimal_places=3)
    is_tax_exempt = serializers.BooleanField()
    includes_tax = serializers.BooleanField(
        help_text="Prices and goods contain the taxes, which then add nothing to the total."
    )
    tax = serializers.DecimalField(max_digits=14, decimal_places=3)
    taxes = TaxOutput(many=True)
    total = serializers.DecimalField(max_digits=14, decimal_places=3)
    missing_to_minimum = serializers.DecimalField(max_digits=14, decimal_places=3)
    over_credit_limit = serializers.DecimalField(max_digits=18, decimal_places=3)
    is_on_hold = serializers.BooleanField()
    needs_po_number = serializers.BooleanField(help_text="Its submission is refused without `po_number`.")
    licence = serializers.ChoiceField(
        Licence.choices,
        allow_null=True,
        help_text="How your licence stands, where something in it needs one and it is not good.",
    )
    can_be_submitted = serializers.BooleanField(
        help_text="False where one of the above refuses the order, rather than warns."
    )
    lines = Line(many=True)
    example: ClassVar = {
        "ship_to": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a14",
        "version": 3,
        "lines_digest": "6f1ed002ab5595859014ebf0951522d9",
        "currency": "USD",
        "goods": "90.00",
        "delivery_fee": "15.00",
        "deposits": "3.60",
        "is_tax_exempt": False,
        "includes_tax": False,
        "tax": "4.50",
        "taxes": [{"name": "Beer", "rate_percent": "5.000", "base": "90.00", "amount": "4.50", "number": ""}],
        "total": "113.10",
        "missing_to_minimum": "10.00",
        "over_credit_limit": "0",
        "is_on_hold": False,
        "needs_po_number": False,
        "licence": None,
        "can_be_submitted": True,
        "lines": [],
    }


def cart_shown(cart: PricedCart) -> dict[str, Any]:
    """Return a cart as CartOutput."""
    lines = [
        {
            "product_id": line.product_id,
            "name": line.name,
            "quantity_units": line.quantity_units,
            "is_offered": line.offer is not None,
            "unit_price": line.offer.unit_price if line.offer else None,
            "available_units": line.offer.available_units if line.offer else None,
            "backordered_units": line.backordered_units,
            "is_short": line.is_short,
            "amount": line.amount,
            "deposits": line.deposits,
            "taxes": line.offer.taxes if line.offer else [],
        }
        for line in cart.lines
    ]
    allowance = cart.allowance
    return {
        "ship_to": cart.ordering.cart_key.key,
        "version": cart.version,
        "lines_digest": cart.lines_digest,
        "currency": cart.currency,
        "goods": cart.goods,
        "delivery_fee": round_amount(cart.delivery_fee, cart.currency),
        "deposits": cart.deposits,
        "is_tax_exempt": cart.is_tax_exempt,
        "includes_tax": cart.includes_tax,
        "tax": round_amount(cart.tax, cart.currency),
        "taxes": taxes_shown(cart.taxes, cart.currency),
        "total": round_amount(cart.total, cart.currency),
        "missing_to_minimum": round_amount(allowance.missing_to_minimum, cart.currency),
        "over_credit_limit": round_amount(allowance.over_credit_limit, cart.currency),
        "is_on_hold": allowance.is_on_hold,
        "needs_po_number": cart.customer.requires_po_number,
        "licence": allowance.licence,
        "can_be_submitted": bool(cart.lines) and not allowance.refuses,
        "lines": lines,
    }

"""How taxes of carts and orders look to a machine."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from orders.totals import Tax
from wholesale.money import round_amount


class RateOutput(serializers.Serializer[Any]):
    """One tax that is charged on a product or line."""

    name = serializers.CharField()
    rate_percent = serializers.DecimalField(max_digits=6, decimal_places=3)
    number = serializers.CharField(
        allow_blank=True, help_text="By which the supplier is registered for this tax."
    )


class TaxOutput(serializers.Serializer[Any]):
    """One tax of a cart or an order: rounded once for each. `base` is the amount before tax."""

    name = serializers.CharField()
    rate_percent = serializers.DecimalField(max_digits=6, decimal_places=3)
    base = serializers.DecimalField(max_digits=14, decimal_places=3)
    amount = serializers.DecimalField(max_digits=14, decimal_places=3)
    number = serializers.CharField(allow_blank=True)


def taxes_shown(taxes: Iterable[Tax], currency: str) -> list[dict[str, Any]]:
    """Return taxes as TaxOutput."""
    return [
        {
            "name": tax.name,
            "rate_percent": tax.rate_percent,
            "base": round_amount(tax.base, currency),
            "amount": round_amount(tax.amount, currency),
            "number": tax.number,
        }
        for tax in taxes
    ]

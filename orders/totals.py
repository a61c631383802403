"""What lines and orders cost: exact sums in whole coins of the currency."""

from collections.abc import Iterable
from decimal import Decimal

from wholesale.money import round_amount


def line_amount(*, unit_price: Decimal, quantity_units: int, currency: str) -> Decimal:
    """Return what one line costs.

    Raises: ValueError if quantity_units is below one or the price below zero.
    """
    if quantity_units < 1:
        raise ValueError("quantity_units must be at least 1")
    if unit_price < 0:
        raise ValueError("unit_price must not be negative")
    # Rounded here and not on the order: the order must equal the sum of its printed lines.
    return round_amount(unit_price * quantity_units, currency)


def goods_total(amounts: Iterable[Decimal], currency: str) -> Decimal:
    """Return the exact sum of line amounts, in whole coins."""
    return round_amount(sum(amounts, Decimal(0)), currency)


def delivery_fee(*, goods: Decimal, fee: Decimal, free_from: Decimal | None) -> Decimal:
    """Return what the delivery of an order costs: nothing from the amount of goods that frees it, nor without any."""
    is_free = not goods or (free_from is not None and goods >= free_from)
    return Decimal(0) if is_free else fee


def missing_to_minimum(*, goods: Decimal, minimum: Decimal) -> Decimal:
    """Return how much is missing to the customer's minimum order; zero once it is reached."""
    return max(minimum - goods, Decimal(0))

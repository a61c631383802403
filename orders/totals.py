"""What lines and orders cost: exact sums in whole coins of the currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from wholesale.money import round_amount


@dataclass(frozen=True, slots=True)
class Taxed:
    """What one line gives a tax to charge on: the name of the tax, its rate in percent, the line's amount."""

    name: str
    rate_percent: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Tax:
    """One tax of an order: its name and rate in percent, on what it is charged, and what it comes to."""

    name: str
    rate_percent: Decimal
    base: Decimal
    amount: Decimal


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


def deposit_amount(*, deposit: Decimal, quantity_units: int, currency: str) -> Decimal:
    """Return the deposits of one line: each unit's in whole coins, so that they can be paid back one by one."""
    return round_amount(deposit, currency) * quantity_units


def taxes_of(lines: Iterable[Taxed], currency: str) -> list[Tax]:
    """Return an order's taxes by falling rate, then name; a rate of nothing is none.

    Rounded once for each tax of the order, not on its lines: that is how it is paid (SPEC.md O18).
    """
    bases: dict[tuple[str, Decimal], Decimal] = {}
    for line in lines:
        if line.rate_percent > 0:
            tax = line.name, line.rate_percent
            bases[tax] = bases.get(tax, Decimal(0)) + line.amount
    return [
        Tax(name, rate, base, round_amount(base * rate / 100, currency))
        for (name, rate), base in sorted(bases.items(), key=lambda each: (-each[0][1], each[0][0]))
    ]


def tax_total(taxes: Iterable[Tax]) -> Decimal:
    """Return what an order's taxes come to."""
    return sum((tax.amount for tax in taxes), Decimal(0))


def order_total(*, goods: Decimal, delivery: Decimal, deposits: Decimal, taxes: Iterable[Tax]) -> Decimal:
    """Return what an order comes to: the exact sum of what is printed above it."""
    return goods + delivery + deposits + tax_total(taxes)


def delivery_fee(*, goods: Decimal, fee: Decimal, free_from: Decimal | None) -> Decimal:
    """Return what the delivery of an order costs: nothing from the amount of goods that frees it, nor without any."""
    is_free = not goods or (free_from is not None and goods >= free_from)
    return Decimal(0) if is_free else fee


def missing_to_minimum(*, goods: Decimal, minimum: Decimal) -> Decimal:
    """Return how much is missing to the customer's minimum order; zero once it is reached."""
    return max(minimum - goods, Decimal(0))

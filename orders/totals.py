"""What lines and orders cost: exact sums in whole coins of the currency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wholesale.money import round_amount


@dataclass(frozen=True, slots=True)
class Rate:
    """One tax of a line: its name, its rate in percent, and by which number the supplier is registered for it."""

    name: str
    rate_percent: Decimal
    number: str = ""


@dataclass(frozen=True, slots=True)
class Taxed:
    """What one line gives its taxes to charge on: their rates, and the line's amount."""

    rates: tuple[Rate, ...]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Tax:
    """One tax of an order: its name and rate in percent, the amount before tax, and what it comes to."""

    name: str
    rate_percent: Decimal
    base: Decimal
    amount: Decimal
    number: str = ""


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


def rates_from(kept: Iterable[Mapping[str, Any]]) -> tuple[Rate, ...]:
    """Return the rates that a line or an offer keeps as JSON."""
    return tuple(Rate(each["name"], Decimal(each["rate_percent"]), each["number"]) for each in kept)


def rates_kept(rates: Iterable[Rate]) -> list[dict[str, str]]:
    """Return rates as a line keeps them in JSON; rates_from reads it."""
    return [
        {"name": each.name, "rate_percent": f"{each.rate_percent:.3f}", "number": each.number}
        for each in rates
    ]


def taxes_of(lines: Iterable[Taxed], currency: str, *, included: bool = False) -> list[Tax]:
    """Return an order's taxes by falling rate, then name; a rate of nothing is none, and no tax is charged on another.

    Rounded once for each tax of the order, not on its lines: that is how it is paid (SPEC.md O18).

    Args:
        included: whether the lines' amounts contain their taxes; `base` is then what remains without them.
    Source: docs/decisions/0045-taxes.md.
    """
    bases: dict[tuple[str, Decimal], Fraction] = {}
    numbers: dict[str, str] = {}
    for line in lines:
        rates = [each for each in line.rates if each.rate_percent > 0]
        whole = 100 + sum((each.rate_percent for each in rates), Decimal(0)) if included else 100
        net = Fraction(line.amount) * 100 / Fraction(whole)
        for rate in rates:
            tax = rate.name, rate.rate_percent
            bases[tax] = bases.get(tax, Fraction(0)) + net
            numbers[rate.name] = max(numbers.get(rate.name, ""), rate.number)
    return [
        Tax(
            name,
            rate,
            _rounded(base, currency),
            _rounded(base * Fraction(rate) / 100, currency),
            numbers[name],
        )
        for (name, rate), base in sorted(bases.items(), key=lambda each: (-each[0][1], each[0][0]))
    ]


def tax_total(taxes: Iterable[Tax]) -> Decimal:
    """Return what an order's taxes come to."""
    return sum((tax.amount for tax in taxes), Decimal(0))


def order_total(
    *, goods: Decimal, delivery: Decimal, deposits: Decimal, taxes: Iterable[Tax], included: bool = False
) -> Decimal:
    """Return what an order comes to: the exact sum of what is printed above it.

    Args:
        included: whether the goods contain the taxes, which then add nothing.
    """
    return goods + delivery + deposits + (Decimal(0) if included else tax_total(taxes))


def _rounded(exact: Fraction, currency: str) -> Decimal:
    """Round half up what is exact, however long its decimals are."""
    return round_amount(Decimal(exact.numerator) / Decimal(exact.denominator), currency)


def delivery_fee(*, goods: Decimal, fee: Decimal, free_from: Decimal | None) -> Decimal:
    """Return what the delivery of an order costs: nothing from the amount of goods that frees it, nor without any."""
    is_free = not goods or (free_from is not None and goods >= free_from)
    return Decimal(0) if is_free else fee


def missing_to_minimum(*, goods: Decimal, minimum: Decimal) -> Decimal:
    """Return how much is missing to the customer's minimum order; zero once it is reached."""
    return max(minimum - goods, Decimal(0))

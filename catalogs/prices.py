"""A price with its quantity breaks, and what is wrong with one that cannot be kept (SPEC.md K2)."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from catalogs.details import has_coins_for
from wholesale.money import decimals_of

LARGEST = Decimal("999999999.999")
MOST_BREAKS = 20
MOST_UNITS = 1_000_000


@dataclass(frozen=True, slots=True)
class ListPrice:
    """What one unit costs, on a list or for one customer.

    Args:
        breaks: from how many units on one costs how much, ascending; None keeps those that are there.
    """

    unit_price: Decimal
    breaks: tuple[tuple[int, Decimal], ...] | None = ()


def misfit(price: ListPrice, currency: str) -> str:
    """Return what is wrong with a price in words, or nothing."""
    steps = price.breaks or ()
    for amount in (price.unit_price, *(each for _units, each in steps)):
        if wrong := _wrong_amount(amount, currency):
            return wrong
    units = [each for each, _amount in steps]
    if len(units) > MOST_BREAKS:
        return _("A price has %(n)s quantity breaks at most.") % {"n": MOST_BREAKS}
    if any(not 2 <= each <= MOST_UNITS for each in units):
        return _("A quantity break begins at two units or more.")
    if units != sorted(set(units)):
        return _("Quantity breaks go up, each from more units than the one before.")
    return _dearer_break(price)


def _dearer_break(price: ListPrice) -> str:
    """Say from how many units on a unit would cost more than when fewer are ordered, or nothing."""
    before = price.unit_price
    for units, amount in price.breaks or ():
        if amount > before:
            return _("From %(n)s on, a unit would cost more than when fewer are ordered.") % {"n": units}
        before = amount
    return ""


def _wrong_amount(amount: Decimal, currency: str) -> str:
    if not amount.is_finite() or amount < 0:
        return _("A price is not below zero.")
    if amount > LARGEST:
        return _("This price is too large.")
    if not has_coins_for(amount, currency):
        words = {"currency": currency, "n": decimals_of(currency)}
        return _("Prices in %(currency)s have %(n)s decimals at most.") % words
    return ""

"""What a product must be as a whole, whoever wrote it: form, grid, sheet or machine."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalogs.days import is_kept_moment
from catalogs.details import (
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    LONGEST_TEXT,
    MAX_ATTRIBUTES,
    ProductDetails,
    has_coins_for,
)
from catalogs.quotes import price_written
from wholesale.money import decimals_of

MAX_UNITS = 1_000_000
MAX_GRAMS = 100_000_000
TOO_DEAR = Decimal(10**9)  # what no column of prices holds
LONGEST = {"sku": 40, "name": 120, "category": 60, "brand": 60, "pack": 60, "unit": 20}
_UNITS = {"order_multiple": 1, "minimum_units": 1, "low_stock_units": 0}


def faults_of(details: ProductDetails, *, currency: str, price_currency: str) -> dict[str, str]:
    """Return what is wrong with a product, by column, in words; nothing for one that can be kept.

    Args:
        currency: of the supplier, which the deposit is in.
        price_currency: of its default price list.
    """
    faults = {
        name: _("At most %(n)s letters fit.") % {"n": longest}
        for name, longest in LONGEST.items()
        if len(getattr(details, name)) > longest
    }
    faults |= {name: _("This is needed.") for name in ("sku", "name") if not getattr(details, name)}
    if len(details.description) > LONGEST_DESCRIPTION:
        faults["description"] = _("At most 10,000 letters fit.")
    for name, of in (("unit_price", price_currency), ("deposit", currency)):
        if fault := amount_fault(getattr(details, name), of):
            faults[name] = fault
    return faults | _unit_faults(details) | _attribute_faults(details) | _day_faults(details)


def amount_fault(amount: Decimal | None, currency: str) -> str:
    """Return why an amount cannot be kept in a currency, or nothing."""
    if amount is None:
        return ""
    if not amount.is_finite() or not 0 <= amount < TOO_DEAR:
        return _("An amount is 0 or more, and has at most nine digits.")
    if not has_coins_for(amount, currency):
        return _("At most %(places)s decimals fit this currency.") % {"places": decimals_of(currency)}
    return ""


def break_fault(amount: Decimal | None, breaks: Iterable[Sequence[Any]] | None, currency: str) -> str:
    """Return why a price cannot stand over quantity breaks that stay, or nothing: whoever orders more pays no more.

    Args:
        breaks: from how many units on one costs how much, ascending, as `with_breaks` has them.
    """
    for units, price in breaks or ():
        if amount is not None and Decimal(price) > amount:
            words = _(
                "From %(n)s on it costs %(price)s. Change its quantity breaks on the default price list first."
            )
            return words % {"n": units, "price": price_written(Decimal(price), currency)}
    return ""


def _unit_faults(details: ProductDetails) -> dict[str, str]:
    faults = {}
    for name, least in _UNITS.items():
        if not least <= getattr(details, name) <= MAX_UNITS:
            faults[name] = _("A whole number from %(least)s to a million.") % {"least": least}
    if details.weight_grams is not None and not 0 <= details.weight_grams <= MAX_GRAMS:
        faults["weight_grams"] = _("At most 100 tonnes.")
    minimum, multiple = details.minimum_units, details.order_multiple
    if not faults and minimum > 1 and minimum % multiple:
        faults["minimum_units"] = _("The minimum is a multiple of %(n)s.") % {"n": multiple}
    return faults


def _attribute_faults(details: ProductDetails) -> dict[str, str]:
    given = details.attributes
    if len(given) > MAX_ATTRIBUTES:
        return {"attributes": _("At most 30 properties fit.")}
    if any(len(name) > LONGEST_NAME or len(text) > LONGEST_TEXT for name, text in given.items()):
        return {"attributes": _("A property has at most 40 letters, and its text 120.")}
    return {}


def _day_faults(details: ProductDetails) -> dict[str, str]:
    begins, ends = details.sold_from, details.sold_until
    named = (("sold_from", begins), ("sold_until", ends))
    if far := [name for name, moment in named if not is_kept_moment(moment)]:
        return dict.fromkeys(far, _("Enter a valid date."))
    if begins and ends and ends <= begins:
        return {"sold_until": _("The last day is before the first.")}
    return {}

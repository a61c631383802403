"""What a product costs with its quantity breaks, in one value; and as it is typed into one cell."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from catalogs.details import has_coins_for
from catalogs.prices import ListPrice
from wholesale.money import decimals_of, round_amount

MOST_BREAKS = 10
MOST_UNITS = 1_000_000
LONGEST_BREAKS = 800  # letters of a cell; ten breaks never need as many
TOO_DEAR = Decimal(10**9)  # what no column of prices holds
_BETWEEN = re.compile(r"\s*[;\n|]\s*")
_BREAK = re.compile(r"(?P<units>\d{1,3}(?:[\s.,'’]\d{3})+|\d+)\s*[:=×x]\s*(?P<price>\S.*)")
_GROUPED = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Quote:
    """A price for one unit on, and from how many units on it is another.

    Args:
        unit_price: None is no price, and has no breaks.
        break_units: ascending, each above one; `break_prices` has one for each.
    """

    unit_price: Decimal | None
    break_units: tuple[int, ...] = ()
    break_prices: tuple[Decimal, ...] = ()

    @property
    def breaks(self) -> list[tuple[int, Decimal]]:
        """Return from how many units on one costs how much."""
        return list(zip(self.break_units, self.break_prices, strict=True))

    def mapped(self, change: Callable[[Decimal], Decimal]) -> "Quote":
        """Return the same with every price changed; no price stays none."""
        if self.unit_price is None:
            return self
        return Quote(change(self.unit_price), self.break_units, tuple(map(change, self.break_prices)))


NO_PRICE = Quote(None)


def quote_of(
    unit_price: Decimal | None, breaks: Iterable[tuple[int, Decimal]] = (), *, currency: str = ""
) -> Quote:
    """Return a price with its breaks in their order.

    Args:
        currency: whose coins must pay each price exactly; empty where that is known.
    Raises: ValidationError, in words, where no such price can be kept.
    """
    steps = sorted(breaks)
    if unit_price is None and steps:
        raise ValidationError(_("Without a price there are no quantity breaks."))
    if len(steps) > MOST_BREAKS:
        raise ValidationError(_("At most %(n)s quantity breaks fit.") % {"n": MOST_BREAKS})
    units = [each for each, _price in steps]
    if any(a == b for a, b in pairwise(units)):
        raise ValidationError(_("Two quantity breaks begin at the same quantity."))
    if any(not 2 <= each <= MOST_UNITS for each in units):
        raise ValidationError(_("A quantity break begins at 2 units or more."))
    for price in (unit_price, *(price for _units, price in steps)):
        check_price(price, currency)
    return Quote(unit_price, tuple(units), tuple(price for _units, price in steps))


def check_price(price: Decimal | None, currency: str = "") -> None:
    """Refuse what cannot be a price in this currency.

    Raises: ValidationError, in words.
    """
    if price is None:
        return
    if not price.is_finite() or not 0 <= price < TOO_DEAR:
        raise ValidationError(_("A price is 0 or more, and has at most nine digits."))
    if currency and not has_coins_for(price, currency):
        places = {"places": decimals_of(currency)}
        raise ValidationError(_("At most %(places)s decimals fit this currency.") % places)


def breaks_typed(text: str, read_price: Callable[[str], Decimal]) -> list[tuple[int, Decimal]]:
    """Return the breaks of a cell, as in "10: 28.00; 50: 26.50".

    Args:
        read_price: reads a number as its reader writes it, or raises ValidationError.
    Raises: ValidationError, in words.
    """
    found = []
    if len(text) > LONGEST_BREAKS:
        raise ValidationError(_("At most %(n)s quantity breaks fit.") % {"n": MOST_BREAKS})
    for each in filter(None, _BETWEEN.split(text.strip())):
        step = _BREAK.fullmatch(each)
        if step is None:
            raise ValidationError(_("Write quantity breaks as in “10: 28.00; 50: 26.50”."))
        units = int(_GROUPED.sub("", step["units"])[:9])
        found.append((units, read_price(step["price"])))
    return found


def breaks_written(quote: "Quote | ListPrice", currency: str) -> str:
    """Write the breaks of a price into one cell, as its reader writes numbers."""
    return "; ".join(f"{units}: {price_written(price, currency)}" for units, price in quote.breaks or ())


def price_written(price: Decimal | None, currency: str) -> str:
    """Write a price into a box, in whole coins, as its reader writes numbers; none is empty."""
    if price is None:
        return ""
    written: str = number_format(
        round_amount(price, currency), decimal_pos=decimals_of(currency), use_l10n=True
    )
    return written

"""What a product costs with its quantity breaks, as it is typed into one cell."""

import re
from collections.abc import Callable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from catalogs.prices import MOST_BREAKS, ListPrice
from wholesale.money import decimals_of, round_amount

LONGEST_BREAKS = 800  # letters of a cell; the most breaks never need as many
_BETWEEN = re.compile(r"\s*[;\n|]\s*")
_BREAK = re.compile(r"(?P<units>\d{1,3}(?:[\s.,'’]\d{3})+|\d+)\s*[:=×x]\s*(?P<price>\S.*)")
_GROUPED = re.compile(r"\D")


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


def breaks_written(price: ListPrice, currency: str) -> str:
    """Write the breaks of a price into one cell, as its reader writes numbers."""
    return "; ".join(f"{units}: {price_written(each, currency)}" for units, each in price.breaks or ())


def price_written(price: Decimal | None, currency: str) -> str:
    """Write a price into a box, in whole coins, as its reader writes numbers; none is empty."""
    if price is None:
        return ""
    written: str = number_format(
        round_amount(price, currency), decimal_pos=decimals_of(currency), use_l10n=True
    )
    return written

"""Amounts as files write them: the marks decide what is meant, whoever reads them."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _

_AROUND = re.compile(r"^[^\d.,+-]+|[^\d.,]+$")  # a currency's sign or letters
_WITHIN = re.compile(r"[\s'’]")
_LONGEST = 60  # what is longer is no amount, and reading it to its end would take its length squared
_PLAIN = re.compile(r"[+-]?\d{1,12}(\.\d{1,12})?|[+-]?\.\d{1,12}")


def amount_in(text: str) -> Decimal:
    """Return the amount that a cell says: "1,234.50", "1 234,50 $", "61,2", "61.2", "CA$ 61".

    Of two marks the last is the decimal one. A lone point is decimal, as in every workbook; a lone comma before three
    digits is decimal where the reader's language says so.

    Raises: ValidationError, in words.
    """
    bare = text.strip()
    bare = "" if len(bare) > _LONGEST else _WITHIN.sub("", _AROUND.sub("", bare))
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        decimal_mark = max(".", ",", key=bare.rfind)
        bare = bare.replace("," if decimal_mark == "." else ".", "")
    elif points > 1 or commas > 1 or (commas and _groups(bare)):
        bare = bare.replace(".", "").replace(",", "")
    bare = bare.replace(",", ".")
    if not _PLAIN.fullmatch(bare):
        raise ValidationError(_("“%(text)s” is no amount.") % {"text": text[:40]})
    return Decimal(bare)


def _groups(bare: str) -> bool:
    """Tell whether a lone comma groups thousands for this reader."""
    is_decimal_here = get_format("DECIMAL_SEPARATOR") == ","
    return len(bare) - bare.index(",") == 4 and not is_decimal_here

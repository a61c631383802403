"""A product's columns as text: what a cell of a grid or of a sheet means, and how it is written."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from catalogs.checks import LONGEST, MAX_GRAMS, MAX_UNITS
from catalogs.days import begin_of, end_of, first_day, is_kept, last_day
from catalogs.details import LONGEST_NAME, LONGEST_TEXT, ProductDetails, fold, gtin_of
from catalogs.enums import LicenceRule
from catalogs.quotes import price_written

_WHOLE = re.compile(r"\d{1,9}|\d{1,3}([\s,.'’]\d{3})+")
_NOT_DIGITS = re.compile(r"\D")
_MARK = re.compile(r"[;\n]\s*")
_YES = frozenset(
    {"yes", "y", "true", "1", "x", "on", "active", "oui", "vrai", "actif", "si", "verdadero", "activo"}
)
_NO = frozenset({"no", "n", "false", "0", "off", "inactive", "non", "faux", "inactif", "falso", "inactivo"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a product's cells mean by: its supplier's currency, time zone and tax classes, by id.

    Args:
        price_currency: of the default price list.
        read_amount: reads an amount as this writer writes it, or raises ValidationError.
    """

    currency: str
    price_currency: str
    time_zone: str
    tax_classes: Mapping[UUID, str]
    read_amount: Callable[[str], Decimal]


def value_of(column: str, text: str, around: Around) -> Any:
    """Return the value of a column from its text; an empty text is the column's emptiness.

    Raises: ValidationError, in words.
    """
    if not text and column in _EMPTY:
        return _EMPTY[column]
    return _READ.get(column, _text)(column, text, around)


def texts_of(details: ProductDetails, around: Around) -> dict[str, str]:
    """Return the columns of a product as text that value_of reads back, but for its amounts."""
    days = {
        "sold_from": first_day(details.sold_from, around.time_zone),
        "sold_until": last_day(details.sold_until, around.time_zone),
    }
    grams = details.weight_grams
    return {
        **{name: getattr(details, name) for name in ("sku", "name", "pack", "unit", "category", "brand", "gtin")},
        "description": details.description,
        "tax_class": around.tax_classes.get(details.tax_class_id, "") if details.tax_class_id else "",
        **{name: str(getattr(details, name)) for name in ("order_multiple", "minimum_units", "low_stock_units")},
        "weight_grams": "" if grams is None else str(grams),
        "attributes": attributes_written(details.attributes),
        "allows_backorder": _("yes") if details.allows_backorder else _("no"),
        "licence": str(LicenceRule(details.licence).label) if details.licence else _("no"),
        "tracks_lots": _("yes") if details.tracks_lots else _("no"),
        "is_active": _("yes") if details.is_active else _("no"),
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }  # fmt: skip


def amounts_written(details: ProductDetails, around: Around) -> dict[str, str]:
    """Return price and deposit as their reader writes them; no deposit is empty."""
    return {
        "unit_price": price_written(details.unit_price, around.price_currency),
        "deposit": price_written(details.deposit or None, around.currency),
    }


def field_of(column: str) -> str:
    """Return the name that a column has in ProductDetails."""
    return "tax_class_id" if column == "tax_class" else column


def attributes_written(attributes: Mapping[str, str]) -> str:
    """Write properties into one cell, one on each line."""
    return "\n".join(f"{name}: {text}" for name, text in attributes.items())


def _text(column: str, text: str, around: Around) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST[column]:
        raise ValidationError(_("At most %(n)s letters fit.") % {"n": LONGEST[column]})
    if not line:
        raise ValidationError(_("This is needed."))
    return line


def _description(column: str, text: str, around: Around) -> str:
    return text.strip()


def _amount(column: str, text: str, around: Around) -> Decimal:
    return around.read_amount(text)


def _units(column: str, text: str, around: Around) -> int:
    if not _WHOLE.fullmatch(text.strip()):
        raise ValidationError(_("“%(text)s” is no whole number.") % {"text": text[:40]})
    units = int(_NOT_DIGITS.sub("", text))
    if units > (MAX_GRAMS if column == "weight_grams" else MAX_UNITS):
        raise ValidationError(_("This is too much."))
    return units


def _gtin(column: str, text: str, around: Around) -> str:
    try:
        return gtin_of(text)
    except ValueError as error:
        words = _(
            "“%(text)s” is not a barcode: it has 8, 12, 13 or 14 digits, the last of which checks the rest."
        )
        raise ValidationError(words % {"text": text[:40]}) from error


def _attributes(column: str, text: str, around: Around) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, _properties_in(text))):
        name, colon, words = (" ".join(each.split()) for each in part.partition(":"))
        if not (name and colon and words):
            raise ValidationError(_("Write each property as in “ABV: 5.2 %”, one on each line."))
        if len(name) > LONGEST_NAME or len(words) > LONGEST_TEXT:
            raise ValidationError(_("A property has at most 40 letters, and its text 120."))
        found[name] = words
    return found


def _properties_in(text: str) -> Iterator[str]:
    """Cut a text where a name and a colon follow a semicolon or the end of a line; others belong to what was said."""
    begun = 0
    for mark in _MARK.finditer(text):
        end = _MARK.search(text, mark.end())
        name, colon, _words = text[mark.end() : end.start() if end else None].partition(":")
        if name and colon and len(name) <= LONGEST_NAME:
            yield text[begun : mark.start()]
            begun = mark.end()
    yield text[begun:]


def _yes(column: str, text: str, around: Around) -> bool:
    word = fold(text)
    if word not in _YES | _NO:
        raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": text[:40]})
    return word in _YES


def _licence(column: str, text: str, around: Around) -> str:
    word = fold(text)
    if word in _NO:
        return ""
    for rule in LicenceRule:
        if word in (rule.value, fold(str(rule.label))):
            return rule.value
    if word in _YES:
        return LicenceRule.BLOCKS.value
    words = _("Write “%(no)s”, “%(warns)s” or “%(blocks)s”.")
    labels = {"no": _("no"), "warns": LicenceRule.WARNS.label, "blocks": LicenceRule.BLOCKS.label}
    raise ValidationError(words % labels)


def _tax_class(column: str, text: str, around: Around) -> UUID:
    for key, name in around.tax_classes.items():
        if fold(name) == fold(text) or str(key) == text:
            return key
    raise ValidationError(_("You have no tax class called “%(text)s”.") % {"text": text[:40]})


def _day(column: str, text: str, around: Around) -> datetime | None:
    try:
        day: date | None = parse_date(text.strip()[:10])
    except ValueError:
        day = None
    if day is None or not is_kept(day):
        raise ValidationError(_("“%(text)s” is no day: write it as in 2027-01-31.") % {"text": text[:40]})
    turn = begin_of if column == "sold_from" else end_of
    return turn(day, around.time_zone)


_EMPTY: dict[str, Any] = {
    **dict.fromkeys(("description", "category", "brand", "pack", "unit", "gtin"), ""),
    "deposit": Decimal(0),
    **dict.fromkeys(("unit_price", "tax_class", "weight_grams", "sold_from", "sold_until")),
    "order_multiple": 1,
    "minimum_units": 1,
    "low_stock_units": 0,
    "allows_backorder": False,
    "licence": "",
    "tracks_lots": False,
    "attributes": {},
    "is_active": False,
}
_READ: dict[str, Callable[[str, str, Around], Any]] = {
    "description": _description,
    "unit_price": _amount,
    "deposit": _amount,
    "order_multiple": _units,
    "minimum_units": _units,
    "low_stock_units": _units,
    "weight_grams": _units,
    "gtin": _gtin,
    "attributes": _attributes,
    "allows_backorder": _yes,
    "licence": _licence,
    "tracks_lots": _yes,
    "is_active": _yes,
    "tax_class": _tax_class,
    "sold_from": _day,
    "sold_until": _day,
}

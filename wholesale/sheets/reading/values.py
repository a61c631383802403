"""A cell as text, the same whether the sheet kept it as text, number or date."""

import datetime as dt
import re
import unicodedata
from typing import Any

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+")
_ASIDE = re.compile(r"[(\[].*?[)\]]")


def text_of(value: Any) -> str:
    """Return what a person sees in the cell: 17850.0 is 17850, midnight is a date, no invisible signs."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        is_date = value.time() == dt.time.min
        return value.date().isoformat() if is_date else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return "" if value is None else str(value)


def clean(text: str) -> str:
    """Return text without control characters, with one kind of line end and no blanks around it."""
    if text.isprintable() and text.isascii():
        return text.strip()
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def heading_key(heading: str) -> str:
    """Return what of a heading is compared: small letters and digits, no accents, nothing in brackets."""
    apart = unicodedata.normalize("NFKD", _ASIDE.sub(" ", heading) or heading).casefold()
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return "".join(_WORD.findall(plain))

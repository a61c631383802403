"""Lots as they are pasted: SKU, units, lot and its best-before date, line by line (SPEC.md I13)."""

import re
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTS = re.compile(r"[\t,;|]\s*|\s+")
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class TypedLot:
    """A line that names a lot. `number` is where it stands in the text, from 1."""

    number: int
    sku: str
    units: int
    code: str
    best_before: date | None


def typed_lots(text: str) -> list[TypedLot]:
    """Return the lines of a text that may name a lot: `PALE 12 L-0815 2026-12-31`, or without the date."""
    lines = enumerate(text.replace("\x00", "").splitlines(), 1)
    found = [_typed(number, line.strip()) for number, line in lines if len(line) <= LONGEST_LINE]
    return [line for line in found if line is not None]


def _typed(number: int, line: str) -> TypedLot | None:
    parts = [part for part in _PARTS.split(line) if part]
    day = _day(parts[-1]) if parts else None
    if day is not None:
        parts.pop()
    if len(parts) < 3 or not (parts[-2].isascii() and parts[-2].isdigit() and 0 < len(parts[-2]) <= 7):
        return None
    units = int(parts[-2])
    return TypedLot(number, " ".join(parts[:-2]), units, parts[-1], day) if units else None


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

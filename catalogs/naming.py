"""What a picture's file name says: whose picture it is, and the how manieth."""

import re
import unicodedata
from collections.abc import Container
from pathlib import PurePosixPath

_NUMBERED = re.compile(r"(?P<sku>.+)-(?P<number>[0-9]{1,3})")


def readings_of(name: str) -> list[tuple[str, int]]:
    """Return what a file name may mean, as SKU and place, the likeliest first.

    `ESB-24.jpg` is the picture of ESB-24; if there is no such product, it is the 24th of ESB.
    """
    stem = unicodedata.normalize("NFC", PurePosixPath(name).stem).strip()
    readings = [(stem, 1)]
    if found := _NUMBERED.fullmatch(stem):
        readings.append((found["sku"].strip(), int(found["number"])))
    return readings


def reading_of(name: str, known: Container[str]) -> tuple[str, int] | None:
    """Return the likeliest reading of a name whose SKU is known, or None."""
    return next((reading for reading in readings_of(name) if reading[0] in known), None)

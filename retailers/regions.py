"""Regions of countries as people write them: by code or by name, in any case, with or without accents."""

import re
from functools import lru_cache
from unicodedata import combining, normalize

from retailers.public_holidays import regions_by_name


@lru_cache(maxsize=4096)
def region_key(country: str, text: str) -> str:
    """Return a region's code where it is known by code or name ("Québec" and "qc" are one), else its letters."""
    letters = _letters(text)
    return _codes(country).get(letters, letters)


@lru_cache(maxsize=256)
def _codes(country: str) -> dict[str, str]:
    """Return the codes of a country's regions by their own letters and by those of their names."""
    found: dict[str, str] = {}
    for name, code in regions_by_name(country).items():
        found[_letters(name)] = found[_letters(code)] = code
    return found


def _letters(text: str) -> str:
    plain = "".join(each for each in normalize("NFKD", text.casefold()) if not combining(each))
    return re.sub(r"[\W_]+", "", plain)

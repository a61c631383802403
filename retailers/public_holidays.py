"""Public holidays by country and region, in the reader's language, from the library `holidays`."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from holidays import country_holidays, list_supported_countries


@lru_cache(maxsize=512)
def holidays_of(country: str, region: str, year: int, language: str) -> Mapping[date, str]:
    """Return the public holidays of a year with their names; of an unknown country none, of an unknown region all.

    A name that the library does not have in this language comes in the country's own.
    """
    regions = _countries().get(country)
    if regions is None:
        return {}
    subdivision = region if region in regions else None
    found = country_holidays(country, subdiv=subdivision, years=year, language=language)
    return dict(found.items())


@lru_cache(maxsize=256)
def regions_of(country: str) -> list[tuple[str, str]]:
    """Return code and name of the regions that have holidays of their own, by name."""
    codes = _countries().get(country, [])
    if not codes:
        return []
    named = {code: name for name, code in country_holidays(country).subdivisions_aliases.items()}
    return sorted(((code, named.get(code, code)) for code in codes), key=lambda pair: pair[1])


def regions_by_name(country: str) -> dict[str, str]:
    """Return the codes of a country's regions by all of their names, and by themselves."""
    codes = _countries().get(country, [])
    if not codes:
        return {}
    return {code: code for code in codes} | dict(country_holidays(country).subdivisions_aliases)


@lru_cache(maxsize=1)
def _countries() -> dict[str, list[str]]:
    return list_supported_countries(include_aliases=False)

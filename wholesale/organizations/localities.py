"""Countries, currencies and time zones to choose from, named in the reader's language."""

import json
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import get_currency_name, get_territory_currencies
from django.utils.translation import get_language

_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)

Choices = list[tuple[str, str]]


def country_choices() -> Choices:
    """Return countries by name."""
    return _countries(_language())


def currency_choices() -> Choices:
    """Return the currencies in use today, by code."""
    return _currencies(_language())


def time_zone_choices() -> Choices:
    """Return time zones by name, places only."""
    return _time_zones()


def currency_of(country: str) -> str:
    """Return what one pays with in a country; US dollars where nobody knows."""
    return next(iter(get_territory_currencies(country) or []), "USD")


@lru_cache(maxsize=1)
def usual_currencies() -> str:
    """Return country to currency as JSON, for the script that lets one follow the other."""
    return json.dumps({code: currency_of(code) for code, _ in _countries("en")}, separators=(",", ":"))


def country_from_header(accept_language: str) -> str:
    """Return the country that a browser's languages name first ("fr-CA,fr;q=0.8" is Canada), or nothing."""
    known = dict(_countries("en"))
    for part in accept_language.split(","):
        region = part.split(";")[0].strip().rpartition("-")[2].upper()
        if "-" in part and region in known:
            return region
    return ""


def _language() -> str:
    return (get_language() or "en").split("-")[0]


@lru_cache(maxsize=8)
def _countries(language: str) -> Choices:
    names = Locale.parse(language).territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    return sorted((pair for pair in found if pair[0] not in _NO_COUNTRIES), key=lambda pair: pair[1])


@lru_cache(maxsize=8)
def _currencies(language: str) -> Choices:
    codes = {code for country, _ in _countries(language) for code in get_territory_currencies(country) or []}
    return [(code, f"{code} · {get_currency_name(code, locale=language)}") for code in sorted(codes)]


@lru_cache(maxsize=1)
def _time_zones() -> Choices:
    places = sorted(zone for zone in available_timezones() if zone.startswith(_REGIONS))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]

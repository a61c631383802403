"""An address in one line."""

from typing import Protocol

_CODE_LAST = frozenset({"US", "CA", "GB", "AU", "IE"})  # elsewhere the postal code stands before the city


class Addressed(Protocol):
    """Whatever has the five parts of an address."""

    street: str
    city: str
    region: str
    postal_code: str
    country: str


def one_line_address(place: Addressed) -> str:
    """Return "48 rue Laurendeau, Montréal QC H4E 3W4" or "18 Rue de la Bourse, 1000 Bruxelles"."""
    if place.country in _CODE_LAST:
        town = " ".join(filter(None, (place.city, place.region, place.postal_code)))
    else:
        town = " ".join(filter(None, (place.postal_code, place.city)))
    return ", ".join(filter(None, (place.street, town)))

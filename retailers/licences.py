"""How the licence of a customer stands on a day (SPEC.md O18). Pure."""

from datetime import date, timedelta

from retailers.enums import Licence

SOON_DAYS = 30


def licence_on(number: str, expires_on: date | None, day: date) -> Licence:
    """Return how a licence stands on a day; it is good on its last day, and without one for good."""
    if not number:
        return Licence.MISSING
    if expires_on is None or expires_on > day + timedelta(days=SOON_DAYS):
        return Licence.VALID
    return Licence.ENDS_SOON if expires_on >= day else Licence.EXPIRED

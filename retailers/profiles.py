"""A place in the form in which places are compared, made once and compared often."""

import re
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from retailers.names import telling_words
from retailers.streets import Street, street_of
from retailers.words import plain, words_of

_TOWNS_ALIKE = 85
_LOCAL_DIGITS = 7  # what is left of a number without its area code
_WHOLE_DIGITS = 9  # from so many digits on a number is known with its area
_AS_FLOAT = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)  # 9.99E+999: a spreadsheet's rest of a phone
_EXTENSION = re.compile(r"\s*(?:x|ext|poste|bureau|#)\.?\s*\d+\s*$", re.IGNORECASE)
_TWO_DIGIT_CODES = re.compile(r"2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")


@dataclass(frozen=True, slots=True)
class Place:
    """What of a directory entry is compared."""

    name: str
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    phone: str = ""
    country: str = ""


class PhoneMatch(Enum):
    """How two phone numbers stand to each other."""

    UNKNOWN = "one is not known"
    WHOLE = "the same with the area code"
    LOCAL = "the same, but one has no area code"
    SLIP = "one wrong digit, or two swapped"
    APART = "another number"


class TownMatch(Enum):
    """How two towns stand to each other, by postal code or by name."""

    UNKNOWN = "one is not known"
    SAME = "the same"
    APART = "another town"


@dataclass(frozen=True, slots=True)
class Profile:
    """A place as it is compared: telling words, street taken apart, bare digits."""

    words: tuple[str, ...]
    street: Street | None
    city: str
    postal_code: str
    phone: str


def profile_of(place: Place) -> Profile:
    """Return the form in which a place is compared."""
    code = re.sub(r"\W", "", plain(place.postal_code)) if place.postal_code else ""
    return Profile(
        words=telling_words(place.name),
        street=street_of(place.street) if place.street else None,
        city=" ".join(words_of(place.city)) if place.city else "",
        postal_code=code[:5] if code.isdigit() else code,  # 35222-1932 is 35222, finer
        phone=national_digits(place.phone, place.country) if place.phone else "",
    )


def national_digits(phone: str, country: str = "") -> str:
    """Return a number's digits without the country's code and leading noughts; "" if it is no number."""
    phone = phone.strip()
    if _AS_FLOAT.fullmatch(phone):
        return ""
    digits = re.sub(r"\D", "", _EXTENSION.sub("", phone))
    if phone.startswith("+") or digits.startswith("00"):
        digits = digits.lstrip("0")
        digits = digits[1 if digits[:1] in "17" else 2 if _TWO_DIGIT_CODES.match(digits) else 3 :]
    elif len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    elif len(digits) > 11 and country in ("US", "CA", ""):
        digits = digits[:10]  # two numbers in one field
    digits = digits.lstrip("0")
    return digits if len(digits) >= _LOCAL_DIGITS and len(set(digits)) > 2 else ""


def compare_phones(one: str, other: str) -> PhoneMatch:
    """Compare two numbers as national_digits gives them."""
    if not one or not other:
        return PhoneMatch.UNKNOWN
    whole = len(one) >= _WHOLE_DIGITS and len(other) >= _WHOLE_DIGITS
    if not whole:
        one, other = one[-_LOCAL_DIGITS:], other[-_LOCAL_DIGITS:]
    if one == other:
        return PhoneMatch.WHOLE if whole else PhoneMatch.LOCAL
    return PhoneMatch.SLIP if OSA.distance(one, other, score_cutoff=1) == 1 else PhoneMatch.APART


def compare_towns(one: Profile, other: Profile) -> TownMatch:
    """Compare the towns of two places; one postal code or one name is enough."""
    if one.postal_code and one.postal_code == other.postal_code:
        return TownMatch.SAME
    if one.city and other.city:
        within = one.city in other.city or other.city in one.city
        same = within or fuzz.ratio(one.city, other.city) >= _TOWNS_ALIKE
        return TownMatch.SAME if same else TownMatch.APART
    return TownMatch.APART if one.postal_code and other.postal_code else TownMatch.UNKNOWN

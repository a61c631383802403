"""Why a new directory entry may be one that exists already (SPEC.md C5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from retailers.enums import DuplicateReason
from retailers.matching import Place
from retailers.words import (
    FILLERS,
    STREET_KINDS,
    core_of,
    is_house_number,
    numbers_of,
    phone_digits,
    raw_words,
    words_of,
)

NAMES_ALIKE = 86  # of 100
STREETS_ALIKE = 85
_WEIGHTS = {
    DuplicateReason.SAME_EMAIL: 4,
    DuplicateReason.SAME_PHONE: 4,
    DuplicateReason.SAME_ADDRESS: 3,
    DuplicateReason.SIMILAR_NAME: 2,
    DuplicateReason.SAME_STREET_NUMBER: 1,
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two places look like one, and how strongly."""

    reasons: tuple[DuplicateReason, ...]

    @property
    def weight(self) -> int:
        """Return a number to sort by; nothing alike is 0."""
        return sum(_WEIGHTS[reason] for reason in self.reasons)

    @property
    def is_likely(self) -> bool:
        """Tell whether a person should be asked: a street number alone says too little."""
        return self.weight > _WEIGHTS[DuplicateReason.SAME_STREET_NUMBER]


def likeness(one: Place, other: Place) -> Likeness:
    """Compare two places by phone, address and name.

    The same name in another city is another shop of a chain, so names count only where the cities agree
    or one is not known.
    """
    reasons = []
    if same_phone(one, other):
        reasons.append(DuplicateReason.SAME_PHONE)
    if same_address(one, other):
        reasons.append(DuplicateReason.SAME_ADDRESS)
    elif _same_number(one, other) and _same_street(one, other):
        reasons.append(DuplicateReason.SAME_STREET_NUMBER)
    if similar_name(one.name, other.name) and _cities_agree(one, other):
        reasons.append(DuplicateReason.SIMILAR_NAME)
    return Likeness(tuple(reasons))


def same_phone(one: Place, other: Place) -> bool:
    """Tell whether both have the same phone, however it is written."""
    mine, theirs = phone_digits(one.phone, one.country), phone_digits(other.phone, other.country)
    return bool(set(mine) & set(theirs))


def same_address(one: Place, other: Place) -> bool:
    """Tell whether both stand at the same number of the same street of the same town."""
    if not one.street or not other.street:
        return False
    shared = set(raw_words(one.street)) & set(raw_words(other.street))
    return (
        any(is_house_number(word) for word in shared)
        and _same_street(one, other)
        and _towns_match(one, other)
    )


def similar_name(one: str, other: str) -> bool:
    """Tell whether two company names differ in kind, order, legal form or a slip only."""
    mine, theirs = core_of(one), core_of(other)
    if _ratio(mine, theirs) >= NAMES_ALIKE:
        return True
    fewer, more = sorted((set(mine), set(theirs)), key=len)
    telling = [word for word in fewer if len(word) >= 4]
    return bool(telling) and all(
        any(fuzz.ratio(word, have) >= NAMES_ALIKE for have in more) for word in fewer
    )


def _same_number(one: Place, other: Place) -> bool:
    return bool(numbers_of(one.street) & numbers_of(other.street))


def _same_street(one: Place, other: Place) -> bool:
    mine, theirs = _street_words(one.street), _street_words(other.street)
    if not mine or not theirs or _with_digits(mine) != _with_digits(theirs):
        return False
    return mine <= theirs or theirs <= mine or _ratio(mine, theirs) >= STREETS_ALIKE


def _street_words(street: str) -> set[str]:
    """Return what names a street; only its kind if there is nothing else, as in Broadway's "The Avenue"."""
    words = {word for word in words_of(street) if not is_house_number(word) and word not in FILLERS}
    return words - STREET_KINDS or words


def _with_digits(words: set[str]) -> set[str]:
    return {word for word in words if word[0].isdigit()}


def _ratio(mine: Iterable[str], theirs: Iterable[str]) -> float:
    return fuzz.ratio(" ".join(sorted(mine)), " ".join(sorted(theirs)))


def _towns_match(one: Place, other: Place) -> bool:
    if one.postal_code and other.postal_code:
        same = "".join(raw_words(one.postal_code)) == "".join(raw_words(other.postal_code))
        return same or (bool(one.city) and words_of(one.city) == words_of(other.city))
    return _cities_agree(one, other)


def _cities_agree(one: Place, other: Place) -> bool:
    if not one.city or not other.city:
        return True
    return fuzz.ratio(" ".join(words_of(one.city)), " ".join(words_of(other.city))) >= STREETS_ALIKE

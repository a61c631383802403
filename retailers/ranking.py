"""How well an entry of the directory answers what was typed (SPEC.md C2)."""

from dataclasses import dataclass
from itertools import takewhile

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from retailers.matching import Query, word_points
from retailers.profiles import Place, national_digits
from retailers.tokens import joined_words
from retailers.words import (
    FILLERS,
    LEGAL_FORMS,
    STREET_KINDS,
    in_one_spelling,
    is_house_number,
    number_parts,
    numbers_of,
    phone_digits,
    raw_words,
    words_of,
)

WHOLE_PHONE = 100.0
_HOUSE, _SUITE = 110.0, 100.0
_TOGETHER = 102.0  # two words that are one in the name
_ADDRESS = 0.95  # what a word of the address counts for, against one of the name
_BESIDE_STREET = STREET_KINDS | FILLERS
_FIRST = 3.0  # points more for what the name or the street begins with
_WHOLE = 0.05  # points for each hundredth that the query is like the whole name, twice: with and without small words


@dataclass(frozen=True, slots=True)
class _Entry:
    """The words of a place as a query is held against them; name, and name and city, in one."""

    name: list[str]
    joined: list[str]
    address: list[str]
    first: tuple[str, str]
    house: set[str]
    numbers: set[str]  # of house, suite and floor
    spelled: tuple[str, str]
    told: tuple[str, str]


def score(query: Query, place: Place) -> float:
    """Return how well an entry answers a query, 0 to about 120; a right house number counts most.

    Each word of the query gives the points of the word it fits best; their mean decides. Whoever typed all of the
    name, or name and city, means the entry that has no more words than that: this is worth up to ten points.
    """
    if not query.words:
        return 0.0
    entry = _entry_of(place)
    points = [max(_word_score(spelling, entry) for spelling in word) for word in query.words]
    for at, joined in enumerate(joined_words([word[0] for word in query.words])):
        if any(word.startswith(joined) for word in entry.name):  # "lake shore" for "Lakeshore"
            points[at : at + 2] = [_TOGETHER, _TOGETHER]
    whole = _nearest(query.typed, entry.spelled) + _nearest(query.said, entry.told)
    return sum(points) / len(points) + _WHOLE * whole


def phone_score(query: str, place: Place) -> float:
    """Return how well an entry answers a phone typed whole: 100, or 90 if one digit is wrong."""
    asked = set(phone_digits(query))
    if asked & set(phone_digits(place.phone, place.country)):
        return WHOLE_PHONE
    have = national_digits(place.phone, place.country)
    slips = any(
        OSA.distance(digits, have, score_cutoff=1) == 1 for digits in asked | {national_digits(query)}
    )
    return 90.0 if have and slips else 0.0


def _entry_of(place: Place) -> _Entry:
    spelled, in_city, code = raw_words(place.name), raw_words(place.city), raw_words(place.postal_code)
    name, city, street = in_one_spelling(spelled), in_one_spelling(in_city), words_of(place.street)
    numbers = numbers_of(place.street)
    house = {part for word in takewhile(is_house_number, street) for part in number_parts(word)} or numbers
    named = (word for word in street if word not in _BESIDE_STREET and word not in numbers)
    told = "".join(word for word in name if word not in FILLERS and word not in LEGAL_FORMS)
    whole = " ".join(spelled)
    return _Entry(
        name=name,
        joined=joined_words(name),
        address=[*street, *city, *words_of(place.region), *code, "".join(code)],
        first=(name[0] if name else "", next(named, "")),
        house=house,
        numbers=numbers,
        spelled=(whole, " ".join([whole, *in_city])),
        told=(told, told + "".join(city)),
    )


def _word_score(word: str, entry: _Entry) -> float:
    if word[0].isdigit():
        if word in entry.house:
            return _HOUSE
        if word in entry.numbers or word in entry.name:
            return _SUITE
        return 60.0 if any(have.startswith(word) for have in (*entry.name, *entry.address)) else 0.0
    if word in entry.joined:  # "lakeshore" for "Lake Shore"
        return _TOGETHER
    in_name = max((word_points(word, have) for have in entry.name), default=0.0)
    in_address = max((word_points(word, have) for have in entry.address), default=0.0)
    begins = any(have.startswith(word) for have in entry.first)
    return max(in_name, in_address * _ADDRESS) + _FIRST * begins


def _nearest(said: str, names: tuple[str, str]) -> float:
    return max(fuzz.ratio(said, name) for name in names)

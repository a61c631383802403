"""What a directory entry is found by, written whenever its name, address or phone is.

Beside the tokens of the search (tokens.py) stand three keys, by which a whole file is matched in one statement: the
phone, the house, and the name by its two longest words. Two entries that share none of them are not compared.
"""

from collections.abc import Iterable
from typing import Any

from retailers.matching import text_of
from retailers.profiles import Place, Profile, profile_of
from retailers.tokens import tokens_of
from retailers.words import KINDS

KEYS = ("phone_key", "house_key", "name_key")
FOUND_BY = ("search_tokens", "search_text", *KEYS)
KEY_LENGTH = 80
_LOCAL_DIGITS = 7  # the area code may be missing
_TOWN_LETTERS = 5  # "New York" and "New York City"
_WORDS = 2


def found_by(place: Place) -> dict[str, Any]:
    """Return the columns of an entry that it is searched and matched by."""
    return {
        "search_tokens": tokens_of(place),
        "search_text": text_of(place),
        **match_keys(profile_of(place)),
    }


def match_keys(profile: Profile) -> dict[str, str]:
    """Return the phone, the house and the name as keys; what is not known is empty.

    A name of one telling word takes the town along: there are too many of it elsewhere.
    """
    street = profile.street
    house = f"{street.low} {_longest(street.words)[0]}" if street and street.low and street.words else ""
    words = _longest([word for word in profile.words if word not in KINDS] or profile.words)[:_WORDS]
    if len(words) < _WORDS:
        words = [*words, profile.city[:_TOWN_LETTERS]]
    keys = (profile.phone[-_LOCAL_DIGITS:], house, " ".join(words).strip())
    return {name: key[:KEY_LENGTH] for name, key in zip(KEYS, keys, strict=True)}


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))

"""By which tokens a directory entry is found: the array that stands under the GIN index (SPEC.md C2).

`=word` is a whole word, `^wor` a beginning. `~` forgives one slip: it stands for a word's first five (or seven) letters
and for what is left of them when one is struck out. A letter left out, added, mistaken or swapped with its neighbour
leaves both spellings with one such remainder in common, so the words meet, and hardly any others do. `@` is the same
for the name run together, up to its twelfth letter: it finds "Brewery Co." among ten thousand breweries. `#` is a
phone, whole; `#~` is the same for its digits.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from retailers.profiles import Place, national_digits
from retailers.words import number_parts, phone_digits, raw_words, words_of

_LONGEST_BEGINNING = 7
_SHORT, _LONG = 5, 7  # letters of a word that are struck out one by one
_FORGIVEN_FROM = 4
_REACH = 3  # letters of a second word in a beginning
_OF_THE_NAME = 12  # letters of a name run together
Way = list[str]


def tokens_of(place: Place) -> list[str]:
    """Return what an entry is found by: the words of name and address, and its phone."""
    found = set(_phone_tokens(place))
    for text in (place.name, place.street, place.city):
        found |= {token for word in _spellings(text) for token in (*_word_tokens(word), *_slips_of(word))}
    for text in (place.region, place.postal_code, "".join(raw_words(place.postal_code))):
        found |= {token for word in _spellings(text) for token in _word_tokens(word)}
    found |= {f"={joined}" for joined in joined_words(words_of(place.name))}
    return sorted(found.union(name_way(place.name)))


def name_way(name: str) -> Way:
    """Return the tokens that a name shares with itself mistyped once, whatever its words."""
    letters = "".join(raw_words(name))[:_OF_THE_NAME]
    return [f"@{left}" for left in sorted(_struck(letters))] if len(letters) >= _FORGIVEN_FROM else []


def ways_of(words: Sequence[Sequence[str]], way: Callable[[str], Way]) -> list[Way]:
    """Return for each word, given in all its spellings, the tokens of which an entry has at least one.

    Two neighbours may also be one word: "lake shore" is answered by "Lakeshore".
    """
    ways = [list(dict.fromkeys(token for spelling in word for token in way(spelling))) for word in words]
    for at, joined in enumerate(joined_words([word[0] for word in words])):
        # A beginning that hardly reaches into the second word would find the first alone.
        reaches = len(words[at][0]) <= _LONGEST_BEGINNING - _REACH
        one = way_to_find(joined) if reaches else [f"={joined}"]
        ways[at] += one
        ways[at + 1] += one
    return ways


def joined_words(words: Sequence[str]) -> list[str]:
    """Return each two neighbours as one word: "Lake Shore" is also "Lakeshore"."""
    return [one + other for one, other in pairwise(words)]


def way_to_find(word: str) -> Way:
    """Return tokens of which an entry has at least one if it holds this word or one that begins so."""
    if word.isdigit() or len(word) == 1:
        return [f"={word}", f"^{word}"] if len(word) > 1 else [f"={word}"]
    return [f"={word}", f"^{word[:_LONGEST_BEGINNING]}"]


def forgiving_way(word: str) -> Way:
    """Return the same, where the word may hold one slip."""
    if not _is_forgiven(word):
        shortened = (
            [f"~{word}"] if len(word) == _FORGIVEN_FROM - 1 and word.isalpha() else []
        )  # "arm" for "farm"
        return [*way_to_find(word), *shortened]
    letters = word[: _LONG if len(word) >= _LONG else _SHORT]
    return [*way_to_find(word), *(f"~{left}" for left in _struck(letters))]


def phone_ways(phone: str) -> tuple[Way, Way]:
    """Return the tokens of a phone typed whole, and those that hold although one digit is wrong."""
    exact = [f"#{digits}" for digits in phone_digits(phone)]
    digits = national_digits(phone)
    return exact, _phone_slips(digits) if exact and digits else []


def _phone_tokens(place: Place) -> list[str]:
    whole = [f"#{digits}" for digits in phone_digits(place.phone, place.country)]
    return whole + _phone_slips(national_digits(place.phone, place.country))


def _phone_slips(digits: str) -> Way:
    return [f"#~{left}" for left in sorted(_struck(digits))] if digits else []


def _spellings(text: str) -> set[str]:
    spelled = {part for word in raw_words(text) for part in number_parts(word)}
    return spelled | set(words_of(text))


def _word_tokens(word: str) -> list[str]:
    longest = min(len(word), _LONGEST_BEGINNING)
    return [f"={word}", *(f"^{word[:length]}" for length in range(2, longest + 1))]


def _slips_of(word: str) -> list[str]:
    if not _is_forgiven(word):
        return []
    left = _struck(word[:_SHORT])
    if len(word) >= _LONG:
        left |= _struck(word[:_LONG])
    return [f"~{letters}" for letters in (*left, *([word] if len(word) == _LONG - 1 else []))]


def _is_forgiven(word: str) -> bool:
    return len(word) >= _FORGIVEN_FROM and not word[0].isdigit()


def _struck(letters: str) -> set[str]:
    """Return the letters, and what is left when one of them is struck out."""
    return {letters} | {letters[:at] + letters[at + 1 :] for at in range(len(letters))}

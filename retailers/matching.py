"""What a supplier may mean by what it types: which entry answers a query best (SPEC.md C2).

The database finds entries by their tokens (tokens.py); they are ranked here, with words without accents or case and
in one spelling (words.py).
"""

from collections.abc import Iterable

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from retailers.profiles import Place, national_digits
from retailers.tokens import joined_words
from retailers.words import (
    FILLERS,
    LEGAL_FORMS,
    numbers_of,
    phone_digits,
    plain,
    raw_words,
    words_of,
)

MIN_QUERY_LENGTH = 2
MAX_QUERY_LENGTH = 120
MAX_QUERY_WORDS = 8
_TYPO_FROM = 3  # letters from which a mistyped word is forgiven
_ALIKE = 74  # of 100: how near a mistyped word must be
_WHOLE = 0.1  # points for each hundredth that the query is like the whole name


def text_of(place: Place) -> str:
    """Return the words of an entry in one line, as they are spelled and in their one spelling."""
    text = f"{place.name} {place.street} {place.city} {place.region} {place.postal_code}"
    return " ".join(dict.fromkeys(raw_words(text) + words_of(text)))


def is_askable(query: str) -> bool:
    """Tell whether a query is long enough: two characters, or any number."""
    return len(plain(query).strip()) >= MIN_QUERY_LENGTH or any(letter.isdigit() for letter in query)


def query_words(query: str) -> list[str]:
    """Return the words of a query that say something; all of them if none does."""
    words = list(dict.fromkeys(words_of(query[:MAX_QUERY_LENGTH])))
    telling = [word for word in words if word not in FILLERS and word not in LEGAL_FORMS]
    return (telling or words)[:MAX_QUERY_WORDS]


def is_phone(query: str) -> bool:
    """Tell whether a query can be a phone: digits enough, and no letter."""
    return not any(letter.isalpha() for letter in query) and bool(phone_digits(query))


def phone_score(query: str, place: Place) -> float:
    """Return how well an entry answers a phone typed whole: 100, or 90 if one digit is wrong."""
    asked = set(phone_digits(query))
    if asked & set(phone_digits(place.phone, place.country)):
        return 100.0
    have = national_digits(place.phone, place.country)
    slips = any(
        OSA.distance(digits, have, score_cutoff=1) == 1 for digits in asked | {national_digits(query)}
    )
    return 90.0 if have and slips else 0.0


def score(query: str, place: Place) -> float:
    """Return how well an entry answers a query, 0 to about 120; a right street number counts most.

    Each word of the query gives the points of the word it fits best; their mean decides. Whoever typed all of the
    name, or name and city, means the entry that has no more words than that: this is worth up to ten points.
    """
    wanted = query_words(query)
    if not wanted:
        return 0.0
    name, city = words_of(place.name), words_of(place.city)
    code = raw_words(place.postal_code)
    address = [*words_of(place.street), *city, *words_of(place.region), *code, "".join(code)]
    joined = joined_words(name)
    street_numbers = numbers_of(place.street)
    points = [_word_score(word, name + joined, address, street_numbers) for word in wanted]
    said = "".join(wanted)
    told = [word for word in name if word not in FILLERS and word not in LEGAL_FORMS]
    whole = max(fuzz.ratio(said, "".join(told)), fuzz.ratio(said, "".join(told + city)))
    return sum(points) / len(points) + whole * _WHOLE


def _word_score(word: str, name: list[str], address: list[str], street_numbers: set[str]) -> float:
    if word[0].isdigit():
        if word in street_numbers:
            return 110.0
        return max((60.0 for have in [*name, *address] if have.startswith(word)), default=0.0)
    in_name = max((_likeness(word, have) for have in name), default=0.0)
    in_address = max((_likeness(word, have) for have in address), default=0.0)
    return max(in_name, in_address * 0.95)


def _likeness(word: str, have: str) -> float:
    if word == have:
        return 100.0
    if have.startswith(word):
        return 92.0
    if len(word) < _TYPO_FROM:
        return 0.0
    # A word still being typed may already hold a slip: compare with as much of the other.
    near = max(fuzz.ratio(word, have), fuzz.ratio(word, have[: len(word)]) - 4)
    return near * 0.85 if near >= _ALIKE else 0.0


def marked(text: str, query: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether the query asks for it, to show why it was found."""
    wanted = query_words(query) + raw_words(query)
    pieces: list[tuple[str, bool]] = []
    for piece in _split(text):
        spelled = raw_words(piece)
        length = _marked_length(spelled[0], wanted) if spelled else 0
        length = min(length, len(piece))
        pieces += [(part, hit) for part, hit in ((piece[:length], True), (piece[length:], False)) if part]
    return _joined(pieces)


def _marked_length(word: str, wanted: Iterable[str]) -> int:
    """Return how many letters of a word the query has typed."""
    typed = max((len(ask) for ask in wanted if word.startswith(ask)), default=0)
    if typed:
        return typed
    (canonical,) = words_of(word) or [word]
    return len(word) if any(_likeness(ask, canonical) for ask in wanted) else 0


def _split(text: str) -> list[str]:
    pieces: list[str] = []
    for letter in text:
        if pieces and letter.isalnum() == pieces[-1][-1].isalnum():
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _joined(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    joined: list[tuple[str, bool]] = []
    for part, hit in pieces:
        if joined and joined[-1][1] == hit:
            joined[-1] = (joined[-1][0] + part, hit)
        else:
            joined.append((part, hit))
    return joined

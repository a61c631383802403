"""What a supplier may mean by what it types: the words of a query, and what of an answer they are (SPEC.md C2).

The database finds entries by their tokens (tokens.py), ranking.py puts them in order; all of it with words without
accents or case and in one spelling (words.py).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from retailers.profiles import Place
from retailers.words import FILLERS, LEGAL_FORMS, in_one_spelling, phone_digits, plain, raw_words, words_of

MIN_QUERY_LENGTH = 2
MAX_QUERY_LENGTH = 120
MAX_QUERY_WORDS = 8
Words = tuple[tuple[str, ...], ...]
_TYPO_FROM = 3  # letters from which a mistyped word is forgiven
_ALIKE = 74  # of 100: how near a mistyped word must be


def text_of(place: Place) -> str:
    """Return the words of an entry in one line, as they are spelled and in their one spelling."""
    text = f"{place.name} {place.street} {place.city} {place.region} {place.postal_code}"
    return " ".join(dict.fromkeys(raw_words(text) + words_of(text)))


def is_askable(query: str) -> bool:
    """Tell whether a query is long enough: two characters, or any number."""
    return len(plain(query).strip()) >= MIN_QUERY_LENGTH or any(letter.isdigit() for letter in query)


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed.

    - words: those that say something, all of them if none does; each in its one spelling and, where that differs, as it
      was typed: "boul" is Boul. or may become Boulangerie
    - said: these run together
    - typed: all words
    """

    words: Words
    said: str
    typed: str


def query_of(text: str) -> Query:
    """Return what was typed in words."""
    typed = raw_words(text[:MAX_QUERY_LENGTH])
    words = {
        word: tuple(dict.fromkeys([word, as_typed]))
        for word, as_typed in zip(in_one_spelling(typed), typed, strict=True)
    }
    telling = [word for word in words if word not in FILLERS and word not in LEGAL_FORMS]
    telling = (telling or list(words))[:MAX_QUERY_WORDS]
    return Query(tuple(words[word] for word in telling), "".join(telling), " ".join(typed))


def is_email(query: str) -> bool:
    """Tell whether a query can be an email; "Bierly @ Eats" is none."""
    return re.fullmatch(r"\S+@\S+", query.strip()) is not None


def is_phone(query: str) -> bool:
    """Tell whether a query can be a phone: digits enough, and no letter."""
    return not any(letter.isalpha() for letter in query) and bool(phone_digits(query))


def word_points(word: str, have: str) -> float:
    """Return how well a word that is typed fits one that an entry has: 100 for the same, 0 for another."""
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
    wanted = [*raw_words(query), *(spelling for word in query_of(query).words for spelling in word)]
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
    (canonical,) = in_one_spelling([word])
    return len(word) if any(word_points(ask, canonical) for ask in wanted) else 0


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

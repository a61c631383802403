"""Which directory entries a supplier may mean, and which a new entry would double (SPEC.md C2, C5).

Finding is done by the database, on an array of tokens with a GIN index; ranking is done here, on the few
hundred entries found. Both use words without accents or case and in one spelling (words.py).

How an entry is found although a word is mistyped: a word of five letters or more is looked for by its first
half and by its second half, each as trigrams with its edge marked. One slip of the finger is in one half
only, so the other half finds the entry. A word still being typed is looked for by its beginning.
"""

from collections.abc import Iterable

from rapidfuzz import fuzz

from retailers.profiles import Place
from retailers.words import (
    FILLERS,
    LEGAL_FORMS,
    core_of,
    number_parts,
    numbers_of,
    phone_digits,
    plain,
    raw_words,
    words_of,
)

MIN_QUERY_LENGTH = 2
MAX_QUERY_LENGTH = 120
MAX_QUERY_WORDS = 8
_START, _END = "^", "$"
_TYPO_FROM = 5  # letters from which a mistyped word is forgiven
_ALIKE = 78  # of 100: how near a mistyped word must be


def tokens_of(place: Place) -> list[str]:
    """Return what an entry is found by: trigrams and whole words of name and address, and its phone."""
    texts = (place.name, place.street, place.city, place.region, place.postal_code)
    found = {f"#{digits}" for digits in phone_digits(place.phone, place.country)}
    spelled = {word for text in texts for word in raw_words(text)}
    for word in {part for whole in spelled for part in number_parts(whole)}:
        found |= _word_tokens(word)
    for text in texts:
        for word in words_of(text):
            found |= _word_tokens(word)
    joined = "".join(raw_words(place.postal_code))
    if joined:
        found |= _word_tokens(joined)
    return sorted(found)


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


def query_phone(query: str) -> list[str]:
    """Return the tokens of a phone typed whole; none if the query holds letters or too few digits."""
    if any(letter.isalpha() for letter in query):
        return []
    return [f"#{digits}" for digits in phone_digits(query)]


def ways_to_find(word: str) -> list[list[str]]:
    """Return sets of tokens; an entry that has all of one set may hold this word."""
    if word.isdigit() or len(word) == 1:
        starts = [_grams(_START + word)] if len(word) >= 2 else []
        return [[f"={word}"], *starts]
    ways = [_grams(_START + word)]
    if len(word) >= _TYPO_FROM:
        half = (len(word) + 1) // 2
        ways += [_grams(_START + word[:half]), _grams(word[-max(3, len(word) - half) :] + _END)]
    return ways


def score(query: str, place: Place) -> float:
    """Return how well an entry answers a query, 0 to about 120; a right street number counts most."""
    wanted = query_words(query)
    if not wanted:
        return 0.0
    name, address = words_of(place.name), words_of(f"{place.street} {place.city} {place.region}")
    code = raw_words(place.postal_code)
    address += [*code, "".join(code)]
    street_numbers = numbers_of(place.street)
    points = [_word_score(word, name, address, street_numbers) for word in wanted]
    whole = 10.0 if set(wanted) == {w for w in name if w not in FILLERS} else 0.0
    return sum(points) / len(points) + whole


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


def _word_tokens(word: str) -> set[str]:
    return {f"={word}", *_grams(f"{_START}{word}{_END}"), *_grams(_START + word)}


def _grams(text: str) -> list[str]:
    return [text[at : at + 3] for at in range(max(1, len(text) - 2))]


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


__all__ = [
    "Place",
    "core_of",
    "is_askable",
    "marked",
    "query_phone",
    "query_words",
    "score",
    "text_of",
    "tokens_of",
    "ways_to_find",
]

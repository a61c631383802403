"""How alike two company names are, word by word; a rare word says more than a frequent one (SPEC.md C2, C5)."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from retailers.words import FILLERS, KINDS, LEGAL_FORMS, STREET_KINDS, words_of

_ALIKE = 83  # of 100: how near two spellings of one word must be
_SPELLED_OTHERWISE = 0.9  # what a mistyped or shortened word counts for, against the same word
_SHORTENED = 0.7  # the same of a word of three letters: "dev" and "development"
_GENERIC = 0.5  # what a word counts for that says the kind of place, not which
_LEAST = 0.08
_FEWEST = 1000  # below so many entries, how often a word occurs says little


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much a word says about which company is meant: 1 is a word nobody else has, near 0 one that all have.

    Args:
        entries: how many entries there are.
        having: how many of them have a word; one that is not counted is taken for unique.
    """

    entries: int = 0
    having: Mapping[str, int] = field(default_factory=dict)

    def of(self, word: str) -> float:
        """Return what a word counts for."""
        most = math.log(max(self.entries, _FEWEST))
        weight = 1 - math.log(max(1, self.having.get(word, 1))) / most
        return max(_LEAST, weight) * (_GENERIC if word in KINDS or word in STREET_KINDS else 1.0)


class Weights(dict[str, float]):
    """What each word counts for, worked out once per word."""

    def __init__(self, rarity: Rarity) -> None:
        super().__init__()
        self._rarity = rarity

    def __missing__(self, word: str) -> float:
        self[word] = weight = self._rarity.of(word)
        return weight


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """What two names share and where they contradict each other, in rarities.

    - shared: the sum over the words that both have
    - rarest: the rarest word that both have
    - contradiction: each has a rare word that the other lacks; the less rare of the two
    - extra: the sum over the words that only the longer one has
    - is_equal: the same words in any order
    """

    shared: float
    rarest: float
    contradiction: float
    extra: float
    is_equal: bool


def telling_words(name: str) -> tuple[str, ...]:
    """Return the words of a name without articles and legal forms, each once; all if nothing else is left."""
    words = words_of(name)
    return tuple(dict.fromkeys([w for w in words if w not in FILLERS and w not in LEGAL_FORMS] or words))


def rarity_in(names: Iterable[Iterable[str]]) -> Rarity:
    """Count in how many of these names each word is."""
    having: Counter[str] = Counter()
    entries = 0
    for words in names:
        having.update(set(words))
        entries += 1
    return Rarity(entries, having)


def compare_names(one: tuple[str, ...], other: tuple[str, ...], weights: Weights) -> NameLikeness:
    """Compare two names by their telling words; mutual."""
    common = set(one).intersection(other)
    shared = [weights[word] for word in common]
    mine = [word for word in one if word not in common]
    theirs = [word for word in other if word not in common]
    if mine and theirs:
        for word, partner, likeness in _partners(mine, theirs):
            shared.append(likeness * min(weights[word], weights[partner]))
            mine.remove(word)
            theirs.remove(partner)
    left, right = [weights[word] for word in mine], [weights[word] for word in theirs]
    return NameLikeness(
        shared=sum(shared),
        rarest=max(shared, default=0.0),
        contradiction=min(max(left, default=0.0), max(right, default=0.0)),
        extra=max(sum(left), sum(right)),
        is_equal=not left and not right and len(common) == len(one),
    )


def _partners(mine: list[str], theirs: list[str]) -> list[tuple[str, str, float]]:
    """Return the words that are one word spelled in two ways, the likest first, each once."""
    pairs = [
        (likeness, word, partner)
        for word in mine
        for partner in theirs
        if (likeness := word_likeness(word, partner))
    ]
    found: list[tuple[str, str, float]] = []
    taken: set[str] = set()
    for likeness, word, partner in sorted(pairs, key=lambda pair: (-pair[0], *sorted((pair[1], pair[2])))):
        if word not in taken and partner not in taken:
            taken |= {word, partner}
            found.append((word, partner, likeness))
    return found


def word_likeness(one: str, other: str) -> float:
    """Return 1 for the same word, less for a slip or a shortened word, 0 for another word."""
    if one == other:
        return 1.0
    shorter = min(len(one), len(other))
    if shorter < 3 or one.isdigit() or other.isdigit():
        return 0.0
    begins = one.startswith(other) or other.startswith(one)
    if shorter == 3:
        return _SHORTENED if begins else 0.0
    return _SPELLED_OTHERWISE if begins or fuzz.ratio(one, other, score_cutoff=_ALIKE) else 0.0

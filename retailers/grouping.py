"""Find the duplicates in a whole list: which pairs to compare at all, and which places are one (SPEC.md C7)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from retailers.duplicates import SAME_FROM, compare
from retailers.names import Weights, rarity_in
from retailers.profiles import Place, Profile, profile_of

# A block is a set of places worth comparing. Those that share a frequent word are too many: they stand in
# alphabetical order then, each compared with its next neighbours.
_LARGEST_BLOCK = 30
_NEIGHBOURS = 8
_BLOCKING_WORDS = 4
_TOWN_LETTERS = 5  # "New York" and "New York City"
_DOUBT = 0.5  # points below the threshold that the pairs of two groups may be on average

Pair = tuple[int, int]
Key = tuple[str | int, ...]
Between = Callable[[int, int], float]


def groups_of(places: Sequence[Place]) -> list[list[int]]:
    """Return the places that are one, as groups of positions; a place on its own is not listed."""
    profiles = [profile_of(place) for place in places]
    weights = Weights(rarity_in(profile.words for profile in profiles))
    points = {
        pair: found
        for pair in candidate_pairs(profiles, weights)
        if (found := compare(profiles[pair[0]], profiles[pair[1]], weights).points) >= SAME_FROM
    }

    def between(one: int, other: int) -> float:
        pair = (min(one, other), max(one, other))
        known = points.get(pair)
        return compare(profiles[one], profiles[other], weights).points if known is None else known

    return _closure(points, between)


def candidate_pairs(profiles: Sequence[Profile], weights: Weights) -> set[Pair]:
    """Return the pairs of positions that share enough to be compared.

    Places with a full address are compared by phone, by house and by name within their town: elsewhere the same name
    is another shop. One without street or town is compared by name with all.
    """
    blocks: defaultdict[Key, list[int]] = defaultdict(list)
    for position, profile in enumerate(profiles):
        for key in _block_keys(profile, weights):
            blocks[key].append(position)
    pairs = {pair for block in blocks.values() for pair in _pairs_within(block, profiles)}
    blocks.clear()
    vague = {position for position, profile in enumerate(profiles) if not _is_placed(profile)}
    wanted = {key for position in vague for key in _name_keys(profiles[position], weights)}
    for position, profile in enumerate(profiles) if wanted else ():
        for key in _name_keys(profile, weights):
            if key in wanted:
                blocks[key].append(position)
    for block in blocks.values():
        found = _pairs_within(block, profiles)
        pairs.update(pair for pair in found if pair[0] in vague or pair[1] in vague)
    return pairs


def _block_keys(profile: Profile, weights: Weights) -> Iterator[Key]:
    if profile.phone:
        yield ("phone", profile.phone[-7:])
    town = profile.city[:_TOWN_LETTERS] or profile.postal_code
    street = profile.street
    if street and street.low:
        for word in street.words:
            yield ("house", street.low, word)
        yield ("number", street.low, profile.postal_code or town)
    if town:
        for word in _rarest(profile, weights):
            yield ("town", word, town)


def _name_keys(profile: Profile, weights: Weights) -> Iterator[Key]:
    words = _rarest(profile, weights)
    for word in words:
        yield ("word", word)
    for one, other in combinations(sorted(words), 2):
        yield ("words", one, other)
    yield ("start", "".join(profile.words)[:7])


def _rarest(profile: Profile, weights: Weights) -> list[str]:
    return sorted(profile.words, key=lambda word: (-weights[word], word))[:_BLOCKING_WORDS]


def _is_placed(profile: Profile) -> bool:
    return profile.street is not None and bool(profile.city or profile.postal_code)


def _pairs_within(block: Sequence[int], profiles: Sequence[Profile]) -> Iterator[Pair]:
    if len(block) <= _LARGEST_BLOCK:
        return combinations(block, 2)
    return _neighbours(sorted(block, key=lambda position: profiles[position].words))


def _neighbours(block: Sequence[int]) -> Iterator[Pair]:
    for at, one in enumerate(block):
        for other in block[at + 1 : at + 1 + _NEIGHBOURS]:
            yield (one, other) if one < other else (other, one)


def _closure(points: dict[Pair, float], between: Between) -> list[list[int]]:
    """Join the pairs into groups, the surest first; two groups whose members mostly disagree stay apart."""
    groups: dict[int, list[int]] = {}
    for one, other in sorted(points, key=lambda pair: (-points[pair], pair)):
        mine, theirs = groups.get(one, [one]), groups.get(other, [other])
        if mine is theirs or not _agree(mine, theirs, between):
            continue
        joined = mine + theirs
        for member in joined:
            groups[member] = joined
    return list({id(group): sorted(group) for group in groups.values()}.values())


def _agree(mine: Iterable[int], theirs: Sequence[int], between: Between) -> bool:
    met = [between(one, other) for one in mine for other in theirs]
    return sum(met) >= (SAME_FROM - _DOUBT) * len(met)

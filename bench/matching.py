"""How well the product tells that two places are one, on the labelled sets, and how fast in 100,000 (bench.directory).

Blocking, scoring and closure as in the product, one set of weights, one threshold; labels are only for counting.
Micro F1 over all pairs.
"""

import hashlib
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from bench.places import CHICAGO, MONTREAL, RESTAURANTS, Labelled, chicago, many_places, montreal, restaurants
from bench.report import Bar
from retailers.grouping import groups_of
from retailers.profiles import Place
from retailers.words import core_of, plain

CLEARLY_DIFFERENT = 60  # of 100: names that have no telling word in common and are less alike than this
SECONDS, MEGABYTES, PRECISION = 30.0, 1024.0, 0.98
BESIDE, CHAINS = "one address, clearly different names", "one name, different addresses"


def measure(folder: Path, *, entries: int, half: int | None = None) -> tuple[dict[str, Any], list[Bar]]:
    """Return what was found in the sets that the folder has, and each figure beside its bar.

    Args:
        half: 0 or 1 takes one half of the entities of each set: do weights that suit one suit the other?
    """
    found: dict[str, Any] = {"pairs": {}, "false_merges": {}}
    bars = list[Bar]()
    for name, wanted, labelled in _sets(folder, half):
        found["pairs"][name] = each = agreement(labelled)
        bars.append(Bar(f"{name}: F1", each["f1"], wanted))
        if name in ("Chicago", "Chicago, no phone"):
            bars.append(Bar(f"{name}: precision", each["precision"], PRECISION))
    if (folder / MONTREAL).exists():
        places = [place for place in montreal(folder) if half is None or _half(place.street) == half]
        found["false_merges"] = false_merges(places)
        for name, most in ((BESIDE, 0.02), (CHAINS, 0.01)):
            share = found["false_merges"][name]["share"]
            bars.append(Bar(f"Montréal, {name}: called the same", share, most, is_ceiling=True))
    if entries:
        found["all"] = each = dedupe(many_places(folder, entries))
        bars.append(Bar(f"{entries} entries deduplicated", each["seconds"], SECONDS, "s", is_ceiling=True))
        bars.append(
            Bar(f"{entries} entries deduplicated", each["megabytes"], MEGABYTES, "MB", is_ceiling=True)
        )
    return found, bars


def _sets(folder: Path, half: int | None) -> Iterator[tuple[str, float, list[Labelled]]]:
    def kept(labelled: list[Labelled]) -> list[Labelled]:
        return [one for one in labelled if half is None or _half(one.label) == half]

    if (folder / CHICAGO).exists():
        yield from _sets_of_sites(kept(chicago(folder)))
    if (folder / RESTAURANTS).exists():
        guides = kept(restaurants(folder))
        yield "Fodors-Zagat", 0.98, guides
        yield "Fodors-Zagat, no phone", 0.97, _phoneless(guides)


def _sets_of_sites(sites: list[Labelled]) -> Iterator[tuple[str, float, list[Labelled]]]:
    variants = list({(one.place.name, one.place.street, one.place.phone): one for one in sites}.values())
    nowhere = [_without(one, street="", postal_code="") for one in sites]
    zip_only = [_without(one, street="") for one in sites]
    yield "Chicago", 0.965, sites
    yield "Chicago, no phone", 0.96, _phoneless(sites)
    yield "Chicago, row variants", 0.93, variants
    yield "Chicago, row variants, no phone", 0.93, _phoneless(variants)
    yield "Chicago, no address", 0.85, zip_only
    yield "Chicago, no address, no phone", 0.78, _phoneless(zip_only)
    yield "Chicago, no address, no ZIP", 0.85, nowhere
    yield "Chicago, no address, no ZIP, no phone", 0.78, _phoneless(nowhere)


def agreement(labelled: Sequence[Labelled]) -> dict[str, float]:
    """Return precision, recall and F1 over all pairs, after blocking and closure."""
    group = list(range(len(labelled)))
    for number, members in enumerate(groups_of([one.place for one in labelled]), 1):
        for member in members:
            group[member] = -number
    labels = [one.label for one in labelled]
    true, called = _pairs(Counter(labels).values()), _pairs(Counter(group).values())
    both = _pairs(Counter(zip(labels, group, strict=True)).values())
    precision, recall = both / max(1, called), both / max(1, true)
    return {
        "records": len(labelled),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / ((precision + recall) or 1),
    }


def false_merges(places: Sequence[Place]) -> dict[str, Any]:
    """Return which share of two companies at one address, and of one chain's places, are called the same."""
    group = {member: number for number, members in enumerate(groups_of(places)) for member in members}
    at, named = defaultdict(list), defaultdict(list)
    for position, place in enumerate(places):
        at[plain(place.street), plain(place.city)].append(position)
        named[tuple(sorted(set(core_of(place.name))))].append(position)
    beside = [
        pair
        for each in at.values()
        for pair in combinations(each, 2)
        if _differ(*(places[at] for at in pair))
    ]
    chains = [
        (one, other)
        for each in named.values()
        for one, other in combinations(each, 2)
        if plain(places[one].street) != plain(places[other].street)
    ]

    def merged(pairs: list[tuple[int, int]]) -> float:
        same = sum(one in group and group[one] == group.get(other) for one, other in pairs)
        return same / max(1, len(pairs))

    return {
        BESIDE: {"pairs": len(beside), "share": merged(beside)},
        CHAINS: {"pairs": len(chains), "share": merged(chains)},
    }


def dedupe(places: Sequence[Place]) -> dict[str, float]:
    """Return how long all duplicates take to find, and the memory of the whole process at its peak."""
    begun, worked = time.perf_counter(), time.process_time()
    groups = groups_of(places)
    return {
        "entries": len(places),
        "groups": len(groups),
        "seconds": time.perf_counter() - begun,
        "processor_seconds": time.process_time() - worked,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _differ(one: Place, other: Place) -> bool:
    mine, theirs = core_of(one.name), core_of(other.name)
    alike = fuzz.token_sort_ratio(" ".join(mine), " ".join(theirs))
    return not set(mine) & set(theirs) and alike < CLEARLY_DIFFERENT


def _phoneless(labelled: list[Labelled]) -> list[Labelled]:
    return [_without(one, phone="") for one in labelled]


def _without(one: Labelled, **blank: str) -> Labelled:
    return replace(one, place=replace(one.place, **blank))


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _half(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0] % 2

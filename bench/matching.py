"""`python -m bench.matching FOLDER`: how well the product tells that two places are one.

FOLDER has the layout of the shared data. Blocking, scoring and closure as in the product, one set of weights, one
threshold; labels are only for counting. Micro F1 over all pairs. ARGS: --entries 100000 --json; --half 0 or 1 takes one
half of the entities of each set, to see whether weights that suit one half suit the other.
"""

import argparse
import hashlib
import json
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from bench import report
from bench.places import Labelled, chicago, many_places, montreal, restaurants
from retailers.grouping import groups_of
from retailers.profiles import Place
from retailers.words import core_of, plain

CLEARLY_DIFFERENT = 60  # of 100: names that have no telling word in common and are less alike than this
SECONDS, MEGABYTES = 30.0, 1024.0


def main() -> None:
    """Measure every set and print each figure beside its bar."""
    wanted = _arguments()
    sites, guides = chicago(wanted.folder), restaurants(wanted.folder)
    places = montreal(wanted.folder)
    if wanted.half is not None:
        sites, guides = ([one for one in each if _half(one.label) == wanted.half] for each in (sites, guides))
        places = [place for place in places if _half(place.street) == wanted.half]
    found: dict[str, Any] = {
        "pairs": {name: {**agreement(labelled), "bar": bar} for name, bar, labelled in _sets(sites, guides)},
        "montreal": false_merges(places),
        "machine": report.machine(),
    }
    if wanted.entries:
        found["all"] = dedupe(many_places(wanted.folder, wanted.entries))
    print(json.dumps(found, indent=1) if wanted.json else _text(found))


def _sets(sites: list[Labelled], guides: list[Labelled]) -> Iterable[tuple[str, float, list[Labelled]]]:
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
    yield "Fodors-Zagat", 0.98, guides
    yield "Fodors-Zagat, no phone", 0.97, _phoneless(guides)


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
        "one address, clearly different names": {"pairs": len(beside), "share": merged(beside), "bar": 0.02},
        "one name, different addresses": {"pairs": len(chains), "share": merged(chains), "bar": 0.01},
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


def _text(found: dict[str, Any]) -> str:
    numbers = ("precision", "recall", "f1", "bar")
    rows = [[name, *(f"{each[key]:.3f}" for key in numbers)] for name, each in found["pairs"].items()]
    merges = [
        [name, str(each["pairs"]), f"{each['share']:.2%}", f"{each['bar']:.0%}"]
        for name, each in found["montreal"].items()
    ]
    parts = [
        f"Machine: {found['machine']}",
        report.table(["set", *numbers], rows),
        report.table(["Montréal", "pairs", "called the same", "at most"], merges),
    ]
    if every := found.get("all"):
        parts.append(
            f"{every['entries']} entries: {every['groups']} groups in {every['seconds']:.1f} s (bar {SECONDS:.0f} s;"
            f" {every['processor_seconds']:.1f} s of processor), {every['megabytes']:.0f} MB (bar {MEGABYTES:.0f} MB)"
        )
    return "\n\n".join(parts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""How fast the directory answers what is typed, and whether it finds what is meant (bench.directory).

100,000 entries on a durable PostgreSQL of the bench's own, asked through the product's own query as a supplier.
"""

import random
import time
from pathlib import Path
from typing import Any

from bench.places import abbreviated, many_places, with_slip
from bench.report import Bar
from bench.server import database

BATCH = 2000
P95_MS = 60.0
RECALL = {
    "name with a typo": 0.95,
    "name with a typo, city": 0.98,
    "abbreviated name and street": 0.98,
    "street number, four letters": 0.95,
    "phone": 0.99,
    "phone, one wrong digit": 0.90,
}
FREQUENT = "frequent words alone"
FREQUENT_WORDS = (
    "brewing company", "restaurant bar cafe", "brewing beer company restaurant cafe pub", "brewery", "brew", "br",
    "st", "rue", "montreal", "montreal brewing", "montreal zzzz brewing qqqq", "12", "1 2 3 4 5 6 7 8", "co", "the",
    "a b c d e f g h", "le la de", "san", "le of brewiog", "brewery " * 25, "x" * 200,
)  # fmt: skip


def measure(folder: Path, *, entries: int, asked: int) -> tuple[dict[str, Any], list[Bar]]:
    """Write the entries, ask for some of them in each way; return recall and times, and each figure beside its bar."""
    found: dict[str, Any] = {}
    with database():
        places = many_places(folder, entries)
        supplier, keys = write_places(places)
        first = range(len(places) * 9 // 10)  # the others stand there twice
        meant = random.Random(11).sample(first, min(asked, len(first)))
        for way in RECALL:
            found[way] = _measure(supplier, places, keys, meant, way)
        found[FREQUENT] = _spread([_asked(supplier, query)[1] for _ in range(3) for query in FREQUENT_WORDS])
    asked_for = {way: each for way, each in found.items() if each["asked"]}
    bars = [
        Bar(f"Search, {way}: recall@5", each["recall_at_5"], RECALL[way])
        for way, each in asked_for.items()
        if way in RECALL
    ]
    return found, bars + [
        Bar(f"Search, {way}: p95", each["p95_ms"], P95_MS, "ms", is_ceiling=True)
        for way, each in asked_for.items()
    ]


def query_of(place: Any, way: str, chance: random.Random) -> str:
    """Return what somebody types who means this place; "" if it cannot be meant in this way."""
    digits = "".join(letter for letter in place.phone if letter.isdigit())
    number, _, street = place.street.partition(" ")
    slipped = with_slip(place.name, chance)
    match way:
        case "name with a typo":
            return slipped if slipped != place.name else ""
        case "name with a typo, city":
            return f"{slipped} {place.city}" if slipped != place.name and place.city else ""
        case "abbreviated name and street":
            return f"{place.name} {abbreviated(place.street)}" if place.street else ""
        case "street number, four letters":
            letters = chance.choice([place.name, _named(street)])[:4]
            return (
                f"{number} {letters}" if number.isdigit() and len(letters) == 4 and letters.isalpha() else ""
            )
        case "phone":
            return place.phone if len(digits) == 10 else ""
        case _:
            return _one_wrong(digits, chance) if len(digits) == 10 else ""


def _one_wrong(digits: str, chance: random.Random) -> str:
    at = chance.randrange(len(digits))
    other = chance.choice([digit for digit in "0123456789" if digit != digits[at]])
    return digits[:at] + other + digits[at + 1 :]


def _measure(supplier: Any, places: list[Any], keys: list[Any], meant: list[int], way: str) -> dict[str, Any]:
    chance = random.Random(way)
    queries = [(at, query) for at in meant if (query := query_of(places[at], way, chance))]
    hits, times = 0, []
    for at, query in queries:
        answer, took = _asked(supplier, query)
        times.append(took)
        hits += any(_is_meant(entry, keys[at], places[at], way) for entry in answer[:5])
    return {"recall_at_5": hits / max(1, len(queries)), **_spread(times)}


def _asked(supplier: Any, query: str) -> tuple[list[Any], float]:
    """Return what a supplier is answered, and after how many milliseconds."""
    from retailers import queries
    from wholesale.tenancy.contexts import Context
    from wholesale.tenancy.roles import Role
    from wholesale.tenancy.testing import acting_as

    with acting_as(Context(Role.SUPPLIER, supplier_id=supplier.pk)):
        begun = time.perf_counter()
        answer = queries.directory_matches(query)
        return answer, (time.perf_counter() - begun) * 1000


def _spread(times: list[float]) -> dict[str, Any]:
    ordered = sorted(times) or [0.0]
    return {
        "asked": len(times),
        "p50_ms": ordered[len(ordered) // 2],
        "p95_ms": ordered[int(len(ordered) * 0.95)],
        "max_ms": ordered[-1],
    }


def _named(street: str) -> str:
    """Return a street from the word on that names it: "E Main St" is asked for by "main"."""
    words = street.split()
    return next((word for word in words if len(word) >= 4 and word.isalpha()), "")


def _is_meant(entry: Any, key: Any, place: Any, way: str) -> bool:
    """Tell whether a hit is the place that was meant, under its own or another key.

    The same place may stand there twice (2018 and 2026, or disturbed); and who types a name only means any that has it.
    """
    from retailers.duplicates import likeness
    from retailers.queries import place_of

    if entry.pk == key or (way == "name with a typo" and entry.name.casefold() == place.name.casefold()):
        return True
    return likeness(place_of(entry), place).is_same


def write_places(places: list[Any]) -> tuple[Any, list[Any]]:
    """Write the places into the directory, as the tables' owner; return who asks, and their keys in order."""
    from django.db import connection

    from retailers.indexing import found_by
    from retailers.models import DirectoryEntry
    from retailers.queries import place_of
    from wholesale.organizations.models import Organization
    from wholesale.tenancy.testing import as_owner

    keys: list[Any] = []
    with as_owner():
        supplier = Organization.objects.create(name="Bench Brewing", slug="bench", sells=True)
        for start in range(0, len(places), BATCH):
            batch = places[start : start + BATCH]
            orgs = Organization.objects.bulk_create(
                Organization(name=place.name[:120], slug=f"place-{start + at}", buys=True)
                for at, place in enumerate(batch)
            )
            entries = [_entry(DirectoryEntry, org, place) for org, place in zip(orgs, batch, strict=True)]
            for entry in entries:
                for name, value in found_by(place_of(entry)).items():
                    setattr(entry, name, value)
            DirectoryEntry.objects.bulk_create(entries)
            keys += [org.pk for org in orgs]
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE retailers_directoryentry")
    return supplier, keys


def _entry(model: Any, org: Any, place: Any) -> Any:
    return model(
        retailer=org,
        name=place.name[:120],
        street=place.street[:160],
        city=place.city[:80],
        region=place.region[:80],
        postal_code=place.postal_code[:16],
        country=place.country or "US",
        phone=place.phone[:40],
    )

"""`python -m bench.search FOLDER`: how fast the directory answers what is typed, and whether it finds what is meant.

FOLDER has the layout of the shared data. 100,000 entries on a durable PostgreSQL of the bench's own, asked through the
product's own query in the context of a supplier. ARGS: --entries 100000 --asked 300 --json.
"""

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

from bench import report
from bench.places import abbreviated, many_places, with_slip
from bench.server import database

BATCH = 2000
P95_MS = 60.0
BARS = {
    "name with a typo": 0.95,
    "name with a typo, city": 0.98,
    "abbreviated name and street": 0.98,
    "street number, four letters": 0.95,
    "phone": 0.99,
    "phone, one wrong digit": 0.90,
}


def main() -> None:
    """Write the entries, ask for some of them in each way, print recall and times."""
    wanted = _arguments()
    with database():
        places = many_places(wanted.folder, wanted.entries)
        supplier, keys = _write(places)
        chance = random.Random(11)
        asked = chance.sample(range(len(places) * 9 // 10), min(wanted.asked * 3, len(places) // 2))
        found = {way: _measure(supplier, places, keys, asked[: wanted.asked * 3], way) for way in BARS}
        found = {way: {**each, "bar": BARS[way], "p95_bar": P95_MS} for way, each in found.items()}
    machine = report.machine()
    print(
        json.dumps({"machine": machine, "found": found}, indent=1) if wanted.json else _text(machine, found)
    )


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


def _measure(supplier: Any, places: list[Any], keys: list[Any], asked: list[int], way: str) -> dict[str, Any]:
    from retailers import queries
    from wholesale.tenancy.contexts import Context
    from wholesale.tenancy.roles import Role
    from wholesale.tenancy.testing import acting_as

    chance = random.Random(way)
    hits = typed = 0
    times: list[float] = []
    for at in asked:
        query = query_of(places[at], way, chance)
        if not query:
            continue
        with acting_as(Context(Role.SUPPLIER, supplier_id=supplier.pk)):
            begun = time.perf_counter()
            answer = queries.directory_matches(query)
            times.append((time.perf_counter() - begun) * 1000)
        typed += 1
        hits += any(_is_meant(entry, keys[at], places[at], way) for entry in answer[:5])
    times.sort()
    return {
        "asked": typed,
        "recall_at_5": hits / max(1, typed),
        "p50_ms": times[len(times) // 2],
        "p95_ms": times[int(len(times) * 0.95)],
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


def _write(places: list[Any]) -> tuple[Any, list[Any]]:
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


def _text(machine: dict[str, Any], found: dict[str, dict[str, Any]]) -> str:
    rows = [
        [
            way,
            str(each["asked"]),
            f"{each['recall_at_5']:.3f}",
            f"{each['bar']:.2f}",
            f"{each['p50_ms']:.1f}",
            f"{each['p95_ms']:.1f}",
        ]
        for way, each in found.items()
    ]
    head = ["typed", "asked", "recall@5", "bar", "p50 ms", f"p95 ms (bar {P95_MS:.0f})"]
    return f"Machine: {machine}\n\n{report.table(head, rows)}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()

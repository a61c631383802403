"""The real places that matching and search are measured on, and as many more as wanted, made from them."""

import csv
import gzip
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retailers.profiles import Place

CHICAGO = "er/chicago_sites_labelled.csv.gz"
RESTAURANTS = "er/restaurant_riddle_clusters.csv"
MONTREAL = "retailers/montreal_food_establishments.csv.gz"
BREWERIES = ("beer/openbrewerydb_2018.csv.gz", "beer/openbrewerydb_2026.csv.gz")
_COUNTRIES = {
    "United States": "US",
    "Canada": "CA",
    "England": "GB",
    "Ireland": "IE",
    "France": "FR",
    "Germany": "DE",
}
_SHORT = {"street": "St", "avenue": "Ave", "road": "Rd", "boulevard": "Blvd", "drive": "Dr", "st": "Street"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A place and the entity that it truly is; the label is only for counting."""

    place: Place
    label: str


def rows_of(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, also of a packed one."""
    packed = file.read_bytes()
    text = (gzip.decompress(packed) if file.suffix == ".gz" else packed).decode()
    return [
        {name: value or "" for name, value in row.items()} for row in csv.DictReader(io.StringIO(text, ""))
    ]


def chicago(folder: Path) -> list[Labelled]:
    """Return the sites of nine lists."""
    return [
        Labelled(
            Place(row["Site name"], row["Address"], postal_code=row["Zip"], phone=row["Phone"], country="US"),
            row["True Id"],
        )
        for row in rows_of(folder / CHICAGO)
    ]


def restaurants(folder: Path) -> list[Labelled]:
    """Return the restaurants of two guides."""
    return [
        Labelled(Place(row["name"], row["addr"], row["city"], phone=row["phone"], country="US"), row["class"])
        for row in rows_of(folder / RESTAURANTS)
    ]


def montreal(folder: Path) -> list[Place]:
    """Return the establishments of Montréal; the town and the province stand at the end of an address."""
    return [
        Place(
            row["etablissement"], ", ".join(row["adresse"].split(", ")[:-2]), row["ville"], "QC", country="CA"
        )
        for row in rows_of(folder / MONTREAL)
    ]


def breweries(folder: Path) -> list[Place]:
    """Return the breweries of two years."""
    return [
        Place(
            row["name"],
            row.get("street") or row.get("address_1", ""),
            row["city"],
            row.get("state") or row.get("state_province", ""),
            row["postal_code"],
            row["phone"],
            _COUNTRIES.get(row["country"], ""),
        )
        for file in BREWERIES
        if (folder / file).exists()
        for row in rows_of(folder / file)
        if row["name"]
    ]


def many_places(folder: Path, count: int, seed: int = 7) -> list[Place]:
    """Return so many places: the real ones, others made of their names and streets, a tenth of them written twice.

    A made one takes the beginning of one name and the end of another, a street with another number, and a real town.
    """
    chance = random.Random(seed)
    known = breweries(folder) + (montreal(folder) if (folder / MONTREAL).exists() else [])
    real = list({(place.name, place.street, place.city): place for place in known}.values())
    places = real[: count * 9 // 10]
    while len(places) < count * 9 // 10:
        places.append(_made(real, chance))
    again = [disturbed(place, chance) for place in chance.choices(places, k=count - len(places))]
    return [*places, *again]


def _made(real: Sequence[Place], chance: random.Random) -> Place:
    first, last, where, town = chance.choices(real, k=4)
    begin, end = first.name.split(), last.name.split()
    name = " ".join([*begin[: max(1, len(begin) - 1)], *end[-chance.randint(1, 2) :]])
    street = where.street.split()
    if street and street[0].isdigit():
        street[0] = str(chance.randrange(1, 10 ** len(street[0])))
    area = where.phone[:3] if where.phone[:3].isdigit() else "514"
    return replace(
        town,
        name=name[:120],
        street=" ".join(street)[:160],
        phone=f"{area}{chance.randrange(2_000_000, 9_999_999)}",
    )


def disturbed(place: Place, chance: random.Random) -> Place:
    """Return a place as somebody else writes it: a slip, a short form, a part left out."""
    name = with_slip(place.name, chance) if chance.random() < 0.5 else place.name.upper()
    return replace(
        place,
        name=name,
        street=abbreviated(place.street),
        postal_code=place.postal_code if chance.random() < 0.5 else "",
        phone=place.phone if chance.random() < 0.6 else "",
    )


def with_slip(text: str, chance: random.Random) -> str:
    """Return a text with one slip of the finger in a word of four letters or more."""
    spots = list(_letters(text))
    if not spots:
        return text
    at, kind = chance.choice(spots), chance.randrange(4)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    match kind:
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + letter + text[at:]
        case 2:
            return text[:at] + letter + text[at + 1 :]
        case _:
            return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]


def _letters(text: str) -> Iterator[int]:
    start = 0
    for word in text.split(" "):
        if len(word) >= 4 and word.isalpha():
            yield from range(start, start + len(word) - 1)
        start += len(word) + 1


def abbreviated(street: str) -> str:
    """Return a street with its kind in short, or in full if it is short already."""
    return " ".join(_SHORT.get(word.strip(".").casefold(), word) for word in street.split())

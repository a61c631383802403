"""Which entries of the directory many rows at once may mean: in a few statements, whatever their number.

As likely_duplicates, but by whole keys only (retailers/indexing.py): a company whose name is mistyped is found by its
phone or its address.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection

from retailers.details import EntryDetails
from retailers.duplicates import Likeness, compare
from retailers.enums import DuplicateReason
from retailers.indexing import KEYS, match_keys
from retailers.models import DirectoryEntry
from retailers.names import Rarity, Weights
from retailers.profiles import Profile, profile_of
from retailers.queries.directory import entries_by_id, place_of
from retailers.words import words_of
from wholesale.organizations.models import Organization

_R = DuplicateReason
_STRONG = {_R.SAME_EMAIL, _R.SAME_PHONE, _R.SAME_ADDRESS}
_AT_MOST = 8  # entries compared with one row, those first that share most with it
_SAME_EMAIL = 4  # points
# Each kind of key by itself, and the empty ones left out: so the indexes are used.
_SHARING = " UNION ALL ".join(
    f"SELECT retailer_id, '{key}', {key}, city FROM retailers_directoryentry"  # noqa: S608 - our own names
    f" WHERE {key} = ANY(%s::text[]) AND {key} <> '' AND created_by_supplier_id IS DISTINCT FROM %s::uuid"
    for key in KEYS
)
_BY_EMAIL = """
SELECT asked.line, found.retailer_id FROM unnest(%s::int[], %s::text[]) AS asked(line, email)
CROSS JOIN LATERAL app.directory_by_email(asked.email) found
"""


@dataclass(frozen=True, slots=True)
class Alike:
    """How an entry looks like a row, and why."""

    entry: DirectoryEntry
    reasons: tuple[DuplicateReason, ...]
    weight: float
    is_likely: bool
    has_same_name: bool = (
        False  # word for word: names of common words alone ("A Bar") are no reason by themselves
    )

    @classmethod
    def of(cls, entry: DirectoryEntry, like: Likeness, *, is_by_email: bool) -> "Alike":
        """Return how an entry looks like a row."""
        reasons = ((_R.SAME_EMAIL,) if is_by_email else ()) + like.reasons
        return cls(entry, reasons, like.points + _SAME_EMAIL * is_by_email, like.is_likely or is_by_email)

    @property
    def is_same(self) -> bool:
        """Tell whether nobody needs to be asked: the same name, and the same email, phone or address."""
        is_named_so = self.has_same_name or _R.SIMILAR_NAME in self.reasons
        return is_named_so and bool(_STRONG & set(self.reasons))


def likely_entries(
    wanted: Sequence[EntryDetails], *, not_by: Organization | None = None
) -> list[Alike | None]:
    """Return for each of these the entry that looks most like it, None where none does.

    Args:
        not_by: the supplier whose own entries are left aside.
    Source: C5, C9.
    """
    profiles = [profile_of(place_of(details)) for details in wanted]
    by_email = _by_email(wanted)
    near = _near(profiles, not_by)
    for line, retailer in by_email:
        near[line].add(retailer)
    entries = {
        entry.pk: (entry, profile_of(place_of(entry)))
        for entry in entries_by_id({retailer for found in near.values() for retailer in found})
        if not_by is None or entry.created_by_supplier_id != not_by.pk
    }
    weights = Weights(Rarity())
    found = []
    for line, profile in enumerate(profiles):
        alike = [
            Alike.of(entry, compare(profile, other, weights), is_by_email=(line, pk) in by_email)
            for pk in near.get(line, ())
            if pk in entries
            for entry, other in [entries[pk]]
        ]
        found.append(_best(wanted[line].name, alike))
    return found


def _best(name: str, found: Sequence[Alike]) -> Alike | None:
    words = words_of(name)
    likely = [replace(one, has_same_name=words_of(one.entry.name) == words) for one in found if one.is_likely]
    return max(likely, key=lambda one: (one.is_same, one.weight, str(one.entry.pk)), default=None)


def _near(profiles: Sequence[Profile], not_by: Organization | None) -> defaultdict[int, set[UUID]]:
    """Return for each row the entries that share a key with it: those that share most, or also its town."""
    asked = [match_keys(profile) for profile in profiles]
    sharing = _sharing(asked, not_by)
    near: defaultdict[int, set[UUID]] = defaultdict(set)
    for line, (profile, keys) in enumerate(zip(profiles, asked, strict=True)):
        shared = Counter[UUID]()
        for pair in keys.items():
            for retailer, city in sharing.get(pair, ()):
                shared[retailer] += 2 + (city == profile.city)
        near[line].update(sorted(shared, key=lambda pk: (-shared[pk], pk))[:_AT_MOST])
    return near


def _sharing(
    asked: Sequence[dict[str, str]], not_by: Organization | None
) -> dict[tuple[str, str], list[tuple[UUID, str]]]:
    """Return for each key the entries that have it, each with its town as profiles have it."""
    values: list[Any] = []
    for name in KEYS:
        values += [sorted({keys[name] for keys in asked} - {""}), not_by and not_by.pk]
    found: defaultdict[tuple[str, str], list[tuple[UUID, str]]] = defaultdict(list)
    for retailer, name, key, city in _fetched(_SHARING, values):
        found[name, key].append((retailer, " ".join(words_of(city))))
    return found


def _by_email(wanted: Sequence[EntryDetails]) -> set[tuple[int, UUID]]:
    asked = [(line, details.email) for line, details in enumerate(wanted) if details.email]
    if not asked:
        return set()
    columns = [list(column) for column in zip(*asked, strict=True)]
    return set(_fetched(_BY_EMAIL, columns))


def _fetched(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())

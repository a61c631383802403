"""Which entries of the directory many rows at once may mean: in a few statements, whatever their number.

As likely_duplicates, but looking for whole words only: a company whose name is mistyped is found by its phone
or its address.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from retailers.details import EntryDetails
from retailers.duplicates import likeness
from retailers.enums import DuplicateReason
from retailers.models import DirectoryEntry
from retailers.profiles import Place
from retailers.queries.directory import place_of
from retailers.words import FILLERS, core_of, is_house_number, phone_digits, words_of

_R = DuplicateReason
_STRONG = {_R.SAME_EMAIL, _R.SAME_PHONE, _R.SAME_ADDRESS}
_AT_MOST = 8  # entries looked at for one question
_BAR = "|"  # no token holds one
_ENTRIES = """
SELECT asked.line, entry.retailer_id
FROM unnest(%s::int[], %s::text[], %s::bool[]) AS asked(line, tokens, is_any)
CROSS JOIN LATERAL (
  SELECT retailer_id FROM retailers_directoryentry
  WHERE search_tokens @> string_to_array(asked.tokens, '|') AND NOT asked.is_any
  UNION ALL
  SELECT retailer_id FROM retailers_directoryentry
  WHERE search_tokens && string_to_array(asked.tokens, '|') AND asked.is_any
  LIMIT %s
) entry
"""
_BY_EMAIL = """
SELECT asked.line, found.retailer_id FROM unnest(%s::int[], %s::text[]) AS asked(line, email)
CROSS JOIN LATERAL app.directory_by_email(asked.email) found
"""


@dataclass(frozen=True, slots=True)
class Alike:
    """An entry that looks like a row, and why."""

    entry: DirectoryEntry
    reasons: tuple[DuplicateReason, ...]
    weight: float
    has_same_name: bool  # word for word: names of common words alone ("A Bar") are no reason by themselves

    @property
    def is_same(self) -> bool:
        """Tell whether nobody needs to be asked: the same name, and the same email, phone or address."""
        is_named_so = self.has_same_name or _R.SIMILAR_NAME in self.reasons
        return is_named_so and bool(_STRONG & set(self.reasons))


def likely_entries(wanted: Sequence[EntryDetails]) -> list[Alike | None]:
    """Return for each of these the entry that looks most like it, None where none does.

    Source: C5, C9.
    """
    places = [place_of(details) for details in wanted]
    by_email = _by_email(wanted)
    near = _near(places)
    for line, retailer in by_email:
        near.setdefault(line, set()).add(retailer)
    ids = {retailer for found in near.values() for retailer in found}
    entries = DirectoryEntry.objects.select_related("retailer").in_bulk(ids)
    return [
        _best(line, place, [entries[pk] for pk in near.get(line, ()) if pk in entries], by_email)
        for line, place in enumerate(places)
    ]


def _best(
    line: int, place: Place, entries: Iterable[DirectoryEntry], by_email: set[tuple[int, UUID]]
) -> Alike | None:
    found = []
    for entry in entries:
        like = likeness(place, place_of(entry))
        reasons = (*([_R.SAME_EMAIL] if (line, entry.pk) in by_email else []), *like.reasons)
        if like.is_likely or _R.SAME_EMAIL in reasons:
            points = like.points + 4 * (_R.SAME_EMAIL in reasons)
            found.append(Alike(entry, reasons, points, words_of(place.name) == words_of(entry.name)))
    return max(found, key=lambda one: (one.is_same, one.weight, str(one.entry.pk)), default=None)


def _near(places: Sequence[Place]) -> dict[int, set[UUID]]:
    asked = [
        (line, tokens, is_any) for line, place in enumerate(places) for tokens, is_any in _questions(place)
    ]
    near: dict[int, set[UUID]] = {}
    if asked:
        columns = [list(column) for column in zip(*asked, strict=True)]
        for line, retailer in _fetched(_ENTRIES, [*columns, _AT_MOST]):
            near.setdefault(line, set()).add(retailer)
    return near


def _questions(place: Place) -> Iterable[tuple[str, bool]]:
    """Yield sets of tokens: a phone in any of its forms; number and street; the two longest words of the name."""
    if phone := phone_digits(place.phone, place.country):
        yield _BAR.join(f"#{digits}" for digits in phone), True
    street = [word for word in words_of(place.street) if word not in FILLERS]
    numbers = [word for word in street if is_house_number(word)]
    names = [word for word in street if not is_house_number(word)]
    if numbers and names:
        yield f"={numbers[0]}{_BAR}={max(names, key=len)}", False
    core = sorted(set(core_of(place.name)), key=len, reverse=True)[:2]
    if len(core) < 2:
        core += words_of(place.city)[:1]
    if core:
        yield _BAR.join(f"={word}" for word in core), False


def _by_email(wanted: Sequence[EntryDetails]) -> set[tuple[int, UUID]]:
    asked = [(line, details.email) for line, details in enumerate(wanted) if details.email]
    if not asked:
        return set()
    columns = [list(column) for column in zip(*asked, strict=True)]
    return set(_fetched(_BY_EMAIL, columns))


def _fetched(sql: str, values: Sequence[Any]) -> list[tuple[int, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())

"""Which entries of the directory are worth ranking or comparing: look-ups in the index of tokens (SPEC.md C2, C5).

Each look-up is bounded, and PostgreSQL does not see the tokens while it plans, `(SELECT …)` hides them: knowing how
frequent they are it read the whole table instead of the index, which took a second.
"""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from retailers.indexing import KEYS
from retailers.matching import Query, Words
from retailers.models import DirectoryEntry
from retailers.names import Weights, telling_words
from retailers.profiles import Place
from retailers.tokens import Way, forgiving_way, name_way, phone_ways, way_to_find, ways_of
from retailers.words import GENERIC, is_house_number, numbers_of, words_of

_READ = 3000  # entries that one look-up reads at most
_RANKED = 150  # of these, about as long as what is typed
_COMPARED = 60  # the same where they are compared with an entry to be
_ASKED_WORDS = 4
_FORGETTABLE_FROM = 3  # words of a query, of which one may be quite wrong
_COLUMNS = ", ".join(
    str(field.column)
    for field in DirectoryEntry._meta.concrete_fields
    if field.name not in ("search_tokens", "search_text", *KEYS)
)
_HOLDS = "search_tokens && (SELECT %s::text[])"
_LOOK_UP = """
(SELECT * FROM (SELECT {columns} FROM retailers_directoryentry WHERE {holds} LIMIT %s) found
 ORDER BY least(abs(length(name) - %s), abs(length(name) + 1 + length(city) - %s)) LIMIT %s)"""
_NAMED = "(SELECT {columns} FROM retailers_directoryentry WHERE retailer_id = ANY(%s))"


def entries_meant(query: Query) -> list[DirectoryEntry]:
    """Return entries that may be meant: that hold every word of a query, also mistyped, or are named so."""
    telling = _telling_words(query)
    if not telling:
        return []
    look_ups = [[name_way(query.typed)], ways_of(telling, way_to_find), ways_of(telling, forgiving_way)]
    if telling != query.words:
        look_ups.append(ways_of(query.words, way_to_find))
    return _found(look_ups, typed=len(query.typed))


def entries_nearly_meant(query: Query) -> list[DirectoryEntry]:
    """Return entries that hold all words of a longer query but one, which may be quite wrong."""
    words = _telling_words(query)
    if len(words) < _FORGETTABLE_FROM:
        return []
    ways = ways_of(words, forgiving_way)
    return _found([ways[:at] + ways[at + 1 :] for at in range(len(ways))], typed=len(query.typed))


def entries_with_phone(phone: str) -> list[DirectoryEntry]:
    """Return the entries with this phone, also with one digit wrong."""
    return _found([[way] for way in phone_ways(phone)], typed=0)


def entries_alike(place: Place, weights: Weights, named: Collection[UUID]) -> list[DirectoryEntry]:
    """Return entries with the phone, the house or rare words of the name, the latter in the same town if it is known.

    Args:
        named: ids of entries that are wanted besides.
    """
    look_ups = [[phone_ways(place.phone)[0]], [name_way(place.name)]]
    numbers = numbers_of(place.street)
    if street := [word for word in words_of(place.street) if word not in numbers]:
        house = [f"={number}" for number in sorted(numbers)]
        look_ups.append([house, forgiving_way(max(street, key=len))])
    town = [forgiving_way(word) for word in words_of(place.city)[:1]]
    rarest = sorted(telling_words(place.name), key=lambda word: -weights[word])[:_ASKED_WORDS]
    look_ups += [[forgiving_way(word), *town] for word in rarest]
    return _found(look_ups, typed=len(place.name), ranked=_COMPARED, named=named)


def _telling_words(query: Query) -> Words:
    """Return the words without those for a kind of place or of street, if there are others than a house number."""
    telling = tuple(word for word in query.words if word[0] not in GENERIC)
    return query.words if all(is_house_number(word[0]) for word in telling) else telling


def _found(
    look_ups: Iterable[Sequence[Way]], *, typed: int, ranked: int = _RANKED, named: Collection[UUID] = ()
) -> list[DirectoryEntry]:
    """Return the entries that answer any of the look-ups, that is hold a token of each of its ways."""
    asked = [ways for ways in look_ups if all(ways)]
    parts = [_LOOK_UP.format(columns=_COLUMNS, holds=" AND ".join([_HOLDS] * len(ways))) for ways in asked]
    values = [value for ways in asked for value in (*ways, _READ, typed, typed, ranked)]
    if named:
        parts.append(_NAMED.format(columns=_COLUMNS))
        values.append(list(named))
    return list(DirectoryEntry.objects.raw(" UNION ".join(parts), values)) if parts else []

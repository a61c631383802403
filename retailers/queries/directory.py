"""Finding retailers in the directory that all suppliers share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404

from retailers import matching
from retailers.details import EntryDetails
from retailers.duplicates import compare
from retailers.enums import DuplicateReason
from retailers.models import Customer, DirectoryEntry
from retailers.names import Rarity, Weights
from retailers.profiles import Place, profile_of
from retailers.queries.candidates import (
    entries_alike,
    entries_meant,
    entries_nearly_meant,
    entries_with_phone,
)
from retailers.ranking import WHOLE_PHONE, phone_score, score
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Organization

MAX_HITS = 8
_LEAST_SCORE = 55
_HAVING = """
SELECT word, (SELECT count(*) FROM retailers_directoryentry WHERE search_tokens @> ARRAY['=' || word]),
       (SELECT reltuples FROM pg_class WHERE oid = 'retailers_directoryentry'::regclass)
FROM unnest(%s::text[]) word"""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that a query found, and this supplier's customer if it is one already.

    `is_colleagues`: it is one, but a colleague's whom the reader does not represent.
    """

    entry: DirectoryEntry
    customer: Customer | None
    name_parts: list[tuple[str, bool]]
    address_parts: list[tuple[str, bool]]
    is_colleagues: bool = False


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An entry that a new one may double, why, and this supplier's customer if it is one already."""

    entry: DirectoryEntry
    reasons: tuple[DuplicateReason, ...]
    customer: Customer | None
    is_colleagues: bool = False


FoundT = TypeVar("FoundT", Hit, Duplicate)


def place_of(entry: DirectoryEntry | EntryDetails) -> Place:
    """Return what of an entry is compared."""
    return Place(
        name=entry.name,
        street=entry.street,
        city=entry.city,
        region=entry.region,
        postal_code=entry.postal_code,
        phone=entry.phone,
        country=entry.country,
    )


def directory_matches(query: str, *, limit: int = MAX_HITS) -> list[DirectoryEntry]:
    """Return the entries that a query means, the likeliest first.

    Finds by name, street number, city and phone as they are typed, forgiving accents, case, abbreviations,
    word order and small slips; by email only typed whole.

    Source: C2; DATA.md 00 (Directory).
    """
    text = query.replace("\x00", "").strip()
    if matching.is_email(text):
        return list(_entries().filter(pk__in=_retailers_by_email(text))[:limit])
    if not matching.is_askable(text):
        return []
    if matching.is_phone(text) and (found := _by_phone(text)):
        return found[:limit]
    asked = matching.query_of(text)
    points = partial(score, asked)
    return (_best(entries_meant(asked), points) or _best(entries_nearly_meant(asked), points))[:limit]


def hits_for_supplier(acting: Acting, query: str, *, limit: int = MAX_HITS) -> list[Hit]:
    """Return what a query finds, each with whether it is this supplier's customer already."""
    entries = directory_matches(query, limit=limit)
    customers = _customers_by_retailer(acting.organization, entries)
    hits = [
        Hit(
            entry=entry,
            customer=customers.get(entry.pk),
            name_parts=matching.marked(entry.name, query),
            address_parts=matching.marked(entry.full_address, query),
        )
        for entry in entries
    ]
    return seen_by(acting, hits)


def seen_by(acting: Acting, found: list[FoundT]) -> list[FoundT]:
    """Return the same, without the customers that this person does not see (SPEC.md P3)."""

    def shown(each: FoundT) -> FoundT:
        is_foreign = each.customer and each.customer.private.representative_id != acting.represents
        return replace(each, customer=None, is_colleagues=True) if is_foreign else each

    return [shown(each) for each in found] if acting.represents else found


def likely_duplicates(
    supplier: Organization | None, details: EntryDetails, *, limit: int = 5
) -> list[Duplicate]:
    """Return the entries that a new one may double, the likeliest first, each with its reasons.

    Args:
        supplier: who asks, to say which are its customers already; None for a company that signs itself up.
    Source: C5.
    """
    by_email = set(_retailers_by_email(details.email)) if details.email else set()
    wanted = profile_of(place_of(details))
    weights = Weights(_rarity_of(wanted.words))
    found = {
        entry: compare(wanted, profile_of(place_of(entry)), weights)
        for entry in entries_alike(place_of(details), weights, by_email)
    }
    likely = [entry for entry, like in found.items() if like.is_likely or entry.pk in by_email]
    likely.sort(
        key=lambda entry: (
            entry.pk not in by_email,
            -found[entry].points,
            entry.name.casefold(),
            str(entry.pk),
        )
    )
    customers = _customers_by_retailer(supplier, likely[:limit])
    return [
        Duplicate(
            entry,
            (DuplicateReason.SAME_EMAIL,) * (entry.pk in by_email) + found[entry].reasons,
            customers.get(entry.pk),
        )
        for entry in likely[:limit]
    ]


def entry_for_supplier(retailer_id: UUID) -> DirectoryEntry:
    """Return an entry of the directory, open to every supplier, or the one that it was merged into; else 404."""
    entries = DirectoryEntry.objects.select_related("retailer")
    found = entries.filter(pk=retailer_id).first()
    found = found or entries.filter(pk__in=_merged_into(retailer_id)).first()
    if found is None:
        raise Http404
    return found


def _merged_into(retailer_id: UUID) -> list[UUID | None]:
    return list(Organization.objects.filter(pk=retailer_id).values_list("merged_into", flat=True))


def entries_by_id(retailer_ids: Iterable[UUID]) -> list[DirectoryEntry]:
    """Return some entries of the directory, open to every supplier; unknown ids are left out."""
    return list(_entries().filter(pk__in=list(retailer_ids)).select_related("retailer"))


def own_entry(retailer: Organization) -> DirectoryEntry | None:
    """Return a company's own entry; None if it buys since later and has listed none."""
    return DirectoryEntry.objects.filter(pk=retailer.pk).first()


def _by_phone(phone: str) -> list[DirectoryEntry]:
    """Return the entries with this phone; failing that, those with one digit of it wrong."""
    points = partial(phone_score, phone)
    near = entries_with_phone(phone)
    return _best([entry for entry in near if points(place_of(entry)) == WHOLE_PHONE] or near, points)


def _best(entries: list[DirectoryEntry], points_of: Callable[[Place], float]) -> list[DirectoryEntry]:
    ranked = [(points_of(place_of(entry)), entry) for entry in entries]
    best = sorted(ranked, key=lambda pair: (-pair[0], pair[1].name.casefold(), str(pair[1].pk)))
    return [entry for points, entry in best if points >= _LEAST_SCORE]


def _rarity_of(words: tuple[str, ...]) -> Rarity:
    """Return how many entries have each of these words; one statement, answered by the index."""
    with connection.cursor() as cursor:
        cursor.execute(_HAVING, [list(words)])
        rows = cursor.fetchall()
    return Rarity(max((int(row[2]) for row in rows), default=0), {row[0]: row[1] for row in rows})


def _entries() -> QuerySet[DirectoryEntry]:
    return DirectoryEntry.objects.defer("search_tokens", "search_text")


def _retailers_by_email(email: str) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT retailer_id FROM app.directory_by_email(%s)", [email.strip()])
        return [row[0] for row in cursor.fetchall()]


def _customers_by_retailer(
    supplier: Organization | None, entries: list[DirectoryEntry]
) -> dict[UUID, Customer]:
    if supplier is None:
        return {}
    retailers = [entry.pk for entry in entries]
    customers = Customer.objects.filter(supplier=supplier, retailer__in=retailers).select_related("private")
    return {customer.retailer_id: customer for customer in customers}

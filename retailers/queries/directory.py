"""Finding retailers in the directory that all suppliers share."""

from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.http import Http404

from retailers import matching
from retailers.details import EntryDetails
from retailers.duplicates import Likeness, likeness
from retailers.enums import DuplicateReason
from retailers.models import Customer, DirectoryEntry
from retailers.words import core_of, numbers_of, words_of
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Organization

MAX_HITS = 8
_CANDIDATES = 200  # entries that are ranked for one query
_LEAST_SCORE = 55


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


def place_of(entry: DirectoryEntry | EntryDetails) -> matching.Place:
    """Return what of an entry is compared."""
    return matching.Place(
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
    query = query.replace("\x00", "").strip()
    if "@" in query:
        return list(DirectoryEntry.objects.filter(pk__in=_retailers_by_email(query))[:limit])
    if not matching.is_askable(query):
        return []
    phone = matching.query_phone(query)
    if phone and (found := list(DirectoryEntry.objects.filter(search_tokens__overlap=phone)[:limit])):
        return found
    ranked = [(matching.score(query, place_of(entry)), entry) for entry in _candidates(query)]
    best = sorted(ranked, key=lambda pair: (-pair[0], pair[1].name.casefold(), str(pair[1].pk)))
    return [entry for points, entry in best if points >= _LEAST_SCORE][:limit]


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
    wanted = place_of(details)
    alike = {entry: likeness(wanted, place_of(entry)) for entry in _alike_candidates(wanted, by_email)}
    found = {
        entry: Likeness((DuplicateReason.SAME_EMAIL, *like.reasons)) if entry.pk in by_email else like
        for entry, like in alike.items()
    }
    likely = [entry for entry, like in found.items() if like.is_likely]
    likely.sort(key=lambda entry: (-found[entry].weight, entry.name.casefold(), str(entry.pk)))
    customers = _customers_by_retailer(supplier, likely[:limit])
    return [Duplicate(entry, found[entry].reasons, customers.get(entry.pk)) for entry in likely[:limit]]


def entry_for_supplier(retailer_id: UUID) -> DirectoryEntry:
    """Return an entry of the directory, open to every supplier; 404 if there is none."""
    try:
        return DirectoryEntry.objects.select_related("retailer").get(pk=retailer_id)
    except DirectoryEntry.DoesNotExist as error:
        raise Http404 from error


def own_entry(retailer: Organization) -> DirectoryEntry | None:
    """Return a company's own entry; None if it buys since later and has listed none."""
    return DirectoryEntry.objects.filter(pk=retailer.pk).first()


def _candidates(query: str) -> list[DirectoryEntry]:
    """Return entries that hold every word of the query; failing that, mistyped; failing that, all but one."""
    words = matching.query_words(query)
    if not words:
        return []
    exactly = reduce(and_, (_holds(matching.ways_to_find(word)[:1]) for word in words))
    loosely = [_holds(matching.ways_to_find(word)) for word in words]
    steps = [exactly, reduce(and_, loosely)]
    if len(words) > 2:
        steps.append(
            reduce(or_, (reduce(and_, loosely[:at] + loosely[at + 1 :]) for at in range(len(words))))
        )
    found: dict[UUID, DirectoryEntry] = {}
    for step in steps:
        if len(found) < MAX_HITS:
            found |= {entry.pk: entry for entry in DirectoryEntry.objects.filter(step)[:_CANDIDATES]}
    return list(found.values())


def _alike_candidates(place: matching.Place, by_email: set[UUID]) -> list[DirectoryEntry]:
    found = Q(pk__in=by_email)
    if phone := [token for token in matching.tokens_of(place) if token.startswith("#")]:
        found |= Q(search_tokens__overlap=phone)
    street = [word for word in words_of(place.street) if word not in numbers_of(place.street)]
    for number in numbers_of(place.street):
        if street:
            found |= Q(search_tokens__contains=[f"={number}"]) & _holds(
                matching.ways_to_find(max(street, key=len))
            )
    longest = sorted(core_of(place.name), key=len, reverse=True)[:2]
    for word in longest:
        by_name = _holds(matching.ways_to_find(word))
        if place.city:
            by_name &= _holds(matching.ways_to_find(words_of(place.city)[0])) if words_of(place.city) else Q()
        found |= by_name
    return list(DirectoryEntry.objects.filter(found)[:_CANDIDATES])


def _holds(ways: list[list[str]]) -> Q:
    return reduce(or_, (Q(search_tokens__contains=tokens) for tokens in ways))


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

"""Which entries of the directory platform staff should look at: likely duplicates, and any that they search (C7)."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from retailers.models import DirectoryEmail, DirectoryEntry, DuplicatePair
from retailers.queries.directory import directory_matches


def pairs_to_look_at() -> QuerySet[DuplicatePair]:
    """Return the pairs of entries that look alike, both still there, and that nobody has called two companies."""
    there = Q(one__directory_entry__isnull=False, other__directory_entry__isnull=False)
    pairs = DuplicatePair.objects.filter(there, dismissed_at=None)
    return pairs.select_related("one__directory_entry", "other__directory_entry")


def pair_of(one: UUID, other: UUID) -> DuplicatePair | None:
    """Return what was found about two entries, in whichever order."""
    first, second = sorted((one, other))
    return DuplicatePair.objects.filter(one=first, other=second).first()


def pair_by_id(pair_id: UUID) -> DuplicatePair:
    """Return a pair; 404 if there is none."""
    try:
        return DuplicatePair.objects.get(pk=pair_id)
    except DuplicatePair.DoesNotExist as error:
        raise Http404 from error


def staff_matches(query: str) -> list[DirectoryEntry]:
    """Return the entries that a query of the staff means; an email typed whole, too. In the staff's context."""
    query = query.replace("\x00", "").strip()[:120]
    if "@" not in query:
        return directory_matches(query)
    retailers = DirectoryEmail.objects.filter(email=query.lower()).values("retailer")
    return list(DirectoryEntry.objects.filter(pk__in=retailers).order_by("name", "pk")[:8])

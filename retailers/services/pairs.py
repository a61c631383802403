"""Duplicates of the whole directory are found and put before platform staff (SPEC.md C7). In the staff's context."""

from collections.abc import Iterator, Sequence
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from retailers.duplicates import compare
from retailers.grouping import groups_of
from retailers.models import DirectoryEntry, DuplicatePair
from retailers.names import Weights, rarity_in
from retailers.profiles import Place, profile_of
from retailers.queries import place_of
from wholesale.accounts.models import User
from wholesale.mail.wake import wake
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role

_COMPARED = ("name", "street", "city", "region", "postal_code", "phone", "country", "claimed_at")
_AT_ONCE = 1000


def find_duplicates() -> int:
    """Look the whole directory through and put down which entries are probably one; return how many pairs.

    What was called two companies stays so. Reading, comparing and writing are three steps, so that no transaction is
    open while it compares. 100,000 entries take half a minute.
    """
    with act_as(Context(Role.STAFF)):
        with transaction.atomic():
            entries = list(DirectoryEntry.objects.only("retailer", *_COMPARED).order_by("pk"))
        pairs = list(_pairs(entries))
        with transaction.atomic():
            _write(pairs)
    return len(pairs)


def look_again() -> None:
    """Wake a worker that looks the directory through, after the commit; else the night finds all."""
    transaction.on_commit(partial(wake, "retailers.look_for_duplicates"))


@transaction.atomic
def dismiss_pair(*, pair: DuplicatePair, by: User) -> DuplicatePair:
    """Note that a person has looked: these are two companies. They are not put forward again."""
    pair.dismissed_at, pair.dismissed_by_name = timezone.now(), str(by)[:120]
    pair.save(update_fields=["dismissed_at", "dismissed_by_name"])
    return pair


def _pairs(entries: Sequence[DirectoryEntry]) -> Iterator[DuplicatePair]:
    """Pair each entry of a group with its first: the one that would stay."""
    places = [place_of(entry) for entry in entries]
    groups = groups_of(places)
    if not groups:
        return
    weights = _weights(places)
    for group in groups:
        first, *others = sorted(group, key=lambda at: (entries[at].claimed_at is None, at))
        for other in others:
            like = compare(profile_of(places[first]), profile_of(places[other]), weights)
            one, two = sorted((entries[first].pk, entries[other].pk))
            yield DuplicatePair(
                one_id=one, other_id=two, points=like.points, grounds=[str(each) for each in like.reasons]
            )


def _weights(places: Sequence[Place]) -> Weights:
    return Weights(rarity_in(profile_of(place).words for place in places))


def _write(pairs: Sequence[DuplicatePair]) -> None:
    found: set[tuple[UUID, UUID]] = {(pair.one_id, pair.other_id) for pair in pairs}
    old = DuplicatePair.objects.filter(dismissed_at=None).values_list("pk", "one_id", "other_id")
    gone = [key for key, one, other in old if (one, other) not in found]
    DuplicatePair.objects.filter(pk__in=gone).delete()
    DuplicatePair.objects.bulk_create(
        pairs,
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["one", "other"],
        update_fields=["points", "grounds"],
    )

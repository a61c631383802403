"""What came of a supplier's invite link and of each of its tags: counts of customers, and who they are."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from invitations.enums import Origin, RequestState
from invitations.models import AccessRequest, InviteTag
from invitations.queries.links import tags_of
from invitations.queries.requests import requests_of
from retailers.enums import CustomerStatus
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Organization

STAGES = ("requested", "approved", "active", "has_ordered")


@dataclass(frozen=True, slots=True)
class Way:
    """How many customers came one way, and how far; no tag is the link itself.

    Who asked by two tags is counted at both, and beyond that at the one whose request was approved.
    """

    tag: InviteTag | None
    requested: int = 0
    approved: int = 0
    active: int = 0
    has_ordered: int = 0


def ways_of(supplier: Organization) -> list[Way]:
    """Return the link itself and all its tags with their counts, in two statements; test customers count nowhere."""
    counted = counts_by_tag(supplier)
    ways: list[InviteTag | None] = [None, *tags_of(supplier)]
    return [Way(tag, **counted.get(tag.pk if tag else None, {})) for tag in ways]


def way_of_tag(tag: InviteTag) -> Way:
    """Return one tag with its counts."""
    return Way(tag, **{name: row[name] for row in _counts(tag.supplier_id, tag_id=tag.pk) for name in STAGES})


def counts_by_tag(supplier: Organization) -> dict[UUID | None, dict[str, int]]:
    """Return the counts of the link itself (None) and of each tag that anybody came by, in one statement."""
    return {row.pop("tag_id"): row for row in _counts(supplier.pk)}


def requests_by_tag(acting: Acting, tag: InviteTag) -> QuerySet[AccessRequest]:
    """Return the requests that came by a tag, of the retailers that this person sees."""
    return requests_of(acting).filter(origin=Origin.LINK, tag=tag, customer__is_test=False)


def _counts(supplier_id: UUID, **narrowed: Any) -> QuerySet[AccessRequest, Any]:
    came = AccessRequest.objects.filter(
        supplier=supplier_id, origin=Origin.LINK, customer__is_test=False, **narrowed
    )
    approved = Q(state=RequestState.APPROVED)
    further = {
        "approved": approved,
        "active": approved & Q(customer__is_active=True),
        "has_ordered": approved & Q(customer__status=CustomerStatus.HAS_ORDERED),
    }
    return came.values("tag_id").annotate(
        requested=Count("customer", distinct=True),
        **{name: Count("customer", distinct=True, filter=who) for name, who in further.items()},
    )

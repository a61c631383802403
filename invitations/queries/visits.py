"""Reads of visits, as the app role, which alone has a grant on them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone

from invitations.codes import hash_of_holder
from invitations.models import InviteLink, InviteTag, Visit
from invitations.queries.invitations import supplier_context
from wholesale.accounts.models import User
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Membership, Organization
from wholesale.organizations.roles import Permission, permissions_of
from wholesale.tenancy.contexts import act_as

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_CODES = 0x76697369  # "visi": whoever sends a code waits for whoever is about to


@dataclass(frozen=True, slots=True)
class Sent:
    """How many codes were sent of late, and when the first of those that count against one was."""

    to_email: int
    from_place: int
    in_all: int
    first_to_email: datetime | None
    first_from_place: datetime | None
    first_in_all: datetime | None


def lock_codes() -> None:
    """Let no other transaction send a code until this one has ended, so that what is counted stays true."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CODES])


def codes_sent(*, email: str, place_hash: str) -> Sent:
    """Return what counts against the limits, in one statement whoever asks: an hour for these two, a day for all."""
    now = timezone.now()
    to_email = Q(email=email, created_at__gt=now - HOUR)
    from_place = Q(place_hash=place_hash, created_at__gt=now - HOUR)
    counted = Visit.objects.filter(created_at__gt=now - DAY).aggregate(
        to_email=Count("pk", filter=to_email),
        from_place=Count("pk", filter=from_place),
        in_all=Count("pk"),
        first_to_email=Min("created_at", filter=to_email),
        first_from_place=Min("created_at", filter=from_place),
        first_in_all=Min("created_at"),
    )
    return Sent(**counted)


def visit_of(*, link: InviteLink, visit_id: UUID, holder: str) -> Visit | None:
    """Return a visit of this link in the session that asked for it; None for any other, as if it did not exist."""
    if not holder:
        return None
    found = Visit.objects.filter(pk=visit_id, supplier=link.supplier_id, link=link.pk)
    return found.filter(holder_hash=hash_of_holder(holder)).first()


def lock_visit(visit: Visit) -> Visit:
    """Lock a visit until the transaction ends, and return it as it stands now."""
    return Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)


def tag_of(visit: Visit) -> InviteTag | None:
    """Return the poster that brought a visitor, read for its supplier."""
    if visit.tag_id is None:
        return None
    with act_as(supplier_context(visit.supplier_id)):
        return InviteTag.objects.filter(supplier=visit.supplier_id, pk=visit.tag_id).first()


def buying_companies(person: User) -> list[Organization]:
    """Return the companies that a person may ask for; as the app role."""
    seats = Membership.objects.filter(user=person, guest_of=None, organization__buys=True)
    return [
        seat.organization
        for seat in seats.select_related("organization").order_by("organization__name", "pk")
        if Permission.PLACE_ORDERS in permissions_of(Side.BUYING, seat.role)
    ]

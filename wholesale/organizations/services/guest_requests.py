"""A distributor's person asks a supplier for access by its link, and the supplier decides (SPEC.md I1)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wholesale.accounts.models import User
from wholesale.api.errors import TooManyRequests
from wholesale.errors import InvalidTransition
from wholesale.organizations import emails, limits, queries
from wholesale.organizations.details import GuestAccess
from wholesale.organizations.enums import GuestRequestState
from wholesale.organizations.errors import (
    AlreadyAsked,
    AlreadyGuest,
    GuestDoorClosed,
    WorksForSupplier,
)
from wholesale.organizations.models import Agreement, GuestRequest, Membership
from wholesale.organizations.queries.guests import GuestDoor, OwnRequest
from wholesale.organizations.services.agreements import record_on_both
from wholesale.organizations.services.guest_links import lock_open_agreement
from wholesale.organizations.services.guests import check_guest_role, let_in

DAY = timedelta(days=1)


@transaction.atomic
def ask_as_guest(*, token_hash: str, name: str, message: str, by: User) -> GuestRequest:
    """Ask a supplier for access to its account, as its guest distributor's person.

    Runs as the app role; the token, by its hash, gives the supplier's context. What was asked of late is counted in
    the database: of the person, of the person here, and by everybody with this link.

    Locks:  asking, so that no two requests count each other out.
    Emails: the supplier's people who decide.
    Raises: GuestDoorClosed, AlreadyGuest, WorksForSupplier, AlreadyAsked, TooManyRequests; then nothing is written.
    Source: SPEC.md I1; docs/decisions/0036.
    """
    queries.lock_asking()
    asked = queries.own_guest_requests(by)
    with queries.guest_door_by_hash(token_hash, user_id=by.pk) as door:
        agreement = _agreement_behind(door)
        assert door is not None  # noqa: S101 - _agreement_behind has refused that
        _check_standing(door, by)
        _check_limits(agreement, asked)
        request = GuestRequest(
            supplier_id=agreement.supplier_id,
            distributor_id=agreement.distributor_id,
            user=by,
            name=name[:120],
            email=by.email,
            language=by.language,
            message=message,
        )
        request.save(force_insert=True)
        record_on_both(agreement, by=by, verb="guest_asked", after={"who": str(request)})
        emails.queue_guest_asked(agreement, request)
    return request


@transaction.atomic
def approve_guest_request(
    *, request: GuestRequest, agreement: Agreement, access: GuestAccess, by: User
) -> Membership:
    """Let in whoever asked, with a role and within a limit, in the supplier's context.

    Locks:  the agreement, the request.
    Emails: the person.
    Raises: GuestDoorClosed, RoleUnknownHere, InvalidTransition once it is decided; then nothing is written.
    Source: SPEC.md I1.
    """
    check_guest_role(access.role)
    open_agreement = lock_open_agreement(agreement)
    locked = _lock_waiting(request)
    membership = let_in(open_agreement, user_id=locked.user_id, access=access)
    _decide(locked, GuestRequestState.ACCEPTED, by)
    queries.guest_invitations(open_agreement).filter(email=locked.email).update(revoked_at=timezone.now())
    after = {"who": str(locked), "role": access.role.value, "limit": access.limit.value}
    record_on_both(open_agreement, by=by, verb="guest_let_in", after=after)
    emails.queue_guest_let_in(open_agreement, locked, membership, by=by)
    return membership


@transaction.atomic
def refuse_guest_request(*, request: GuestRequest, agreement: Agreement, by: User) -> GuestRequest:
    """Refuse whoever asked, in the supplier's context; they may ask again.

    Locks:  the agreement, the request.
    Emails: the person.
    Raises: InvalidTransition once it is decided; then nothing is written.
    """
    standing = queries.lock_agreement(agreement)
    locked = _lock_waiting(request)
    _decide(locked, GuestRequestState.REFUSED, by)
    record_on_both(standing, by=by, verb="guest_refused", after={"who": str(locked)})
    emails.queue_guest_refused(standing, locked, by=by)
    return locked


def _agreement_behind(door: GuestDoor | None) -> Agreement:
    if door is None:
        raise GuestDoorClosed("unknown")
    if door.reason or door.agreement is None:
        names = {"supplier": door.supplier.name, "distributor": door.distributor.name}
        raise GuestDoorClosed(door.reason, **names)
    return door.agreement


def _check_standing(door: GuestDoor, by: User) -> None:
    standing = queries.standing_at(door, by.pk)
    if standing == "colleague":
        raise WorksForSupplier(door.supplier.name)
    if standing == "guest":
        raise AlreadyGuest(str(by))
    if standing == "waiting":
        raise AlreadyAsked(door.supplier.name)


def _check_limits(agreement: Agreement, asked: list[OwnRequest]) -> None:
    since = timezone.now() - DAY
    here = queries.guest_requests_of(agreement).filter(asked_at__gt=since)
    by_link = list(here.values_list("asked_at", flat=True)[: limits.GUESTS_BY_ONE_LINK_PER_DAY])
    by_person = [each.asked_at for each in asked if each.asked_at > since]
    own = {each.id for each in asked}
    both = list(here.filter(pk__in=own).values_list("asked_at", flat=True))
    waits = [
        _wait(times, most)
        for times, most in (
            (by_link, limits.GUESTS_BY_ONE_LINK_PER_DAY),
            (by_person, limits.GUEST_REQUESTS_OF_ONE_PERSON_PER_DAY),
            (both, limits.GUEST_REQUESTS_TO_ONE_SUPPLIER_PER_DAY),
        )
        if len(times) >= most
    ]
    if waits:
        raise TooManyRequests(max(waits))


def _wait(times: list[datetime], most: int) -> int:
    """Return how many seconds it takes until one fewer counts."""
    oldest = sorted(times, reverse=True)[most - 1]
    return max(1, int((oldest + DAY - timezone.now()).total_seconds()) + 1)


def _lock_waiting(request: GuestRequest) -> GuestRequest:
    locked = queries.lock_guest_request(request)
    if locked.state != GuestRequestState.WAITING:
        words = {"state": locked.get_state_display().lower(), "name": locked.decided_by_name or "–"}
        raise InvalidTransition(_("This request is %(state)s already, by %(name)s.") % words)
    return locked


def _decide(request: GuestRequest, state: GuestRequestState, by: User) -> None:
    request.state, request.decided_at = state, timezone.now()
    request.decided_by, request.decided_by_name = by, str(by)[:120]
    request.save(update_fields=["state", "decided_at", "decided_by", "decided_by_name"])

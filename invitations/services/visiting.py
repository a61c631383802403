"""A visitor of the invite link proves an email address by a code. As the app role; whether anybody has an account with
the address is not asked here, so that nothing can tell (DATA.md 5.1, Enumeration).
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from invitations import codes, emails, limits, queries
from invitations.enums import VisitState
from invitations.models import InviteLink, InviteTag, Visit
from invitations.queries.visits import DAY, HOUR, Sent
from wholesale.api.errors import TooManyRequests

log = logging.getLogger(__name__)


@transaction.atomic
def send_code(
    *, link: InviteLink, tag: InviteTag | None, email: str, holder: str, place_hash: str, language: str
) -> Visit:
    """Mail six digits to an address, for this session and no other.

    An earlier code of the same session for the same address and supplier no longer works.

    Args:
        holder: the secret of the session, kept there.
        place_hash: of the network that asks (codes.hash_of_place).
    Locks:  sending codes, so that no two requests count each other out.
    Emails: the address, whoever it belongs to.
    Raises: TooManyRequests; then nothing is written.
    Source: N6, DATA.md 5.1.
    """
    email = email.strip().lower()
    queries.lock_codes()
    _check_limits(queries.codes_sent(email=email, place_hash=place_hash))
    now, code, holder_hash = timezone.now(), codes.new_code(), codes.hash_of_holder(holder)
    earlier = Visit.objects.filter(supplier=link.supplier_id, email=email, holder_hash=holder_hash)
    earlier.filter(proven_at=None, expires_at__gt=now).update(expires_at=now)
    visit = Visit(
        supplier_id=link.supplier_id,
        link=link,
        tag=tag,
        email=email,
        holder_hash=holder_hash,
        place_hash=place_hash,
        created_at=now,
        expires_at=now + codes.CODE_LASTS,
    )
    visit.code_hash = codes.hash_of_code(visit.pk, code)
    visit.save(force_insert=True)
    emails.queue_visitor_code(visit, code, supplier=link.supplier, language=language)
    return visit


@transaction.atomic
def try_code(*, visit: Visit, code: str) -> Visit:
    """Count one try of a code, and mark the visit proven if it is right; return it as it then stands.

    Nothing is counted or proven of a visit that is no longer waiting. The caller lets the transaction commit
    whatever comes out: a redirect does, a refusal by 4xx would take the count back.

    Locks:  the visit, so that of parallel tries each counts.
    Source: N6.
    """
    locked = queries.lock_visit(visit)
    if locked.state == VisitState.WAITING:
        locked.tries += 1
        if codes.is_code(locked.pk, code, locked.code_hash):
            locked.proven_at = timezone.now()
        locked.save(update_fields=["tries", "proven_at"])
    return locked


@transaction.atomic
def use_proof(*, visit: Visit) -> bool:
    """Use a proven visit up; False if it is not proven, or was used before. A proof is good for one thing.

    Locks:  the visit.
    """
    locked = queries.lock_visit(visit)
    if locked.state != VisitState.PROVEN:
        return False
    locked.used_at = timezone.now()
    locked.save(update_fields=["used_at"])
    return True


@transaction.atomic
def forget_visits() -> int:
    """Delete what no limit counts any more, and return how many: visits name people who never became customers."""
    gone, _each = Visit.objects.filter(created_at__lt=timezone.now() - DAY - HOUR).delete()
    return gone


def _check_limits(sent: Sent) -> None:
    waits = list(_waits(sent))
    if waits:
        raise TooManyRequests(max(waits))
    if sent.in_all + 1 == limits.CODES_PER_DAY:
        log.error("%d codes for visitors within a day: no more are sent", limits.CODES_PER_DAY)


def _waits(sent: Sent) -> Iterator[int]:
    """Yield how many seconds each limit that is reached asks to wait."""
    for count, most, first, window in (
        (sent.to_email, limits.CODES_TO_ONE_EMAIL_PER_HOUR, sent.first_to_email, HOUR),
        (sent.from_place, limits.CODES_FROM_ONE_PLACE_PER_HOUR, sent.first_from_place, HOUR),
        (sent.in_all, limits.CODES_PER_DAY, sent.first_in_all, DAY),
    ):
        if count >= most:
            yield _seconds_until(first, window)


def _seconds_until(first: datetime | None, window: timedelta) -> int:
    end = (first or timezone.now()) + window
    return max(1, int((end - timezone.now()).total_seconds()) + 1)

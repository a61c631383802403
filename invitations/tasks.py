"""What the worker does for invitations; each may run twice, late, or not at all."""

import logging
import time
from uuid import UUID

from celery import shared_task

from invitations import queries, services
from wholesale.organizations.acting import context_at
from wholesale.organizations.enums import Side
from wholesale.tenancy.contexts import act_as

PIECE, ALTOGETHER_SECONDS = 100, 60
log = logging.getLogger(__name__)


@shared_task(name="invitations.remind")
def remind() -> None:
    """Remind whoever has not answered an invitation; harmless when run twice: each row knows that it was done.

    Each supplier's in its own context and piece by piece; one that fails stops no other, and the next run goes on.
    """
    until = time.monotonic() + ALTOGETHER_SECONDS
    for supplier_id in queries.suppliers_to_remind():
        try:
            _remind(supplier_id, until)
        except Exception:
            log.exception("reminders of %s failed", supplier_id)


@shared_task(name="invitations.forget_visits")
def forget_visits() -> None:
    """Delete the visits that no limit counts any more; harmless when run twice (SPEC.md N6)."""
    services.forget_visits()


def _remind(supplier_id: UUID, until: float) -> None:
    with act_as(context_at(supplier_id, Side.SELLING, user_id=None)):
        while time.monotonic() < until and services.remind_due(supplier_id=supplier_id, limit=PIECE) == PIECE:
            pass

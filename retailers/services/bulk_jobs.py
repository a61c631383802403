"""Bulk jobs: asked for, worked on piece by piece, forgotten (SPEC.md C1, N4, B5).

Whom a job is for is written down when it is asked for, so that a filter that fits others later changes nothing.
Each piece is one transaction that locks the job, does the verb for the next customers and notes what became of
them: a worker killed at any point leaves no half piece, and no customer has it done twice.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from retailers import queries
from retailers.enums import BulkState, SkipReason
from retailers.errors import NobodyChosen
from retailers.models import BulkItem, BulkJob, Customer
from wholesale.audit.services import record_change
from wholesale.errors import DomainError
from wholesale.mail.wake import wake
from wholesale.organizations.access import Acting
from wholesale.ui.parts import BULK

TASK = "retailers.bulk"
AT_ONCE = 100  # no more than these are done while somebody waits for the page
PIECE = 200
ATTEMPTS = 5
KEPT = timedelta(days=30)
_ITEMS = """
INSERT INTO retailers_bulkitem (id, supplier_id, job_id, customer_id, is_done, skipped)
SELECT gen_random_uuid(), %s, %s, chosen.id, false, '' FROM ({chosen}) chosen
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What shall be done: a verb of wholesale.ui.parts.BULK, what was chosen for it, and that in words."""

    verb: str
    choice: dict[str, Any] = field(default_factory=dict)
    choice_name: str = ""


@transaction.atomic
def start_bulk(*, acting: Acting, asked: Asked, customers: QuerySet[Customer], key: UUID) -> BulkJob:
    """Write down a change of many customers and have it done: a few at once, more by a worker.

    Args:
        customers: whom the person has chosen, among those that they see.
        key: drawn with the form; sent again it returns the job that there is.
    Raises: NobodyChosen; then nothing is written.
    Source: C1, N4.
    """
    supplier = acting.organization
    job = BulkJob(
        supplier=supplier,
        verb=asked.verb,
        choice=asked.choice,
        choice_name=asked.choice_name[:200],
        key=key,
        by=acting.user,
        by_name=str(acting.user)[:120],
        represents=acting.represents,
        language=(translation.get_language() or supplier.language)[:2],
    )
    BulkJob.objects.bulk_create([job], ignore_conflicts=True)  # the twin of a double click waits here
    first = BulkJob.objects.get(supplier=supplier, key=key)
    if first != job:
        return first
    job.total = _write_items(job, customers)
    if not job.total:
        raise NobodyChosen
    job.save(update_fields=["total"])
    _record(job)
    if job.total <= AT_ONCE:
        _piece(job.pk)
        job.refresh_from_db()
    else:
        transaction.on_commit(lambda: wake(TASK), robust=True)
    return job


def work_on(job_id: UUID, *, seconds: float = 60) -> None:
    """Bring a job on by one piece, and as far as it comes until the time is up; in the supplier's context.

    Locks: the job, skipping one that another worker holds; then the customers of each piece.
    """
    until = time.monotonic() + seconds
    while _try_piece(job_id) and time.monotonic() < until:
        pass


def forget_jobs() -> int:
    """Delete a company's jobs of more than 30 days ago with what is noted of them; return how many."""
    return queries.old_jobs(timezone.now() - KEPT).delete()[0]


def _write_items(job: BulkJob, customers: QuerySet[Customer]) -> int:
    chosen, values = customers.order_by().values("id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS.format(chosen=chosen), [job.supplier_id, job.pk, *values])
        return int(cursor.rowcount)


def _try_piece(job_id: UUID) -> bool:
    """Do a piece; tell whether there may be another. One that fails is tried again a few times, later."""
    try:
        with transaction.atomic():
            return _piece(job_id)
    except DatabaseError as error:
        log.warning("bulk job %s: %s", job_id, error)
    except Exception:
        log.exception("bulk job %s failed", job_id)
    with transaction.atomic():
        _note_failure(job_id)
    return False


def _piece(job_id: UUID) -> bool:
    job = queries.take_running_job(job_id)
    if job is None:
        return False
    verb = BULK[job.verb]
    with translation.override(job.language):
        if not queries.may_still(job, verb.permission):
            return _stop(job, _("Whoever asked for this no longer may."))
        waiting = queries.waiting_customers(job, limit=PIECE)
        try:
            with transaction.atomic():
                _do(job, verb.service, waiting)
        except DomainError as error:
            return _stop(job, error.message)
    return _note(job, len(waiting))


def _do(job: BulkJob, service: str, waiting: list[UUID]) -> None:
    """Do the verb for these customers and note what became of each."""
    seen = queries.still_seen(job, waiting)
    skipped = {each: SkipReason.GONE for each in waiting if each not in seen}
    run = import_string(service)
    skipped |= run(
        supplier=job.supplier,
        customer_ids=[each for each in waiting if each in seen],
        choice=job.choice,
        by=job.author,
    )
    items = BulkItem.objects.filter(supplier_id=job.supplier_id, job=job)
    items.filter(customer__in=waiting).update(is_done=True)
    for reason in set(skipped.values()):
        having = [each for each, why in skipped.items() if why == reason]
        items.filter(customer__in=having).update(skipped=reason)


def _note(job: BulkJob, count: int) -> bool:
    job.done += count
    job.attempts = 0
    job.step_at = timezone.now()
    if job.done >= job.total or not count:
        job.state, job.ended_at = BulkState.DONE, job.step_at
    job.save(update_fields=["done", "attempts", "step_at", "state", "ended_at"])
    return job.state == BulkState.RUNNING


def _stop(job: BulkJob, words: str) -> bool:
    job.state, job.message, job.ended_at = BulkState.FAILED, words[:240], timezone.now()
    job.save(update_fields=["state", "message", "ended_at"])
    return False


def _note_failure(job_id: UUID) -> None:
    job = queries.take_running_job(job_id)
    if job is None:
        return
    job.attempts += 1
    job.step_at = timezone.now()
    job.save(update_fields=["attempts", "step_at"])
    if job.attempts >= ATTEMPTS:
        with translation.override(job.language):
            _stop(job, _("Something went wrong on our side. Choose the rest again to go on."))


def _record(job: BulkJob) -> None:
    record_change(
        organization_id=job.supplier_id,
        by=job.author,
        verb="bulk_change_asked",
        subject=job,
        subject_name=f"{BULK[job.verb].label} {job.choice_name}".strip(),
        after={"customers": job.total},
    )

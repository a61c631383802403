"""What the worker does for the directory and for bulk jobs; each may run twice, late, or not at all."""

import time
from datetime import timedelta

from celery import shared_task
from django.db import transaction

from retailers import queries, services
from retailers.services.pairs import find_duplicates
from retailers.services.undoing import forget_old_merges
from wholesale.organizations.acting import context_at
from wholesale.organizations.enums import Side
from wholesale.tenancy.background import claim_slot
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role

SLICE_SECONDS, ALTOGETHER_SECONDS = 15, 60


@shared_task(name="retailers.look_for_duplicates")
def look_for_duplicates() -> None:
    """Find the duplicates of the whole directory; harmless when run twice (SPEC.md C7)."""
    find_duplicates()


@shared_task(name="retailers.forget_old_merges")
def forget_merges() -> None:
    """Drop what merges kept for their undoing, once they can no longer be undone."""
    with act_as(Context(Role.STAFF)), transaction.atomic():
        forget_old_merges()


@shared_task(name="retailers.bulk", time_limit=900, soft_time_limit=870)
def bulk() -> None:
    """Work on whatever bulk job is due, each for its own supplier; woken by whoever asks, and by beat."""
    until = time.monotonic() + ALTOGETHER_SECONDS
    for due in queries.due_jobs():
        if time.monotonic() < until:
            with act_as(context_at(due["supplier_id"], Side.SELLING, user_id=due["by_id"])):
                services.work_on(due["id"], seconds=SLICE_SECONDS)


@shared_task(name="retailers.tidy_bulk_jobs")
def tidy_bulk_jobs() -> None:
    """Once a day, forget bulk jobs of long ago."""
    with transaction.atomic():
        if not claim_slot("retailers.tidy_bulk_jobs", every=timedelta(days=1)):
            return
    for supplier_id in queries.companies_with_jobs():
        with act_as(context_at(supplier_id, Side.SELLING, user_id=None)), transaction.atomic():
            services.forget_jobs()

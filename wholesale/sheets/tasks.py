"""What the worker does for imports; each may run twice, late, or not at all."""

import time
from datetime import timedelta

from celery import shared_task
from django.db import transaction

from wholesale.organizations.acting import context_at
from wholesale.organizations.enums import Side
from wholesale.sheets import queries, services
from wholesale.tenancy.background import claim_slot
from wholesale.tenancy.contexts import act_as

SLICE_SECONDS, ALTOGETHER_SECONDS = 15, 60


@shared_task(name="sheets.work", time_limit=900, soft_time_limit=870)
def work() -> None:
    """Work on whatever is due, each for its own company; woken by whoever asks, and by beat."""
    until = time.monotonic() + ALTOGETHER_SECONDS
    for due in queries.due_imports():
        if time.monotonic() < until:
            with act_as(context_at(due["organization_id"], Side(due["side"]), user_id=due["by_id"])):
                services.work_on(due["id"], seconds=SLICE_SECONDS)


@shared_task(name="sheets.tidy")
def tidy() -> None:
    """Once a day, forget files and rows of imports that ended long ago."""
    with transaction.atomic():
        if not claim_slot("sheets.tidy", every=timedelta(days=1)):
            return
    for organization_id, side in queries.companies_with_imports():
        with act_as(context_at(organization_id, Side(side), user_id=None)), transaction.atomic():
            services.forget_imports()

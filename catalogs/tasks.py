"""What the worker does for pictures of products; each may run twice, late, or not at all."""

import time
from datetime import timedelta

from celery import shared_task
from django.db import transaction

from catalogs import queries, services
from wholesale.organizations.acting import context_at
from wholesale.organizations.enums import Side
from wholesale.tenancy.background import claim_slot
from wholesale.tenancy.contexts import act_as

SLICE_SECONDS, ALTOGETHER_SECONDS = 15, 60


@shared_task(name="catalogs.pictures", time_limit=900, soft_time_limit=870)
def take_pictures_in() -> None:
    """Work on whatever ZIP is due, each for its own supplier; woken by whoever sends one, and by beat."""
    until = time.monotonic() + ALTOGETHER_SECONDS
    for due in queries.due_picture_imports():
        if time.monotonic() < until:
            with act_as(context_at(due["supplier_id"], Side.SELLING, user_id=due["by_id"])):
                services.work_on_pictures(due["id"], seconds=SLICE_SECONDS)


@shared_task(name="catalogs.tidy_pictures")
def tidy_picture_imports() -> None:
    """Once a day, forget ZIPs of long ago."""
    with transaction.atomic():
        if not claim_slot("catalogs.tidy_pictures", every=timedelta(days=1)):
            return
    for supplier_id in queries.suppliers_with_picture_imports():
        with act_as(context_at(supplier_id, Side.SELLING, user_id=None)), transaction.atomic():
            services.forget_picture_imports()

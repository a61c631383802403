"""What the worker does for pictures of products and for prices; each may run twice, late, or not at all."""

import logging
import time
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.db import transaction

from catalogs import queries, services
from catalogs.queries.changes import changes_to_tell
from wholesale.organizations.acting import context_at
from wholesale.organizations.enums import Side
from wholesale.tenancy.background import claim_slot
from wholesale.tenancy.contexts import act_as

SLICE_SECONDS, ALTOGETHER_SECONDS = 15, 60
log = logging.getLogger(__name__)


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


@shared_task(name="catalogs.tell_of_prices", time_limit=300, soft_time_limit=270)
def tell_of_prices() -> None:
    """Tell customers of new prices; harmless when run twice: each change knows how far it has come.

    Each in its supplier's context and piece by piece; one that fails stops no other, and the next run goes on.
    """
    until = time.monotonic() + ALTOGETHER_SECONDS
    for supplier_id, change_id in changes_to_tell():
        try:
            _tell(supplier_id, change_id, until)
        except Exception:
            log.exception("telling of price change %s failed", change_id)


def _tell(supplier_id: UUID, change_id: UUID, until: float) -> None:
    with act_as(context_at(supplier_id, Side.SELLING, user_id=None)):
        while time.monotonic() < until and services.tell_of_change(
            supplier_id=supplier_id, change_id=change_id
        ):
            pass

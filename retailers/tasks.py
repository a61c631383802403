"""What happens to the directory by the clock."""

from celery import shared_task
from django.db import transaction

from retailers.services.pairs import find_duplicates
from retailers.services.undoing import forget_old_merges
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role


@shared_task(name="retailers.look_for_duplicates")
def look_for_duplicates() -> None:
    """Find the duplicates of the whole directory; harmless when run twice (SPEC.md C7)."""
    find_duplicates()


@shared_task(name="retailers.forget_old_merges")
def forget_merges() -> None:
    """Drop what merges kept for their undoing, once they can no longer be undone."""
    with act_as(Context(Role.STAFF)), transaction.atomic():
        forget_old_merges()

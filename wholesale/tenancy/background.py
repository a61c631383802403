"""Tasks in the acting context of whoever asked for them, and slots that make a second beat harmless."""

from datetime import timedelta
from typing import Any

from celery import Task
from django.db import connection as any_connection
from django.db import transaction
from django.utils import timezone

from wholesale.tenancy.contexts import Context, act_as, acting
from wholesale.tenancy.models import PeriodicRun

HEADER = "acting"
connection: Any = any_connection  # of wholesale.tenancy.backend


class ActingTask(Task):  # type: ignore[type-arg]
    """A task for one company: `@shared_task(base=ActingTask)`.

    The context travels in the message's header, and the whole task is one transaction in it. Without one the
    database refuses every tenant's table. Called as a function it runs in its caller's context.
    """

    abstract = True

    def apply_async(self, *args: Any, **options: Any) -> Any:
        if context := acting():
            options["headers"] = {**(options.get("headers") or {}), HEADER: context.header()}
        return super().apply_async(*args, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with act_as(self._context()), transaction.atomic():
            return self.run(*args, **kwargs)

    def _context(self) -> Context | None:
        if self.request.called_directly:
            return acting()
        header = (self.request.headers or {}).get(HEADER)
        return Context.from_header(header) if header else None


def claim_slot(name: str, *, every: timedelta) -> bool:
    """Take the present slot of a periodic job; False when another beat's run has it.

    Call it first in the transaction of the work: if that fails, the slot is free again.

    Args:
        name: of the job, with what it is done for if that is claimed one by one ("overdue:<organization>").
        every: the length of a slot; slots are counted from 1970 in UTC.
    """
    if not connection.in_transaction:
        raise RuntimeError("claim_slot needs the transaction of the work")
    slot = int(timezone.now().timestamp() // every.total_seconds())
    with act_as(None):
        return PeriodicRun.objects.get_or_create(name=name, slot=slot)[1]

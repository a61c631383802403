"""The operator's view of the outbox: how much waits, since when, what was given up, and putting it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils import timezone

from wholesale.mail.enums import MailState
from wholesale.mail.models import DeliveryReport, OutboundEmail
from wholesale.mail.wake import wake_sender
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role

KEPT = timedelta(days=30)
GIVEN_UP = [MailState.DEAD, MailState.SUPPRESSED]


@dataclass(frozen=True, slots=True)
class OutboxState:
    """What an operator looks at. `oldest_due_seconds` is the health of the senders; 0 when nothing waits."""

    by_state: dict[str, int]
    oldest_due_seconds: int
    dead: list[OutboundEmail]


def state_of_outbox(*, dead: int = 20) -> OutboxState:
    """Return the counts, the age of the oldest due mail and the latest dead ones."""
    with act_as(Context(Role.SENDER)), transaction.atomic():
        now = timezone.now()
        counts = {state.value: Count("id", filter=Q(state=state)) for state in MailState}
        oldest = Min("next_at", filter=Q(state=MailState.QUEUED, next_at__lte=now))
        found = OutboundEmail.objects.aggregate(oldest=oldest, **counts)
        latest = (
            OutboundEmail.objects.filter(state=MailState.DEAD).defer("text", "html").order_by("-created_at")
        )
        age = int((now - found["oldest"]).total_seconds()) if found["oldest"] else 0
        return OutboxState({state: found[state] for state in counts}, age, list(latest[:dead]))


def requeue_mails(*, mails: Iterable[UUID] | None = None) -> int:
    """Put mails that were given up into the queue again, as new ones; all of them if none are named.

    Runs in the caller's context: the sender's or the staff's.
    """
    gone = OutboundEmail.objects.filter(state__in=GIVEN_UP).exclude(text="")
    if mails is not None:
        gone = gone.filter(pk__in=list(mails))
    count = gone.update(state=MailState.QUEUED, attempts=0, next_at=timezone.now())
    transaction.on_commit(wake_sender, robust=True)
    return count


def forget_old() -> None:
    """Erase the bodies of mails given up long ago, as they may carry links; delete reports long applied."""
    before = timezone.now() - KEPT
    with act_as(Context(Role.SENDER)):
        OutboundEmail.objects.filter(state__in=GIVEN_UP, next_at__lt=before).update(text="", html="")
        DeliveryReport.objects.filter(applied_at__lt=before).delete()

"""What providers report about mails already sent: delivered, opened, bounced, complained (SPEC.md M2).

A report is written as it comes, by the public role; a task applies it, so that a provider never waits for us
and nothing is lost when the report is faster than our own note of the sending.
"""

import hashlib
from datetime import timedelta
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from wholesale.mail.enums import SuppressionReason
from wholesale.mail.models import DeliveryReport, OutboundEmail, Suppression
from wholesale.mail.wake import wake_reader
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role

NOTED_IN = {
    EventType.DELIVERED: "delivered_at",
    EventType.OPENED: "opened_at",
    EventType.CLICKED: "opened_at",
    EventType.BOUNCED: "bounced_at",
    EventType.REJECTED: "bounced_at",
    EventType.COMPLAINED: "complained_at",
}
# What providers call a bounce that may not be one tomorrow; anymail's reasons do not tell.
PASSING = {"softbounce", "soft_bounce", "soft", "transient", "temporary", "undetermined"}
FOR_GOOD = {RejectReason.INVALID, RejectReason.BOUNCED}
PATIENCE = timedelta(hours=1)  # how long a report waits for the mail that it is about
BATCH = 200


def record_report(*, event: AnymailTrackingEvent, esp: str) -> None:
    """Write one report down, once however often the provider repeats it, and wake its reader.

    Runs as the public role, inside the request of the provider.
    """
    if event.event_type not in NOTED_IN:
        return
    report = DeliveryReport(
        esp=esp,
        event_id=(event.event_id or _fingerprint(event))[:250],
        kind=event.event_type,
        at=event.timestamp or timezone.now(),
        provider_id=(event.message_id or "")[:250],
        recipient=(event.recipient or "")[:254].lower(),
        reject_reason=RejectReason.OTHER if _is_passing(event) else event.reject_reason or "",
        detail=" ".join(f"{event.description or ''} {event.mta_response or ''}".split())[:500],
    )
    DeliveryReport.objects.bulk_create([report], ignore_conflicts=True)
    transaction.on_commit(wake_reader, robust=True)


def apply_reports() -> int:
    """Note on each mail what became of it, and stop writing to addresses that refuse for good.

    Locks:  the reports it applies, skipping those of another reader.
    """
    applied = 0
    while True:
        with act_as(Context(Role.SENDER)), transaction.atomic():
            waiting = DeliveryReport.objects.filter(applied_at__isnull=True).order_by("received_at", "id")
            batch = list(waiting.select_for_update(skip_locked=True)[:BATCH])
            done = [report.pk for report in batch if _apply(report)]
            DeliveryReport.objects.filter(pk__in=done).update(applied_at=timezone.now())
        applied += len(done)
        if len(batch) < BATCH or not done:
            return applied


def _apply(report: DeliveryReport) -> bool:
    """Apply one report; False while the mail that it is about is not noted as sent."""
    _suppress(report)
    if report.kind not in NOTED_IN or not report.provider_id:
        return True
    field = NOTED_IN[report.kind]
    about = Q(provider_id=report.provider_id) | Q(message_id=report.provider_id)
    same_reader = Q(to__iexact=report.recipient) if report.recipient else Q()
    found = OutboundEmail.objects.filter(about, same_reader).update(**{field: Coalesce(F(field), report.at)})
    return bool(found) or timezone.now() - report.received_at > PATIENCE


def _suppress(report: DeliveryReport) -> None:
    reason = None
    if report.kind == EventType.COMPLAINED or report.reject_reason == RejectReason.SPAM:
        reason = SuppressionReason.COMPLAINED
    elif report.kind in (EventType.BOUNCED, EventType.REJECTED) and report.reject_reason in FOR_GOOD:
        reason = SuppressionReason.BOUNCED
    if reason and report.recipient:
        row = Suppression(email=report.recipient, reason=reason, detail=report.detail, at=report.at)
        Suppression.objects.bulk_create([row], ignore_conflicts=True)


def _is_passing(event: Any) -> bool:
    """Tell whether the provider speaks of a full mailbox and the like."""
    raw = event.esp_event if isinstance(event.esp_event, dict) else {}
    words = (raw.get(key) for key in ("Type", "type", "event", "severity", "bounceType", "bounce_type"))
    return any(str(word).lower() in PASSING for word in words)


def _fingerprint(event: Any) -> str:
    """Return a name for an event that the provider has not named."""
    parts = (event.event_type, event.message_id, event.recipient, event.timestamp, event.reject_reason)
    return hashlib.sha256(repr(parts).encode()).hexdigest()

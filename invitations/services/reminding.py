"""One reminder for each invitation that nobody has answered (SPEC.md 9). In the supplier's context."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from invitations import emails, queries
from invitations.models import Invitation, InvitationSettings
from invitations.services.sending import audited
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.audit.services import record_change
from wholesale.mail.queries import suppressed_among
from wholesale.organizations.models import Organization
from wholesale.organizations.tokens import hash_of, new_token


@transaction.atomic
def remind_due(*, supplier_id: UUID, limit: int = 100) -> int:
    """Remind those of whose invitation half the time is over; return how many were looked at.

    Each once, with a link of its own beside that of the first mail. An address that gets no more mail is noted as
    reminded, without a mail.

    Locks:  the invitations, skipping those that somebody holds: they wait for the next run.
    Emails: as invite_customer.
    Source: SPEC.md 9; docs/decisions/0018.
    """
    due = queries.lock_due_reminders(supplier_id, limit=limit)
    dead = suppressed_among([row.email for row in due])
    tokens = {row.pk: new_token() for row in due if row.email not in dead}
    for row in due:
        row.reminded_at = timezone.now()
        row.reminder_hash = hash_of(tokens[row.pk]) if row.pk in tokens else ""
    Invitation.objects.bulk_update(due, ["reminded_at", "reminder_hash"])
    reminded = [row for row in due if row.pk in tokens]
    AuditEntry.objects.bulk_create([audited(row, None, "invitation_reminded") for row in reminded])
    for row in reminded:
        emails.queue_reminder(row, tokens[row.pk])
    return len(due)


@transaction.atomic
def switch_reminders_on(*, supplier: Organization, by: User) -> None:
    """Let invitations be followed by a reminder."""
    _switch(supplier, is_reminding=True, verb="invitation_reminders_on", by=by)


@transaction.atomic
def switch_reminders_off(*, supplier: Organization, by: User) -> None:
    """Let invitations be followed by nothing."""
    _switch(supplier, is_reminding=False, verb="invitation_reminders_off", by=by)


def _switch(supplier: Organization, *, is_reminding: bool, verb: str, by: User) -> None:
    if queries.is_reminding(supplier) == is_reminding:
        return
    chosen, _ = InvitationSettings.objects.update_or_create(
        supplier=supplier, defaults={"is_reminding": is_reminding}
    )
    record_change(organization_id=supplier.pk, by=by, verb=verb, subject=chosen, subject_name=supplier.name)

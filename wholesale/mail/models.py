"""The outbox: a row here is the message, whatever becomes of the worker or the broker (SPEC.md M1, M2)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from wholesale.mail.enums import MailState, SuppressionReason
from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import organization_key, uuid_key
from wholesale.tenancy.roles import own_rows

FOLLOWED = "id, organization_id, key, state, sent_at, delivered_at, opened_at, bounced_at"
NO_COMPANY = "organization_id IS NULL"
NOTED = (
    "state, attempts, next_at, lease_until, lease_token, message_id, provider_id, last_error,"
    " text, html, sent_at, delivered_at, opened_at, bounced_at, complained_at"
)


class OutboundEmail(models.Model):
    """One mail to one reader, rendered when it was queued.

    Sides write theirs and read none; a supplier follows what became of its own, without what they say.

    The id is a UUIDv7, so that it also says the order in which the mails of a thread were written. `attaches` names
    what its files are made of when it leaves ("order:<id>"; wholesale/mail/attachments.py).
    """

    id = uuid_key()
    organization = organization_key(null=True)
    key = models.CharField(max_length=200)
    thread = models.CharField(max_length=80, blank=True)
    to = models.EmailField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    template = models.CharField(max_length=80)
    attaches = models.CharField(max_length=80, blank=True)
    from_name = models.CharField(max_length=120)
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    message_id = models.CharField(max_length=120, blank=True)
    provider_id = models.CharField(max_length=250, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"], name="outbound_email_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=~Q(state=MailState.SENT) | Q(sent_at__isnull=False),
                name="outbound_email_sent_has_time",
            ),
            Access(
                name="outbound_email_access",
                app="insert",
                public="insert",
                supplier=f"insert, select({FOLLOWED})",
                distributor="insert",
                guest="insert",
                link="insert",
                retailer="insert",
                sender=f"select, update({NOTED})",
                staff="select, update(state, attempts, next_at)",
                rows=own_rows()
                | {
                    "app": NO_COMPANY,
                    "public": NO_COMPANY,
                    "guest": "organization_id IN (app.supplier_id(), app.distributor_id())",
                    "link": "organization_id = app.distributor_id()",
                },
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"], condition=Q(state=MailState.QUEUED), name="outbound_email_due"
            ),
            models.Index(
                fields=["thread", "to", "id"],
                condition=Q(state=MailState.QUEUED) & ~Q(thread=""),
                name="outbound_email_thread",
            ),
            models.Index(
                fields=["provider_id"], condition=~Q(provider_id=""), name="outbound_email_provider"
            ),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="outbound_email_message"),
            models.Index(fields=["-created_at"], name="outbound_email_newest"),
            models.Index(
                F("organization"),
                Lower("to"),
                F("delivered_at"),
                condition=Q(delivered_at__isnull=False),
                name="outbound_email_arrived",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class Suppression(models.Model):
    """An address that gets no more mail until an operator takes it off this list."""

    email = models.EmailField(primary_key=True)
    reason = models.CharField(max_length=10, choices=SuppressionReason)
    detail = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            Access(name="suppression_access", sender="select, insert", staff="select, insert, delete"),
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="suppression_lower"
            ),
        ]

    def __str__(self) -> str:
        return self.email


class DeliveryReport(models.Model):
    """What a provider said became of a mail, as it came in; a task applies it (SPEC.md M2)."""

    id = uuid_key()
    esp = models.CharField(max_length=40)
    event_id = models.CharField(max_length=250)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    provider_id = models.CharField(max_length=250, blank=True)
    recipient = models.EmailField(blank=True)
    reject_reason = models.CharField(max_length=20, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["esp", "event_id"], name="delivery_report_once"),
            Access(
                name="delivery_report_access",
                public="insert",
                sender="select, update(applied_at), delete",
                staff="select",
                rows={"public": "applied_at IS NULL"},
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(applied_at__isnull=True), name="delivery_report_waiting"
            )
        ]


class MailboxMessage(models.Model):
    """A mail that development's backend has "delivered": the Mailbox page shows it (SPEC.md M4)."""

    id = uuid_key()
    at = models.DateTimeField(default=timezone.now)
    to = models.EmailField()
    sender = models.CharField(max_length=250)
    subject = models.CharField(max_length=250)
    headers = models.JSONField(default=dict)
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        constraints = [
            Access(name="mailbox_message_access", app="select, delete", sender="insert"),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="mailbox_newest")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class MailboxFile(models.Model):
    """A file that came with a mail of the Mailbox."""

    id = uuid_key()
    message = models.ForeignKey(MailboxMessage, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        constraints = [Access(name="mailbox_file_access", app="select, delete", sender="insert")]

    def __str__(self) -> str:
        return self.name

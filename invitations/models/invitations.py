"""Invitations to become a supplier's customer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from invitations.enums import InvitationState, InvitationStatus
from retailers.models import Customer
from wholesale.mail.enums import MailState
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

GIVEN_UP = (MailState.SUPPRESSED, MailState.DEAD)


class Invitation(TenantModel):
    """One email address asked to buy from one supplier; only the hashes of its links are kept (SPEC.md N1).

    A supplier has one row for each address: inviting it again renews the row, for whichever customer. No address
    means a retailer that has claimed its entry: the mail goes to its admins, whose addresses are not the supplier's
    to know, and any of its people who may order can accept it when signed in.

    The reminder has a link of its own, which ends with the first. What became of the mails is noted by the database,
    from the outbox (docs/decisions/0018).
    """

    retailer = organization_key()
    customer = tenant_key(Customer, related_name="invitations")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    token_hash = models.CharField(max_length=64)
    reminder_hash = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=10, choices=InvitationStatus, default=InvitationStatus.PENDING)
    sent_count = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    mail_state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED, editable=False)
    delivered_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    bounced_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            TenantKey(name="invitation_key"),
            models.UniqueConstraint(
                fields=["supplier", "email"],
                condition=~Q(email=""),
                name="invitation_once",
            ),
            models.UniqueConstraint(
                fields=["supplier", "customer"],
                condition=Q(status=InvitationStatus.PENDING, email=""),
                name="invitation_to_company_once",
            ),
            models.CheckConstraint(
                condition=~Q(status=InvitationStatus.ACCEPTED) | Q(accepted_at__isnull=False),
                name="invitation_accepted_has_time",
            ),
            TenantReference(name="invitation_customer", field="customer"),
            Access(
                name="invitation_access",
                supplier="select, insert, update",
                retailer="select",
                staff="select, update(customer_id, retailer_id, status, revoked_at)",
                rows={"retailer": "retailer_id = app.retailer_id() AND email = ''"},
            ),
        ]
        indexes = [
            models.Index(fields=["token_hash"], name="invitation_token"),
            models.Index(fields=["retailer"], name="invitation_retailer"),
            models.Index(fields=["supplier", "customer"], name="invitation_customer"),
            models.Index(fields=["supplier", "-sent_at", "-id"], name="invitation_sent"),
            models.Index(
                fields=["reminder_hash"], condition=~Q(reminder_hash=""), name="invitation_reminder"
            ),
            models.Index(
                F("supplier"),
                F("sent_at"),
                condition=Q(status=InvitationStatus.PENDING, reminded_at=None),
                name="invitation_unreminded",
            ),
        ]

    @property
    def state(self) -> InvitationState:
        """Return where it stands as it shows; queries.SHOWN says the same to the database."""
        if self.status != InvitationStatus.PENDING:
            return InvitationState(self.status)
        is_away = self.mail_state == MailState.SENT or not self.email
        shown = (
            (self.bounced_at, InvitationState.BOUNCED),
            (self.mail_state in GIVEN_UP and self.email, InvitationState.FAILED),
            (self.is_expired, InvitationState.EXPIRED),
            (self.opened_at, InvitationState.OPENED),
            (self.delivered_at, InvitationState.DELIVERED),
            (is_away, InvitationState.SENT),
        )
        return next((state for holds, state in shown if holds), InvitationState.QUEUED)

    @property
    def waits(self) -> bool:
        """Tell whether it can still be accepted."""
        return self.status == InvitationStatus.PENDING and not self.is_expired

    @property
    def is_expired(self) -> bool:
        """Tell whether it waits in vain."""
        return self.status == InvitationStatus.PENDING and self.expires_at < timezone.now()

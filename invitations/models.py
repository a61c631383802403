"""Invitations to become a supplier's customer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from invitations.enums import InvitationStatus
from retailers.models import Customer
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key


class Invitation(TenantModel):
    """One email address asked to buy from one supplier; only the token's hash is kept (SPEC.md N1).

    No address means a retailer that has claimed its entry: the mail goes to its admins, whose addresses are
    not the supplier's to know, and any of its people who may order can accept it when signed in.
    """

    retailer = organization_key()
    customer = tenant_key(Customer, related_name="invitations")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    token_hash = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=InvitationStatus, default=InvitationStatus.PENDING)
    sent_count = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
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
                condition=Q(status=InvitationStatus.PENDING) & ~Q(email=""),
                name="invitation_pending_once",
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
        ]

    @property
    def state(self) -> str:
        """Return the status as it shows: a pending one that waits in vain is expired."""
        return "expired" if self.is_expired else self.status

    @property
    def is_expired(self) -> bool:
        """Tell whether it waits in vain."""
        return self.status == InvitationStatus.PENDING and self.expires_at < timezone.now()

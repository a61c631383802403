"""Requests of retailers for access to a supplier."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from invitations.enums import Origin, RequestState
from invitations.models.links import InviteTag
from retailers.models import Customer, DirectoryEntry
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

# Who asks for an entry that nobody has claimed is not its member yet, and it may become somebody else's (P7):
# until it is approved, the company's people do not see such a request; whoever made it does.
OPENED_TO_RETAILER = "retailer_id = app.retailer_id() AND (NOT claims_entry OR state = 'approved')"


class AccessRequest(TenantModel):
    """One retailer asks one supplier for access; asking again is another row (SPEC.md N6 to N10).

    `claims_entry` says that approving it makes the person the admin of a directory entry that nobody has claimed.
    `details` is the company as the person typed it; empty where a company asks that keeps its own entry.
    """

    retailer = organization_key()
    customer = tenant_key(Customer, related_name="requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    person_name = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    origin = models.CharField(max_length=4, choices=Origin)
    tag = tenant_key(InviteTag, null=True, blank=True)
    claims_entry = models.BooleanField(default=False)
    details = models.JSONField(default=dict, blank=True)
    message = models.TextField(blank=True, max_length=1000)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.OPEN)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_by_name = models.CharField(max_length=120, blank=True)
    answer = models.TextField(blank=True, max_length=1000)

    class Meta:
        constraints = [
            TenantKey(name="access_request_key"),
            models.UniqueConstraint(
                fields=["supplier", "customer"],
                condition=Q(state=RequestState.OPEN),
                name="access_request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, decided_at=None)
                | ~Q(state=RequestState.OPEN) & Q(decided_at__isnull=False),
                name="access_request_decided_has_time",
            ),
            TenantReference(name="access_request_customer", field="customer"),
            TenantReference(name="access_request_tag", field="tag"),
            Access(
                name="access_request_access",
                supplier="select, insert, update",
                retailer="select",
                staff="select, update(customer_id, retailer_id, state, decided_at)",
                rows={"retailer": OPENED_TO_RETAILER},
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "state", "-asked_at", "-id"], name="access_request_state"),
            models.Index(fields=["supplier", "customer"], name="access_request_customer"),
            models.Index(fields=["retailer"], name="access_request_retailer"),
            models.Index(fields=["person"], name="access_request_person"),
            models.Index(
                fields=["supplier", "tag"], condition=Q(tag__isnull=False), name="access_request_tag"
            ),
        ]

    @property
    def standing(self) -> RequestState:
        """Return the state as it shows: with its word and colour."""
        return RequestState(self.state)

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for a decision."""
        return self.state == RequestState.OPEN

    @property
    def company(self) -> DirectoryEntry:
        """Return the company as whoever asked typed it, never to be saved; else as the directory has it."""
        return (
            DirectoryEntry(retailer_id=self.retailer_id, **self.details)
            if self.details
            else self.retailer.directory_entry
        )

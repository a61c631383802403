"""What a supplier's person asked to be done with many customers at once (SPEC.md C1)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from retailers.enums import BulkState, SkipReason
from retailers.models.customers import Customer
from wholesale.accounts.models import User
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, tenant_key


class BulkJob(TenantModel):
    """One verb for many customers: who asked, what for, and how far it has come.

    `choice` is what the verb's form gave; `choice_name` its words. A worker killed at any point leaves no half
    piece, and whoever comes next goes on where the items end (SPEC.md B5).
    """

    verb = models.CharField(max_length=24)
    choice = models.JSONField(default=dict)
    choice_name = models.CharField(max_length=200, blank=True)
    key = models.UUIDField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField(max_length=120, blank=True)
    represents = models.UUIDField(null=True)
    language = models.CharField(max_length=5, default="en")
    state = models.CharField(max_length=8, choices=BulkState, default=BulkState.RUNNING)
    message = models.CharField(max_length=240, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    step_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            TenantKey(name="bulk_job_key"),
            models.UniqueConstraint(fields=["supplier", "key"], name="bulk_job_once"),
            Access(name="bulk_job_access", app="select", supplier="select, insert, update, delete"),
        ]
        indexes = [
            models.Index(fields=["supplier", "-created_at"], name="bulk_job_supplier"),
            models.Index(
                fields=["step_at"], condition=models.Q(state=BulkState.RUNNING), name="bulk_job_running"
            ),
        ]

    @property
    def author(self) -> User:
        """Return who asked, by id and name: no side may read the table of people."""
        return User(pk=self.by_id, name=self.by_name)

    @property
    def standing(self) -> BulkState:
        """Return its state, with its word and colour."""
        return BulkState(self.state)

    @property
    def percent(self) -> int:
        """Return how much is done, of a hundred."""
        return 100 * self.done // self.total if self.total else 100


class BulkItem(TenantModel):
    """A customer of a bulk job, and what became of it there: once, whatever happens to the worker."""

    job = tenant_key(BulkJob, related_name="items", on_delete=models.DO_NOTHING)
    customer = tenant_key(Customer)
    is_done = models.BooleanField(default=False)
    skipped = models.CharField(max_length=20, choices=SkipReason, blank=True)

    class Meta:
        constraints = [
            TenantReference(name="bulk_item_job", field="job", cascades=True),
            TenantReference(name="bulk_item_customer", field="customer"),
            models.UniqueConstraint(fields=["supplier", "job", "customer"], name="bulk_item_once"),
            Access(
                name="bulk_item_access",
                supplier="select, insert, update",
                staff="select, insert, update, delete",
            ),
        ]
        indexes = [
            models.Index(
                fields=["supplier", "job", "customer"],
                condition=models.Q(is_done=False),
                name="bulk_item_waiting",
            )
        ]

"""What is kept of a merge of two directory entries, so that it can be undone (SPEC.md C7)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from retailers.enums import DuplicateReason
from retailers.merging import UNDO_DAYS
from retailers.models.customers import Customer
from wholesale.tenancy.declarations import Access, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key, uuid_key


class DuplicatePair(models.Model):
    """Two entries of the directory that look like one, until somebody has looked; staff alone see it."""

    id = uuid_key()
    one = organization_key()
    other = organization_key()
    points = models.FloatField()
    grounds = ArrayField(models.CharField(max_length=24, choices=DuplicateReason), default=list)
    found_at = models.DateTimeField(default=timezone.now)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="duplicate_pair_in_order"),
            Access(name="duplicate_pair_access", staff="select, insert, update, delete"),
        ]
        indexes = [models.Index(fields=["-points", "id"], name="duplicate_pair_points")]

    @property
    def reasons(self) -> list[DuplicateReason]:
        """Return why, in words."""
        return [DuplicateReason(each) for each in self.grounds]


class Merge(models.Model):
    """Two entries were one company: what belonged to `gone` is `kept`'s, until somebody undoes it."""

    id = uuid_key()
    kept = organization_key()
    gone = organization_key()
    kept_name = models.CharField(max_length=120)
    gone_name = models.CharField(max_length=120)
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField(max_length=120)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merge_gone_once"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
            Access(name="merge_access", staff="select, insert, update"),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="merge_at")]

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept_name}"

    @property
    def undo_until(self) -> datetime:
        """Return the moment after which it stays."""
        return self.at + timedelta(days=UNDO_DAYS)

    @property
    def is_undoable(self) -> bool:
        """Tell whether there is still time to undo it."""
        return self.undone_at is None and timezone.now() < self.undo_until


class MergedRow(models.Model):
    """A row that a merge changed or took away, with what was in it: undoing goes back through them.

    Changed: `before` and `after` hold the columns, `after` also those that must not have changed since. Taken
    away: `before` holds the whole row.
    """

    id = uuid_key()
    merge = models.ForeignKey(Merge, models.CASCADE, related_name="rows", db_index=False)
    position = models.PositiveSmallIntegerField()
    table_name = models.CharField(max_length=63)
    row_key = models.UUIDField()
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [Access(name="merged_row_access", staff="select, insert, delete")]
        indexes = [models.Index(fields=["merge", "position"], name="merged_row_position")]


class MergedCustomer(TenantModel):
    """Where a supplier's address of a customer leads that became one with another."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="customers", db_index=False)
    gone_id = models.UUIDField()
    customer = tenant_key(Customer)

    class Meta:
        constraints = [
            TenantReference(name="merged_customer_customer", field="customer"),
            models.UniqueConstraint(fields=["supplier", "gone_id"], name="merged_customer_once"),
            Access(name="merged_customer_access", supplier="select", staff="select, insert, update, delete"),
        ]
        indexes = [models.Index(fields=["merge"], name="merged_customer_merge")]

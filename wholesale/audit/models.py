"""Who changed what (SPEC.md P9). Written by services, never changed."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import organization_key, uuid_key
from wholesale.tenancy.roles import own_rows


class AuditEntry(models.Model):
    """One change, kept by the company that it concerns; without one, only platform staff see it."""

    id = uuid_key()
    organization = organization_key(null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    subject_name = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name_plural = "audit entries"
        constraints = [
            Access(
                name="audit_access",
                app="insert",
                supplier="select, insert",
                distributor="select, insert",
                guest="insert",
                retailer="select, insert",
                staff="select, insert",
                rows=own_rows() | {"guest": "organization_id IN (app.supplier_id(), app.distributor_id())"},
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-at", "-id"], name="audit_organization_at"),
            models.Index(fields=["organization", "subject_id"], name="audit_subject"),
        ]

"""Whether retailers find a supplier and may ask it for access by themselves (SPEC.md N10)."""

from django.db import models
from django.utils import timezone

from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import TenantModel


class Findability(TenantModel):
    """What a supplier has set; one without a row is found. No other supplier reads it.

    A retailer reads the rows of those that are not found alone: its search leaves them out.
    """

    is_findable = models.BooleanField(default=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier"], name="findability_once"),
            Access(
                name="findability_access",
                supplier="select, insert, update(is_findable, changed_at)",
                retailer="select",
                rows={"retailer": "NOT is_findable"},
            ),
        ]

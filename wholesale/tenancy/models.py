"""What every tenant's table has in common."""

from typing import Any

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from wholesale.tenancy.declarations import Access

__all__ = ["PeriodicRun", "TenantModel", "organization_key", "tenant_key", "uuid7", "uuid_key"]


def uuid_key() -> Any:
    """Return the primary key of every table: a UUIDv7 made by the application."""
    return models.UUIDField(primary_key=True, default=uuid7, editable=False)


def tenant_key(model: type[models.Model] | str, on_delete: Any = models.PROTECT, **options: Any) -> Any:
    """Return a key inside one supplier; TenantReference checks it, so Django's own check is off.

    Where TenantReference cascades, say `on_delete=models.DO_NOTHING`.
    """
    options.setdefault("related_name", "+")
    return models.ForeignKey(model, on_delete, db_constraint=False, db_index=False, **options)


def organization_key(**options: Any) -> Any:
    """Return a key to a company."""
    options.setdefault("related_name", "+")
    return models.ForeignKey("organizations.Organization", models.PROTECT, db_index=False, **options)


class TenantModel(models.Model):
    """A row that belongs to one supplier."""

    id = uuid_key()
    supplier = organization_key()

    class Meta:
        abstract = True


class PeriodicRun(models.Model):
    """A slot of a periodic job that some beat has taken; wholesale.tenancy.background.claim_slot writes it."""

    id = uuid_key()
    name = models.CharField(max_length=120)
    slot = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "slot"], name="periodic_run_once"),
            Access(name="periodic_run_access", app="select, insert, delete"),
        ]

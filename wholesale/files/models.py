"""Pictures, as we have drawn them."""

from django.db import models
from django.utils import timezone

from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import organization_key, uuid_key
from wholesale.tenancy.roles import own_rows


class Picture(models.Model):
    """A PNG of our own making. Whoever knows its hash may see it: readers of mails have no account.

    Those that were replaced stay for a while, as the mails that were sent still show them.
    """

    id = uuid_key()
    organization = organization_key()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "digest"], name="picture_once"),
            Access(name="picture_access", app="select", supplier="select, insert, delete", rows=own_rows()),
        ]
        indexes = [models.Index(fields=["digest"], name="picture_digest")]

    def __str__(self) -> str:
        return self.digest

"""A supplier's own words in its mails."""

from django.conf import settings
from django.db import models

from invitations.wording import INTRO_MAX, SIGNATURE_MAX, SUBJECT_MAX
from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import TenantModel


class MailWording(TenantModel):
    """What a supplier says in one language: subject and intro of the invitation, signature of all (SPEC.md N2)."""

    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    subject = models.CharField(max_length=SUBJECT_MAX, blank=True)
    intro = models.CharField(max_length=INTRO_MAX, blank=True)
    signature = models.CharField(max_length=SIGNATURE_MAX, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "language"], name="mail_wording_once"),
            Access(name="mail_wording_access", supplier="select, insert, update"),
        ]

    def __str__(self) -> str:
        return self.get_language_display()

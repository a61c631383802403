"""What a supplier has chosen for its invitations."""

from django.db import models

from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import TenantModel


class InvitationSettings(TenantModel):
    """Whether a supplier's invitations are followed by a reminder; without a row they are."""

    is_reminding = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier"], name="invitation_settings_once"),
            Access(name="invitation_settings_access", supplier="select, insert, update"),
        ]

    def __str__(self) -> str:
        return "reminding" if self.is_reminding else "not reminding"

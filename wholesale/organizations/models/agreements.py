"""What a supplier and a distributor have agreed: who may do what, and who owes which step."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.enums import AgreementMode, AgreementStatus, Party, Step, Switch
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key


def _since() -> Any:
    """Return since when a switch is granted; nothing while it is not."""
    return models.DateTimeField(null=True, blank=True)


def _by() -> Any:
    """Return the name of whoever granted a switch."""
    return models.CharField(max_length=120, blank=True)


# What a guest's person may write: the switches of its own company (I6).
_OF_GUESTS = "inventory_editable_since, inventory_editable_by, return_pickup_since, return_pickup_by, version"


class Agreement(TenantModel):
    """The relation between a supplier and a distributor: its mode and what each may do (I1, I2).

    For each Switch two columns: since when it is granted, and by whom. The database lets either side write its own
    alone; those of an external distributor, which has no account, its supplier notes.
    """

    distributor = organization_key()
    mode = models.CharField(_("mode"), max_length=10, choices=AgreementMode)
    status = models.CharField(max_length=10, choices=AgreementStatus, default=AgreementStatus.PROPOSED)
    proposed_by = models.CharField(max_length=12, choices=Party)
    proposed_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    supplier_email = models.EmailField(_("supplier's email"), blank=True)
    supplier_language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    distributor_email = models.EmailField(_("distributor's email"), blank=True)
    distributor_language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    inventory_editable_since = _since()
    inventory_editable_by = _by()
    both_warehouses_since = _since()
    both_warehouses_by = _by()
    return_pickup_since = _since()
    return_pickup_by = _by()
    door_quantities_since = _since()
    door_quantities_by = _by()
    see_amounts_since = _since()
    see_amounts_by = _by()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="agreement_key"),
            models.UniqueConstraint(
                fields=["supplier", "distributor"],
                condition=~Q(status=AgreementStatus.ENDED),
                name="agreement_once",
            ),
            models.CheckConstraint(
                condition=~Q(status=AgreementStatus.ACTIVE) | Q(accepted_at__isnull=False),
                name="agreement_active_was_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(status=AgreementStatus.ENDED) | Q(ended_at__isnull=False),
                name="agreement_ended_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(supplier=models.F("distributor")), name="agreement_between_two"
            ),
            Access(
                name="agreement_access",
                supplier="select, insert, update",
                distributor="select, insert, update",
                guest=f"select, update({_OF_GUESTS})",
                staff="select",
            ),
        ]
        indexes = [models.Index(fields=["distributor", "supplier"], name="agreement_distributor")]

    @property
    def inventory_editable(self) -> bool:
        """Tell whether the distributor lets the supplier edit its stock there (I6)."""
        return self.inventory_editable_since is not None

    def granted_since(self, switch: Switch) -> datetime | None:
        """Return since when a switch is granted; nothing while it is not."""
        since: datetime | None = getattr(self, f"{switch.value}_since")
        return since

    def granted_by(self, switch: Switch) -> str:
        """Return the name of whoever granted a switch."""
        return str(getattr(self, f"{switch.value}_by"))

    def grantor_of(self, switch: Switch) -> Party:
        """Return the side that grants and withdraws a switch here."""
        return Party.SUPPLIER if self.mode == AgreementMode.EXTERNAL else switch.grantor


class AgreementStep(TenantModel):
    """Which party owes a step, and within how many hours (SPEC.md I2, O12)."""

    distributor = organization_key()
    agreement = tenant_key(Agreement, related_name="steps")
    step = models.CharField(max_length=12, choices=Step)
    owed_by = models.CharField(max_length=12, choices=Party)
    limit_hours = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "agreement", "step"], name="agreement_step_once"),
            TenantReference(name="agreement_step_agreement", field="agreement"),
            Access(
                name="agreement_step_access",
                supplier="select, insert, update",
                distributor="select, insert",
                guest="select",
                staff="select",
            ),
        ]
        indexes = [models.Index(fields=["distributor", "supplier"], name="agreement_step_distributor")]

"""A supplier thinks that an entry it does not keep is wrong, and says how it should read (SPEC.md C6)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from retailers.enums import CorrectionState
from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import TenantModel, organization_key, uuid_key

OWN_PROPOSALS = (
    "id = ANY (ARRAY(SELECT correction_id FROM retailers_correctionproposer"
    " WHERE supplier_id = app.supplier_id()))"
)
# Whoever has let a supplier in sees that it was this one; of any other, that some supplier proposes.
OF_OPENED_CUSTOMERS = (
    "retailer_id = app.retailer_id() AND supplier_id = ANY (ARRAY(SELECT supplier_id FROM retailers_customer"
    " WHERE registered_at IS NOT NULL))"
)


class EntryCorrection(models.Model):
    """How an entry should read, put before whoever keeps it: the retailer, or until then the supplier that made it.

    Who proposes stands apart, for a supplier never learns of another's customers.
    """

    id = uuid_key()
    retailer = organization_key()
    keeper = organization_key()
    before = models.JSONField()
    after = models.JSONField()
    note = models.CharField(_("why"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=CorrectionState, default=CorrectionState.OPEN)
    taken = ArrayField(models.CharField(max_length=20), default=list)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CorrectionState.OPEN, decided_at=None)
                | ~Q(state=CorrectionState.OPEN) & Q(decided_at__isnull=False),
                name="correction_decided_has_time",
            ),
            Access(
                name="correction_access",
                app="select, insert, update",
                supplier="select",
                retailer="select",
                rows={
                    "supplier": "keeper_id = app.supplier_id()",
                    "retailer": "keeper_id = app.retailer_id()",
                },
                also_reads={"supplier": OWN_PROPOSALS},
            ),
        ]
        indexes = [models.Index(fields=["keeper", "state", "created_at"], name="correction_keeper")]

    @property
    def standing(self) -> CorrectionState:
        """Return the state as it shows: with its word and colour."""
        return CorrectionState(self.state)

    @property
    def is_open(self) -> bool:
        """Tell whether somebody has still to decide."""
        return self.state == CorrectionState.OPEN


class CorrectionProposer(TenantModel):
    """Which supplier proposes a correction; one open for each supplier and entry."""

    retailer = organization_key()
    correction = models.OneToOneField(
        EntryCorrection, models.PROTECT, related_name="proposer", db_index=False
    )
    supplier_name = models.CharField(max_length=120)
    is_open = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "retailer"], condition=Q(is_open=True), name="correction_open_once"
            ),
            Access(
                name="correction_proposer_access",
                app="select, insert, update",
                supplier="select",
                retailer="select",
                rows={"retailer": OF_OPENED_CUSTOMERS},
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "retailer"], name="correction_proposer"),
            models.Index(fields=["retailer"], name="correction_proposed_to"),
        ]

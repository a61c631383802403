"""Somebody finds their company claimed by others, and says so (SPEC.md P7, N6)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from invitations.enums import ApartState, ClaimState
from retailers.enums import Relation
from retailers.models import Customer
from wholesale.tenancy.declarations import Access, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key, uuid_key


def person_key() -> Any:
    """Return a key to a person who need not be there."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )


class ClaimCase(models.Model):
    """Whoever has proven `email` says that a claimed company is theirs; platform staff decide.

    `person` is who was signed in, or who the address has become by the decision; `through`, the supplier by whose
    mail or link they came. `removed` keeps the memberships that a decision took away, to be undone.
    """

    id = uuid_key()
    retailer = organization_key()
    through = organization_key(null=True)
    email = models.EmailField()
    person = person_key()
    person_name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    message = models.TextField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = person_key()
    decided_by_name = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    removed = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=120, blank=True)
    undone_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["retailer", "email"], condition=Q(state=ClaimState.OPEN), name="claim_case_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state=ClaimState.OPEN, decided_at=None)
                | ~Q(state=ClaimState.OPEN) & Q(decided_at__isnull=False),
                name="claim_case_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.UNDONE) | Q(undone_at__isnull=False),
                name="claim_case_undone_has_time",
            ),
            Access(name="claim_case_access", app="select, insert", staff="select, update"),
        ]
        indexes = [models.Index(fields=["state", "-opened_at", "-id"], name="claim_case_state")]

    def __str__(self) -> str:
        return f"{self.person_name} <{self.email}>"

    @property
    def standing(self) -> ClaimState:
        """Return the state as it shows: with its word and colour."""
        return ClaimState(self.state)

    @property
    def is_open(self) -> bool:
        """Tell whether somebody has still to decide."""
        return self.state == ClaimState.OPEN


class ApartCustomer(TenantModel):
    """A customer of people who have lost their company: it stands by itself until its supplier says whose it is.

    `company` is the one that was handed over, `holder` the one that keeps this customer meanwhile: nobody's, and
    not listed. `was_*` is how it stood, for the supplier's yes and for an undo.
    """

    customer = tenant_key(Customer)
    case = models.ForeignKey(ClaimCase, models.PROTECT, related_name="apart", db_index=False)
    company = organization_key()
    holder = organization_key()
    was_relation = models.CharField(max_length=20, choices=Relation)
    was_active = models.BooleanField()
    state = models.CharField(max_length=10, choices=ApartState, default=ApartState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            TenantReference(name="apart_customer_customer", field="customer"),
            models.UniqueConstraint(
                fields=["supplier", "customer"],
                condition=Q(state=ApartState.WAITING),
                name="apart_customer_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state=ApartState.WAITING, decided_at=None)
                | ~Q(state=ApartState.WAITING) & Q(decided_at__isnull=False),
                name="apart_customer_decided_has_time",
            ),
            Access(name="apart_customer_access", supplier="select, update", staff="select, insert, update"),
        ]
        indexes = [
            models.Index(fields=["supplier", "customer"], name="apart_customer_customer"),
            models.Index(fields=["case"], name="apart_customer_case"),
        ]

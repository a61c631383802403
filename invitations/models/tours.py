"""How far a supplier has come with setting up a customer that it let in."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from invitations.enums import TourState
from retailers.models import Customer
from wholesale.tenancy.declarations import Access, TenantReference
from wholesale.tenancy.models import TenantModel, tenant_key


class CustomerTour(TenantModel):
    """The tour through the steps of one customer; the supplier's people share it, on all their devices (SPEC.md N9).

    Which step is done follows from the customer itself. Only where a default or a group already says what applies,
    somebody has to have looked: `terms_confirmed`, `days_confirmed`.
    """

    customer = tenant_key(Customer, related_name="tours")
    state = models.CharField(max_length=8, choices=TourState, default=TourState.RUNNING)
    terms_confirmed = models.BooleanField(default=False)
    days_confirmed = models.BooleanField(default=False)
    by_name = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "customer"], name="customer_tour_once"),
            TenantReference(name="customer_tour_customer", field="customer"),
            Access(
                name="customer_tour_access",
                supplier="select, insert, update",
                staff="select, insert, update, delete",
            ),
        ]
        indexes = [
            models.Index(
                fields=["supplier", "changed_at"],
                condition=~Q(state=TourState.FINISHED),
                name="customer_tour_open",
            )
        ]

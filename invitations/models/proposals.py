"""A further buyer of a registered customer, whom its supplier proposes and its own admins add (SPEC.md P8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from invitations.enums import ProposalState
from retailers.models import Customer
from wholesale.tenancy.declarations import Access, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key


class BuyerProposal(TenantModel):
    """Somebody whom a supplier knows at a retailer, put before the retailer's admins.

    It holds no trace of who decided, nor of an account: the supplier reads this row, and learns the state alone.
    """

    retailer = organization_key()
    customer = tenant_key(Customer, related_name="buyer_proposals")
    email = models.EmailField(_("email"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "customer", "email"],
                condition=Q(state=ProposalState.OPEN),
                name="buyer_proposal_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, decided_at=None)
                | ~Q(state=ProposalState.OPEN) & Q(decided_at__isnull=False),
                name="buyer_proposal_decided_has_time",
            ),
            TenantReference(name="buyer_proposal_customer", field="customer"),
            Access(
                name="buyer_proposal_access",
                supplier="select, insert, update",
                retailer="select, update(state, decided_at)",
                staff="select, update(customer_id, retailer_id, state, decided_at)",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "customer", "created_at"], name="buyer_proposal_customer_at"),
            models.Index(fields=["retailer", "created_at"], name="buyer_proposal_retailer"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def standing(self) -> ProposalState:
        """Return the state as it shows: with its word and colour."""
        return ProposalState(self.state)

    @property
    def is_open(self) -> bool:
        """Tell whether the retailer has still to decide."""
        return self.state == ProposalState.OPEN

"""Changes of an agreement that take two: a step proposed anew, a distributor that comes to an account of its own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.enums import Party, ProposalState, Step
from wholesale.organizations.models.agreements import Agreement
from wholesale.tenancy.declarations import Access, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

_DECIDES = "update(state, decided_at, decided_by_name)"
_OPEN = Q(state=ProposalState.OPEN)


def _decided(name: str) -> models.CheckConstraint:
    """Tie the time of a decision to the state."""
    return models.CheckConstraint(
        condition=_OPEN & Q(decided_at=None) | ~_OPEN & Q(decided_at__isnull=False), name=name
    )


class StepProposal(TenantModel):
    """A distributor would change who owes a step, or within how many hours; its supplier answers (SPEC.md I2)."""

    distributor = organization_key()
    agreement = tenant_key(Agreement, related_name="step_proposals")
    step = models.CharField(max_length=12, choices=Step)
    owed_by = models.CharField(_("owed by"), max_length=12, choices=Party)
    limit_hours = models.PositiveSmallIntegerField(_("within hours"))
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    proposed_at = models.DateTimeField(default=timezone.now)
    by_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "agreement", "step"], condition=_OPEN, name="step_proposal_open_once"
            ),
            _decided("step_proposal_decided_has_time"),
            TenantReference(name="step_proposal_agreement", field="agreement"),
            Access(
                name="step_proposal_access",
                supplier=f"select, {_DECIDES}",
                distributor=f"select, insert, {_DECIDES}",
                guest=f"select, insert, {_DECIDES}",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "agreement", "-proposed_at"], name="step_proposal_of"),
            models.Index(fields=["distributor", "supplier"], name="step_proposal_distributor"),
        ]


class AccountInvitation(TenantModel):
    """A distributor without account is asked to take over the one that its supplier keeps for it (SPEC.md I1).

    Only the token's hash is kept.
    """

    agreement = tenant_key(Agreement, related_name="account_invitations")
    email = models.EmailField(_("email"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    token_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="account_invitation_token_key"),
            models.UniqueConstraint(
                fields=["supplier", "agreement"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="account_invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="account_invitation_one_end"
            ),
            TenantReference(name="account_invitation_agreement", field="agreement"),
            Access(
                name="account_invitation_access",
                supplier="select, insert, update(accepted_at, revoked_at)",
            ),
        ]
        indexes = [models.Index(fields=["supplier", "agreement"], name="account_invitation_of")]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be accepted."""
        return not (self.accepted_at or self.revoked_at) and self.expires_at > timezone.now()


class ConnectionProposal(TenantModel):
    """A supplier asks a company with an account to work from it by an agreement that stands already (SPEC.md I1).

    `former` is as whom the supplier has kept the distributor so far; the company asked, where only the mode changes.
    Its name is a copy: nobody else knows that company.
    """

    agreement = tenant_key(Agreement, related_name="connection_proposals")
    former = organization_key()
    former_name = models.CharField(max_length=120)
    distributor = organization_key()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    proposed_at = models.DateTimeField(default=timezone.now)
    by_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "agreement"], condition=_OPEN, name="connection_proposal_open_once"
            ),
            _decided("connection_proposal_decided_has_time"),
            TenantReference(name="connection_proposal_agreement", field="agreement"),
            Access(
                name="connection_proposal_access",
                supplier=f"select, insert, {_DECIDES}",
                distributor=f"select, {_DECIDES}",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "agreement"], name="connection_proposal_of"),
            models.Index(fields=["distributor", "-proposed_at"], name="connection_proposal_asked"),
        ]

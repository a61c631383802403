"""Somebody without an account who has opened a supplier's link: the code they were sent, until they have asked."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from invitations.codes import PROOF_LASTS, TRIES
from invitations.enums import VisitState
from invitations.models.links import InviteLink, InviteTag
from wholesale.tenancy.declarations import Access, TenantReference
from wholesale.tenancy.models import TenantModel, tenant_key


class Visit(TenantModel):
    """One code mailed to one address for one supplier (SPEC.md N6); a new code is a new row.

    The app role's alone: no supplier reads who has opened its link and not asked. Neither the code nor the session nor
    the network stands here, only what codes.py makes of them. Rows are forgotten after a day.
    """

    link = tenant_key(InviteLink)
    tag = tenant_key(InviteTag, null=True, blank=True)
    email = models.EmailField()
    code_hash = models.CharField(max_length=64)
    holder_hash = models.CharField(max_length=64)
    place_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=TRIES), name="visit_tries_limited"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="visit_email_lower"),
            models.CheckConstraint(
                condition=Q(proven_at=None) | Q(tries__gte=1, proven_at__lte=F("expires_at")),
                name="visit_proven_by_a_try",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(proven_at__isnull=False), name="visit_used_was_proven"
            ),
            TenantReference(name="visit_link", field="link"),
            TenantReference(name="visit_tag", field="tag"),
            Access(name="visit_access", app="select, insert, update, delete"),
        ]
        indexes = [models.Index(fields=["created_at"], name="visit_newest")]

    @property
    def state(self) -> VisitState:
        """Tell what this visit may still be used for."""
        now = timezone.now()
        if self.used_at:
            return VisitState.USED
        if self.proven_at:
            return VisitState.PROVEN if now < self.proven_at + PROOF_LASTS else VisitState.EXPIRED
        if self.tries >= TRIES:
            return VisitState.WORN_OUT
        return VisitState.WAITING if now < self.expires_at else VisitState.EXPIRED

    @property
    def tries_left(self) -> int:
        """Return how often a code may still be typed."""
        return TRIES - self.tries

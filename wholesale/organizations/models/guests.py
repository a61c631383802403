"""How a guest distributor's people come into a supplier's account: by its link they ask for access (SPEC.md I1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.enums import GuestRequestState
from wholesale.tenancy.declarations import Access, TenantKey
from wholesale.tenancy.models import TenantModel, organization_key


class GuestLink(TenantModel):
    """The address at which people of one guest distributor ask a supplier for access; one is in use.

    It is found by its token's hash. The token stands beside it sealed under SECRET_KEY, so that its supplier can copy
    the link on another day, and whoever reads the database cannot.
    """

    distributor = organization_key()
    token_hash = models.CharField(max_length=64)
    sealed_token = models.CharField(max_length=200)
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="guest_link_token_key"),
            models.UniqueConstraint(
                fields=["supplier", "distributor"],
                condition=Q(replaced_at=None),
                name="guest_link_in_use_once",
            ),
            Access(name="guest_link_access", supplier="select, insert, update(is_on, replaced_at)"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class GuestRequest(TenantModel):
    """A person who asks for access to a supplier's account as a guest distributor's; a row for each time (I1).

    Name and email are copies: the supplier knows nothing else of somebody who is nobody's guest yet.
    """

    distributor = organization_key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("your name"), max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    message = models.CharField(_("who you are"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=GuestRequestState, default=GuestRequestState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            TenantKey(name="guest_request_key"),
            models.UniqueConstraint(
                fields=["supplier", "distributor", "user"],
                condition=Q(state=GuestRequestState.WAITING),
                name="guest_request_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state=GuestRequestState.WAITING, decided_at=None)
                | ~Q(state=GuestRequestState.WAITING) & Q(decided_at__isnull=False),
                name="guest_request_decided_has_time",
            ),
            Access(
                name="guest_request_access",
                supplier="select, insert, update(state, decided_at, decided_by_id, decided_by_name)",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "distributor", "-asked_at"], name="guest_request_asked"),
            models.Index(fields=["user"], name="guest_request_user"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

"""Tokens of machines, and the answers kept for their retries (SPEC.md X1)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.models import Membership
from wholesale.organizations.roles import Permission
from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import organization_key, uuid_key
from wholesale.tenancy.roles import own_rows


class ApiToken(models.Model):
    """What a machine shows to act for one company under one hat; only its hash is kept.

    A member's token ends with the membership and holds at most the member's rights. An integration's has a role
    of its own and outlives whoever made it; changes then carry its maker's name.
    """

    id = uuid_key()
    organization = organization_key()
    side = models.CharField(max_length=10, choices=Side)
    name = models.CharField(_("name"), max_length=80)
    membership = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="tokens")
    role = models.CharField(_("role"), max_length=12, choices=MemberRole, blank=True)
    permissions = ArrayField(models.CharField(max_length=40, choices=Permission), default=list, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_by_name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(membership__isnull=False, role="") | (Q(membership__isnull=True) & ~Q(role="")),
                name="api_token_of_member_or_role",
            ),
            Access(
                name="api_token_access",
                app="select, update(last_used_at, revoked_at), delete",
                supplier="select, insert, update(revoked_at), delete",
                distributor="select, insert, update(revoked_at), delete",
                retailer="select, insert, update(revoked_at), delete",
                staff="select(id, organization_id, membership_id, revoked_at),"
                " update(organization_id, membership_id, revoked_at)",
                rows=own_rows(),
            ),
        ]
        indexes = [models.Index(fields=["organization", "side"], name="api_token_organization")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_usable(self) -> bool:
        """Tell whether it opens anything now."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())


class IdempotentRequest(models.Model):
    """A call with its key and the answer it got; written in the transaction of the change (DATA.md 4)."""

    id = uuid_key()
    organization = organization_key()
    asker_id = models.UUIDField(null=True)  # the token or the person that called: its keys meet nobody else's
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "asker_id", "key"],
                name="idempotent_request_once",
                nulls_distinct=False,
            ),
            Access(
                name="idempotent_request_access",
                app="select, delete",
                supplier="select, insert, update(status, body, headers)",
                distributor="select, insert, update(status, body, headers)",
                guest="select, insert, update(status, body, headers)",
                retailer="select, insert, update(status, body, headers)",
                rows=own_rows(),
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotent_request_age")]

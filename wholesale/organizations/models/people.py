"""The people of companies: what they are there, who is asked to join, how colleagues see them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.enums import GuestLimit, MemberRole
from wholesale.organizations.models.companies import Organization
from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import organization_key, uuid_key
from wholesale.tenancy.roles import own_rows


class Membership(models.Model):
    """What a person is at a company; a guest only inside one supplier's account (SPEC.md I1).

    `person` is the way to the colleague's name: sides have no grant on the user table between. When somebody was seen
    is noted of guests alone, for the supplier whose account it is.
    """

    id = uuid_key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    person = models.ForeignObject(
        "organizations.Person",
        models.DO_NOTHING,
        from_fields=["user"],
        to_fields=["user"],
        related_name="memberships",
        editable=False,
    )
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships", db_index=False)
    role = models.CharField(_("role"), max_length=12, choices=MemberRole)
    guest_of = organization_key(null=True, blank=True)
    guest_limit = models.CharField(
        _("limit"), max_length=10, choices=GuestLimit, default=GuestLimit.NONE, db_default=GuestLimit.NONE
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "guest_of"], name="membership_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(guest_limit=GuestLimit.NONE) | Q(guest_of__isnull=False),
                name="membership_limits_guests",
            ),
            Access(
                name="membership_access",
                app="select, insert, update, delete",
                supplier="select, insert, update, delete",
                distributor="select, insert, update, delete",
                retailer="select, insert, update, delete",
                staff="select, insert, update, delete",
                rows=own_rows()
                | {"supplier": "organization_id = app.supplier_id() OR guest_of_id = app.supplier_id()"},
            ),
        ]
        indexes = [models.Index(fields=["guest_of"], name="membership_guest_of")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"


class MemberInvitation(models.Model):
    """A colleague asked to join a company; only the token's hash is kept (SPEC.md P8).

    With `guest_of`, somebody to whom that supplier gives access to its account for its distributor (I1).
    """

    id = uuid_key()
    organization = organization_key()
    guest_of = organization_key(null=True, blank=True)
    email = models.EmailField(_("email"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    guest_limit = models.CharField(
        _("limit"), max_length=10, choices=GuestLimit, default=GuestLimit.NONE, db_default=GuestLimit.NONE
    )
    role = models.CharField(_("role"), max_length=12, choices=MemberRole)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    token_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="member_invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="member_invitation_one_end"
            ),
            Access(
                name="member_invitation_access",
                supplier="select, insert, update",
                distributor="select, insert, update",
                retailer="select, insert, update",
                staff="select, update(organization_id, revoked_at)",
                rows=own_rows()
                | {"supplier": "organization_id = app.supplier_id() OR guest_of_id = app.supplier_id()"},
            ),
        ]
        indexes = [
            models.Index(fields=["token_hash"], name="member_invitation_token"),
            models.Index(fields=["guest_of"], name="member_invitation_guest_of"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be accepted."""
        return not (self.accepted_at or self.revoked_at) and self.expires_at > timezone.now()


class Person(models.Model):
    """How colleagues see a person. The database copies it from the user at every change."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="person"
    )
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    language = models.CharField(max_length=5)
    time_zone = models.CharField(max_length=64)

    class Meta:
        constraints = [
            Access(
                name="person_access",
                app="select",
                supplier="select",
                distributor="select",
                retailer="select",
                staff="select",
                rows=dict.fromkeys(
                    ("supplier", "distributor", "retailer"),
                    "user_id = ANY (ARRAY(SELECT user_id FROM organizations_membership))",
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

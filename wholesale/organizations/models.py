"""Companies, their people, and the agreements between suppliers and distributors."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.enums import (
    AgreementMode,
    AgreementStatus,
    MemberRole,
    Party,
    Side,
    Step,
)
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key, uuid_key
from wholesale.tenancy.roles import own_rows

hex_colour = RegexValidator(r"^#[0-9a-f]{6}$", _("Enter a colour such as #1f6feb."))
EVERYONE_PUBLIC = "private_to_id IS NULL"
OWN_SETTINGS = (
    "name, country, time_zone, currency, language, brand_color, requires_second_factor, version,"
    " sender_name, logo_digest, logo_width, logo_height"
)


class Organization(models.Model):
    """A company on the platform; it wears one or more hats (SPEC.md 1, P5).

    `private_to` names the supplier that alone knows a guest or external distributor; `merged_into` the retailer
    that this one turned out to be (SPEC.md C7): its addresses lead there. The logo's size is that at which it
    is shown.
    """

    id = uuid_key()
    name = models.CharField(_("company name"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    sells = models.BooleanField(default=False)
    delivers = models.BooleanField(default=False)
    buys = models.BooleanField(default=False)
    private_to = organization_key(null=True, blank=True)
    merged_into = organization_key(null=True, blank=True, editable=False)
    country = models.CharField(_("country"), max_length=2, default="US")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    brand_color = models.CharField(
        _("brand colour"), max_length=7, default="#1f5fbf", validators=[hex_colour]
    )
    sender_name = models.CharField(_("sender of your mails"), max_length=80, blank=True)
    logo_digest = models.CharField(max_length=64, blank=True, editable=False)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)
    requires_second_factor = models.BooleanField(_("members need two-step sign-in"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sells=True) | Q(delivers=True) | Q(buys=True), name="organization_wears_a_hat"
            ),
            Access(
                name="organization_access",
                app="select, insert, update",
                supplier=f"select, update({OWN_SETTINGS})",
                distributor=f"select, update({OWN_SETTINGS})",
                guest="select",
                link="select",
                retailer=f"select, update({OWN_SETTINGS})",
                sender="select",
                staff="select, insert, update",
                rows=own_rows("id") | {"link": "id IN (app.supplier_id(), app.distributor_id())"},
                also_reads={
                    "supplier": f"{EVERYONE_PUBLIC} OR private_to_id = app.supplier_id()",
                    "distributor": EVERYONE_PUBLIC,
                    "guest": f"{EVERYONE_PUBLIC} OR private_to_id = app.supplier_id()",
                    "retailer": EVERYONE_PUBLIC,
                },
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sides(self) -> list[Side]:
        """Return the hats it wears, in the order of the menus."""
        worn = {Side.SELLING: self.sells, Side.DELIVERING: self.delivers, Side.BUYING: self.buys}
        return [side for side, on in worn.items() if on]


class Membership(models.Model):
    """What a person is at a company; a guest only inside one supplier's account (SPEC.md I1).

    `person` is the way to the colleague's name: sides have no grant on the user table between.
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
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user", "guest_of"], name="membership_once", nulls_distinct=False
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
    """A colleague asked to join a company; only the token's hash is kept (SPEC.md P8)."""

    id = uuid_key()
    organization = organization_key()
    email = models.EmailField(_("email"))
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
                rows=own_rows(),
            ),
        ]
        indexes = [models.Index(fields=["token_hash"], name="member_invitation_token")]

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


class Agreement(TenantModel):
    """The relation between a supplier and a distributor: its mode and what each may do (I1, I2)."""

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
    inventory_editable = models.BooleanField(default=False)
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
                guest="select",
                staff="select",
            ),
        ]
        indexes = [models.Index(fields=["distributor", "supplier"], name="agreement_distributor")]


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
                distributor="select, insert, update",
                guest="select",
                staff="select",
            ),
        ]
        indexes = [models.Index(fields=["distributor", "supplier"], name="agreement_step_distributor")]

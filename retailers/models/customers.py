"""Each supplier's own customers: what it knows of them, and their history."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from retailers.enums import REGISTERED, CustomerEventKind, CustomerStatus, Licence, Relation
from retailers.licences import licence_on
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

# Where a list sorts by the last order, who has never ordered stands at this moment: no key of a page may be NULL.
NEVER_ORDERED = datetime(1970, 1, 1, tzinfo=UTC)
# A supplier's row opens only to a retailer that it has let in: claiming a directory entry opens nothing (P7).
OPENED_TO_RETAILER = "retailer_id = app.retailer_id() AND registered_at IS NOT NULL"


class Customer(TenantModel):
    """One supplier's relation to one retailer. Never visible to another supplier (SPEC.md 1).

    No distributor means that the supplier delivers itself. `is_test` says that the retailer is one that the
    supplier made up (C17); the database writes it, from who knows the company. `awaits_welcome`: the retailer asked
    and was let in, and its first activation will tell it that it can start buying (C11).
    """

    retailer = organization_key()
    distributor = organization_key(null=True, blank=True)
    status = models.CharField(max_length=12, choices=CustomerStatus, default=CustomerStatus.PROSPECT)
    relation = models.CharField(max_length=20, choices=Relation, default=Relation.NONE)
    is_active = models.BooleanField(_("active"), default=False)
    awaits_welcome = models.BooleanField(default=False, db_default=False, editable=False)
    is_on_hold = models.BooleanField(_("on hold"), default=False)
    requires_po_number = models.BooleanField(_("orders need a PO number"), default=False, db_default=False)
    licence_number = models.CharField(_("licence number"), max_length=40, blank=True, db_default="")
    licence_expires_on = models.DateField(_("licence ends on"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    invited_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    first_ordered_at = models.DateTimeField(null=True, blank=True)
    last_ordered_at = models.DateTimeField(null=True, blank=True)
    is_test = models.BooleanField(default=False, db_default=False, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="customer_key"),
            models.UniqueConstraint(fields=["supplier", "retailer"], name="customer_once"),
            models.CheckConstraint(
                condition=~Q(status__in=[CustomerStatus.REGISTERED, CustomerStatus.HAS_ORDERED])
                | Q(registered_at__isnull=False),
                name="customer_registered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=CustomerStatus.HAS_ORDERED) | Q(first_ordered_at__isnull=False),
                name="customer_ordered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(is_active=True) | Q(registered_at__isnull=False),
                name="customer_active_is_registered",
            ),
            models.CheckConstraint(
                condition=Q(licence_expires_on__isnull=True) | ~Q(licence_number=""),
                name="customer_licence_that_ends_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(is_active=True, awaits_welcome=True), name="customer_active_is_welcomed"
            ),
            Access(
                name="customer_access",
                supplier="select, insert, update",
                retailer="select",
                staff="select, insert, update, delete",
                rows={"retailer": OPENED_TO_RETAILER},
            ),
        ]
        indexes = [
            models.Index(fields=["retailer"], name="customer_retailer"),
            models.Index(fields=["supplier", "distributor"], name="customer_distributor"),
            models.Index(fields=["supplier", "status", "id"], name="customer_status"),
            models.Index(fields=["supplier", "is_active"], name="customer_active"),
            models.Index(
                fields=["supplier", "licence_expires_on"],
                condition=Q(licence_expires_on__isnull=False),
                name="customer_licence",
            ),
            models.Index(
                F("supplier"),
                Coalesce("last_ordered_at", Value(NEVER_ORDERED)),
                F("id"),
                name="customer_last_order",
            ),
        ]

    @property
    def standing(self) -> CustomerStatus:
        """Return the status as it shows: with its word and colour."""
        return CustomerStatus(self.status)

    def licence_on(self, day: date) -> Licence:
        """Return how its licence stands on a day."""
        return licence_on(self.licence_number, self.licence_expires_on, day)

    @property
    def is_registered(self) -> bool:
        """Tell whether the retailer has accepted once."""
        return self.status in REGISTERED

    @property
    def is_connected(self) -> bool:
        """Tell whether the relation stands: it was accepted and has not ended."""
        return self.relation == Relation.ACCEPTED


class CustomerPrivate(TenantModel):
    """What only the supplier knows of a customer: nickname, number, contact (SPEC.md C4, C8).

    `display_name` is the nickname, else the directory name: what lists sort and search by. The database keeps it,
    and `city`, as the directory has them.
    """

    customer = models.OneToOneField(
        Customer, models.PROTECT, related_name="private", db_constraint=False, db_index=False
    )
    display_name = models.CharField(max_length=120)
    city = models.CharField(max_length=80, blank=True, editable=False)
    nickname = models.CharField(_("nickname"), max_length=120, blank=True)
    number = models.CharField(_("customer number"), max_length=40, blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact email"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    note = models.TextField(_("internal note"), blank=True)
    hold_reason = models.CharField(_("reason"), max_length=200, blank=True)
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    labels = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    class Meta:
        constraints = [
            TenantReference(name="customer_private_customer", field="customer"),
            models.UniqueConstraint(fields=["supplier", "customer"], name="customer_private_once"),
            models.UniqueConstraint(
                fields=["supplier", "number"], condition=~Q(number=""), name="customer_number_once"
            ),
            models.UniqueConstraint(
                fields=["supplier", "contact_email"],
                condition=~Q(contact_email=""),
                name="customer_email_once",
            ),
            models.CheckConstraint(
                condition=Q(contact_email=models.functions.Lower("contact_email")),
                name="customer_email_lower",
            ),
            Access(
                name="customer_private_access",
                supplier="select, insert, update",
                staff="select, insert, update, delete",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "display_name", "customer"], name="customer_display_name"),
            models.Index(fields=["supplier", "city", "customer"], name="customer_city"),
            models.Index(
                fields=["supplier", "representative"],
                condition=Q(representative__isnull=False),
                name="customer_representative",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def kept(self) -> dict[str, str]:
        """Return what the supplier has typed."""
        names = ("nickname", "number", "contact_name", "contact_email", "language", "note")
        return {name: getattr(self, name) for name in names}


class CustomerWord(TenantModel):
    """A word by which a customer is found, or `#` and one of its labels; written by the database alone.

    An index by letters or by labels would be no use: row-level security asks first whose row it is, and only
    comparisons that leak nothing may come before that (docs/decisions/0015).
    """

    customer = tenant_key(Customer, related_name="words", on_delete=models.DO_NOTHING)
    word = models.TextField(db_collation="C")

    class Meta:
        constraints = [
            TenantReference(name="customer_word_customer", field="customer", cascades=True),
            models.UniqueConstraint(fields=["supplier", "customer", "word"], name="customer_word_once"),
            Access(name="customer_word_access", supplier="select"),
        ]
        indexes = [models.Index(fields=["supplier", "word", "customer"], name="customer_word")]


class CustomerContact(TenantModel):
    """Whom a supplier talks to at a registered customer; the retailer maintains it (SPEC.md C12)."""

    retailer = organization_key()
    customer = models.OneToOneField(
        Customer, models.PROTECT, related_name="contact", db_constraint=False, db_index=False
    )
    name = models.CharField(_("contact"), max_length=120, blank=True)
    email = models.EmailField(_("email"))
    former_email = models.EmailField(_("former email"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    office_phone = models.CharField(_("office phone"), max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(former_email="") | ~Q(former_email=F("email")),
                name="customer_contact_former_differs",
            ),
            TenantReference(name="customer_contact_customer", field="customer"),
            models.UniqueConstraint(fields=["supplier", "customer"], name="customer_contact_once"),
            Access(
                name="customer_contact_access",
                supplier="select, insert",
                retailer="select, update",
                staff="select, insert, update, delete",
            ),
        ]
        indexes = [
            models.Index(fields=["retailer"], name="customer_contact_retailer"),
            models.Index(F("supplier"), Lower("email"), name="customer_contact_email"),
        ]


class CustomerEvent(TenantModel):
    """A customer's history; append-only."""

    customer = tenant_key(Customer, related_name="events")
    kind = models.CharField(max_length=24, choices=CustomerEventKind)
    status_before = models.CharField(max_length=12, blank=True)
    status_after = models.CharField(max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            TenantReference(name="customer_event_customer", field="customer"),
            Access(
                name="customer_event_access",
                supplier="select, insert",
                staff="select, insert, update(customer_id)",
            ),
        ]
        indexes = [models.Index(fields=["supplier", "customer", "-at"], name="customer_event_at")]

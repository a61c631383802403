"""What whoever delivers says of an order: by the link of one without an account (SPEC.md I1), or by its own (O14)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orders.enums import NAMES_A_PROBLEM, LinkEnd, ProblemKind, ReportKind
from orders.models.carts import OPENED
from orders.models.orders import KEYS, Order
from wholesale.tenancy.declarations import Access, CopiedKeys, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

# Of the reports a retailer sees those of deliveries alone.
PROOF = f"{OPENED} AND report_id IN (SELECT id FROM orders_delivererreport)"  # noqa: S608 - no value of anybody's


class OrderLink(TenantModel):
    """A link to one order for whoever delivers it without an account; only its hash is kept (DATA.md 5.1).

    An order has at most one that opens: sending it again ends the one before. `opened_at` is the first report made
    through it, for a scanner may have fetched the page. `told` is what its last mail said, to name what changed since.
    """

    distributor = organization_key(null=True)
    order = tenant_key(Order, related_name="links")
    token_hash = models.CharField(max_length=64)
    email = models.EmailField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=LinkEnd, blank=True)
    mail_key = models.CharField(max_length=200)
    told = models.JSONField(default=dict)

    class Meta:
        constraints = [
            TenantKey(name="order_link_key"),
            models.UniqueConstraint(
                fields=["supplier", "order"], condition=Q(ended_at=None), name="order_link_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="") | Q(ended_at__isnull=False) & ~Q(end=""),
                name="order_link_end_has_time",
            ),
            TenantReference(name="order_link_order", field="order"),
            CopiedKeys(name="order_link_keys", field="order", columns=["distributor_id"]),
            Access(name="order_link_access", supplier="select, insert, update", link="select"),
        ]
        indexes = [
            models.Index(fields=["token_hash"], name="order_link_token"),
            models.Index(fields=["supplier", "order", "-created_at"], name="order_link_order"),
        ]

    @property
    def last_moment(self) -> datetime:
        """Return the last second in which it opens; `expires_at` is the midnight after."""
        return self.expires_at - timedelta(seconds=1)

    @property
    def is_open(self) -> bool:
        """Tell whether it still opens its page."""
        return self.ended_at is None and self.expires_at > timezone.now()


class DelivererReport(TenantModel):
    """What whoever delivers said of an order at the door; never changed: the one proof of delivery there is.

    By an external distributor's link, and then the supplier moves the order accordingly; or by a person (`by`), and
    then the order was moved by the same act. `submission_key` is that of the form, so that a double click is one.
    """

    retailer = organization_key(null=True)
    distributor = organization_key(null=True)
    order = tenant_key(Order, related_name="reports")
    link = tenant_key(OrderLink, null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=ReportKind)
    problem = models.CharField(_("what went wrong"), max_length=12, choices=ProblemKind, blank=True)
    received_by = models.CharField(_("received by"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    photo_digest = models.CharField(max_length=64, blank=True)
    submission_key = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            TenantKey(name="deliverer_report_key"),
            models.UniqueConstraint(
                fields=["supplier", "order", "submission_key"], name="deliverer_report_once"
            ),
            models.UniqueConstraint(
                fields=["supplier", "order", "kind"],
                condition=~Q(kind=ReportKind.PROBLEM) & Q(link__isnull=False),
                name="deliverer_report_said_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=NAMES_A_PROBLEM) & ~Q(problem="")
                | ~Q(kind__in=NAMES_A_PROBLEM) & Q(problem=""),
                name="deliverer_report_problem_is_named",
            ),
            models.CheckConstraint(
                condition=Q(link__isnull=False, by__isnull=True) | Q(link__isnull=True, by__isnull=False),
                name="deliverer_report_by_link_or_person",
            ),
            TenantReference(name="deliverer_report_order", field="order"),
            TenantReference(name="deliverer_report_link", field="link"),
            CopiedKeys(name="deliverer_report_keys", field="order", columns=KEYS),
            Access(
                name="deliverer_report_access",
                supplier="select, insert",
                distributor="select",
                guest="select",
                link="select, insert",
                retailer="select",
                staff="select",
                rows={"retailer": f"{OPENED} AND kind = 'delivered'"},
            ),
        ]
        indexes = [
            models.Index(fields=["distributor", "supplier"], name="deliverer_report_distributor"),
            models.Index(fields=["retailer"], name="deliverer_report_retailer"),
        ]


class ReportPhoto(TenantModel):
    """The photo of a report in one size, drawn anew; a retailer sees that of its delivery alone."""

    retailer = organization_key(null=True)
    distributor = organization_key(null=True)
    order = tenant_key(Order)
    report = tenant_key(DelivererReport, related_name="photos")
    size = models.CharField(max_length=8)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "report", "size"], name="report_photo_once"),
            TenantReference(name="report_photo_order", field="order"),
            TenantReference(name="report_photo_report", field="report"),
            CopiedKeys(name="report_photo_keys", field="report", columns=[*KEYS, "order_id"]),
            Access(
                name="report_photo_access",
                supplier="select, insert",
                distributor="select",
                guest="select",
                link="insert",
                retailer="select",
                rows={"retailer": PROOF},
            ),
        ]
        indexes = [
            models.Index(fields=["distributor", "supplier"], name="report_photo_distributor"),
            models.Index(fields=["retailer"], name="report_photo_retailer"),
        ]

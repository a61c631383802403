"""What became of an order's lines after they were placed, and why; append-only (SPEC.md O6, O9)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orders.enums import ChangeReason, LineStage, OrderSide
from orders.models.carts import OPENED
from orders.models.orders import KEYS, Order, OrderLine
from wholesale.tenancy.declarations import Access, CopiedKeys, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key


class OrderLineChange(TenantModel):
    """One count of one line that was changed: from how many units to how many, why and by whom.

    `sequence` is that of the order's event which tells of it. A retailer that changes its wish gives no reason,
    everyone else does; the note says it where the reason is another one.
    """

    retailer = organization_key(null=True)
    distributor = organization_key(null=True)
    order = tenant_key(Order, related_name="line_changes")
    line = tenant_key(OrderLine, related_name="changes")
    sequence = models.PositiveIntegerField()
    stage = models.CharField(max_length=12, choices=LineStage)
    before_units = models.PositiveIntegerField()
    after_units = models.PositiveIntegerField()
    reason = models.CharField(_("reason"), max_length=16, choices=ChangeReason, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)
    by_side = models.CharField(max_length=12, choices=OrderSide, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "order", "line", "sequence", "stage", "reason"],
                name="order_line_change_once",
            ),
            models.CheckConstraint(
                condition=~Q(before_units=F("after_units")), name="order_line_change_changes"
            ),
            models.CheckConstraint(
                condition=Q(stage=LineStage.ORDERED, reason="") | ~Q(stage=LineStage.ORDERED) & ~Q(reason=""),
                name="order_line_change_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(reason=ChangeReason.OTHER) | ~Q(note=""), name="order_line_change_other_is_said"
            ),
            TenantReference(name="order_line_change_order", field="order"),
            TenantReference(name="order_line_change_line", field="line"),
            CopiedKeys(name="order_line_change_keys", field="order", columns=KEYS),
            Access(
                name="order_line_change_access",
                supplier="select, insert",
                distributor="select",
                guest="select",
                link="select",
                retailer="select",
                staff="select",
                rows={"retailer": OPENED},
            ),
        ]
        indexes = [
            models.Index(fields=["distributor", "supplier"], name="order_line_change_distributor"),
            models.Index(fields=["retailer"], name="order_line_change_retailer"),
        ]

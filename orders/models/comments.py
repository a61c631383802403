"""What the parties of an order say about it, to each other or among themselves; append-only (SPEC.md O11)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from orders.enums import OrderSide
from orders.models.carts import OPENED
from orders.models.orders import KEYS, Order
from wholesale.tenancy.declarations import Access, CopiedKeys, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key
from wholesale.tenancy.roles import ROWS, Role

LONGEST = 2_000


def _told(role: Role, side: OrderSide, rows: str = "") -> str:
    """Return which comments a side reads and writes: those to everybody, and its own company's internal ones."""
    return f"{rows or ROWS[role]} AND internal_to IN ('', '{side.value}')"


class OrderComment(TenantModel):
    """A comment on an order by one of its parties.

    `internal_to` is the side whose company alone reads it; empty: all parties do. A side and no company, so that it
    stays with whoever takes the company's place on the order.
    """

    retailer = organization_key(null=True)
    distributor = organization_key(null=True)
    order = tenant_key(Order, related_name="comments")
    internal_to = models.CharField(max_length=12, choices=OrderSide, blank=True)
    text = models.TextField(max_length=LONGEST)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField(max_length=120)
    by_side = models.CharField(max_length=12, choices=OrderSide)
    submission_key = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "order", "submission_key"], name="order_comment_once"
            ),
            models.CheckConstraint(
                condition=Q(internal_to="") | Q(internal_to=F("by_side")),
                name="order_comment_internal_is_own",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="order_comment_says_something"),
            TenantReference(name="order_comment_order", field="order"),
            CopiedKeys(name="order_comment_keys", field="order", columns=KEYS),
            Access(
                name="order_comment_access",
                supplier="select, insert",
                distributor="select, insert",
                guest="select, insert",
                retailer="select, insert",
                rows={
                    "supplier": _told(Role.SUPPLIER, OrderSide.SUPPLIER),
                    "distributor": _told(Role.DISTRIBUTOR, OrderSide.DISTRIBUTOR),
                    "guest": _told(Role.GUEST, OrderSide.DISTRIBUTOR),
                    "retailer": _told(Role.RETAILER, OrderSide.RETAILER, OPENED),
                },
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "order", "at"], name="order_comment_order_at"),
            models.Index(fields=["distributor", "supplier"], name="order_comment_distributor"),
            models.Index(fields=["retailer"], name="order_comment_retailer"),
        ]

"""The ledger of movements, and the balance it adds up to (SPEC.md I4)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from catalogs.models import Product
from inventory.enums import MovementKind
from inventory.models.warehouses import KEPT_HERE, SERVED_FROM, Warehouse, kept_by
from wholesale.tenancy.declarations import Access, AppendOnly, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key


class StockBalance(TenantModel):
    """Units of a product in a warehouse: sums of StockMovement, kept by the same statement.

    `low_stock_units` is the mark of this warehouse, where it differs from the product's own.
    `keeper` is the company whose warehouse it is; the database checks that it is.
    """

    warehouse = tenant_key(Warehouse)
    keeper = organization_key()
    product = tenant_key(Product)
    on_hand_units = models.IntegerField(default=0)
    reserved_units = models.IntegerField(default=0)
    low_stock_units = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "warehouse", "product"], name="balance_once"),
            models.CheckConstraint(
                condition=Q(reserved_units__gte=0, on_hand_units__gte=F("reserved_units")),
                name="balance_covers_reserved",
            ),
            TenantReference(name="balance_product", field="product"),
            kept_by("balance_warehouse"),
            Access(
                name="balance_access",
                supplier="select, insert, update",
                distributor="select",
                guest="select",
                retailer="select",
                rows={**KEPT_HERE, "retailer": SERVED_FROM},
            ),
        ]
        indexes = [
            models.Index(fields=["keeper", "supplier", "product"], name="balance_keeper"),
            models.Index(fields=["supplier", "product"], name="balance_product"),
        ]

    @property
    def available_units(self) -> int:
        """Return what is on hand and not reserved."""
        return self.on_hand_units - self.reserved_units


class StockMovement(TenantModel):
    """Why a balance moved; append-only (SPEC.md I4).

    `holder_id` names the order or transfer it belongs to, `holder_revision` the revision of that one; `lot_id` the lot
    that was said to move, where one was; NO_LOT where it was said that it is none.
    """

    warehouse = tenant_key(Warehouse)
    keeper = organization_key()
    product = tenant_key(Product)
    kind = models.CharField(max_length=16, choices=MovementKind)
    on_hand_units = models.IntegerField(default=0)
    reserved_units = models.IntegerField(default=0)
    holder_id = models.UUIDField(null=True)
    holder_revision = models.PositiveIntegerField(default=0)
    lot_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "holder_id", "holder_revision", "product", "warehouse", "kind", "lot_id"],
                condition=Q(holder_id__isnull=False),
                nulls_distinct=False,
                name="movement_once",
            ),
            models.CheckConstraint(
                condition=~Q(on_hand_units=0, reserved_units=0), name="movement_moves_something"
            ),
            TenantReference(name="movement_product", field="product"),
            kept_by("movement_warehouse"),
            AppendOnly(name="movement_append_only"),
            Access(
                name="movement_access",
                supplier="select, insert",
                distributor="select",
                guest="select",
                rows=KEPT_HERE,
            ),
        ]
        indexes = [
            models.Index(fields=["keeper", "supplier", "-at"], name="movement_keeper"),
            models.Index(fields=["supplier", "product", "-at"], name="movement_product_at"),
        ]

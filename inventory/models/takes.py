"""Counting what lies in a warehouse (SPEC.md I3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogs.models import Product
from inventory.enums import TakeStatus
from inventory.models.warehouses import KEPT_HERE, Warehouse, kept_by
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key


class StockTake(TenantModel):
    """A count of a supplier's products in one warehouse, all of them or one category's.

    Nothing moves before it is applied; then every counted line moves by what it was off when it was counted.
    """

    warehouse = tenant_key(Warehouse)
    keeper = organization_key()
    category = models.CharField(_("category"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=TakeStatus, default=TakeStatus.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    opened_by_name = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            TenantKey(name="stock_take_key"),
            models.UniqueConstraint(
                fields=["supplier", "warehouse", "category"],
                condition=Q(status=TakeStatus.OPEN),
                name="stock_take_open_once",
            ),
            models.CheckConstraint(
                condition=Q(status=TakeStatus.OPEN) | Q(closed_at__isnull=False),
                name="stock_take_closed_has_time",
            ),
            kept_by("stock_take_warehouse"),
            Access(
                name="stock_take_access",
                supplier="select, insert, update",
                distributor="select",
                guest="select",
                rows=KEPT_HERE,
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "-id"], name="stock_take_supplier"),
            models.Index(fields=["keeper", "supplier", "-id"], name="stock_take_keeper"),
        ]


class StockTakeLine(TenantModel):
    """What somebody counted of a product, and what the balance said in that moment."""

    take = tenant_key(StockTake, related_name="lines")
    product = tenant_key(Product, related_name="stock_take_lines")
    counted_units = models.PositiveIntegerField()
    expected_units = models.PositiveIntegerField()
    unit_price = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    counted_at = models.DateTimeField(default=timezone.now)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    counted_by_name = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "take", "product"], name="stock_take_line_once"),
            TenantReference(name="stock_take_line_take", field="take"),
            TenantReference(name="stock_take_line_product", field="product"),
            Access(
                name="stock_take_line_access",
                supplier="select, insert, update, delete",
                distributor="select",
                guest="select",
                rows=dict.fromkeys(
                    ("distributor", "guest"),
                    "take_id = ANY (ARRAY(SELECT id FROM inventory_stocktake))",
                ),
            ),
        ]
        indexes = [models.Index(fields=["take"], name="stock_take_line_of")]

    @property
    def difference_units(self) -> int:
        """Return by how much the shelf differs from the books."""
        return self.counted_units - self.expected_units

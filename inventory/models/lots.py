"""Lots of a product with their best-before dates: what came in as which, and where it lies (SPEC.md I13).

Stock itself is StockBalance. Of a product that tracks lots, the database follows every movement of what is on hand
(migration 0009): what leaves is taken from the lots that were picked for it, then first expired first out, and only in
the end from what was picked for others; what comes back, or arrives by a transfer, comes as the lots that left. Units
whose lot nobody has said belong to none. Together no lot is picked for more than lies there: the database refuses it,
and gives up picks of a lot that shrinks below them.
"""

from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogs.models import Product
from inventory.enums import MovementKind
from inventory.models.warehouses import KEPT_HERE, Warehouse, kept_by
from wholesale.tenancy.declarations import Access, AppendOnly, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

# A lot is known where it lies, or has lain.
_LAIN_HERE = "id = ANY (ARRAY(SELECT lot_id FROM inventory_lotbalance))"

NO_LOT = UUID(int=0)  # said of a movement: these units belong to no lot


class Lot(TenantModel):
    """A lot of a product, as it is printed on the goods."""

    product = tenant_key(Product)
    code = models.CharField(_("lot"), max_length=40)
    best_before = models.DateField(_("best before"), null=True, blank=True)

    class Meta:
        constraints = [
            TenantKey(name="lot_key"),
            models.UniqueConstraint(fields=["supplier", "product", "code"], name="lot_once"),
            models.CheckConstraint(condition=~Q(code=""), name="lot_has_code"),
            TenantReference(name="lot_product", field="product"),
            Access(
                name="lot_access",
                supplier="select, insert, update",
                distributor="select",
                guest="select",
                rows={
                    "distributor": _LAIN_HERE,
                    "guest": f"supplier_id = app.supplier_id() AND {_LAIN_HERE}",
                },
            ),
        ]
        indexes = [models.Index(fields=["supplier", "best_before"], name="lot_best_before")]

    def __str__(self) -> str:
        return self.code


class LotBalance(TenantModel):
    """Units of a lot in a warehouse: the sum of its LotMovements. Written by the database alone."""

    warehouse = tenant_key(Warehouse)
    keeper = organization_key()
    product = tenant_key(Product)
    lot = tenant_key(Lot, related_name="balances")
    on_hand_units = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "warehouse", "lot"], name="lot_balance_once"),
            models.CheckConstraint(condition=Q(on_hand_units__gte=0), name="lot_balance_from_nothing"),
            TenantReference(name="lot_balance_product", field="product"),
            TenantReference(name="lot_balance_lot", field="lot"),
            kept_by("lot_balance_warehouse"),
            Access(
                name="lot_balance_access",
                supplier="select",
                distributor="select",
                guest="select",
                rows=KEPT_HERE,
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "product", "warehouse"], name="lot_balance_product"),
            models.Index(
                fields=["keeper", "supplier"], condition=Q(on_hand_units__gt=0), name="lot_balance_keeper"
            ),
        ]


class LotMovement(TenantModel):
    """Which lots a movement of stock moved; append-only, written by the database alone."""

    warehouse = tenant_key(Warehouse)
    keeper = organization_key()
    product = tenant_key(Product)
    lot = tenant_key(Lot, related_name="movements")
    kind = models.CharField(max_length=16, choices=MovementKind)
    on_hand_units = models.IntegerField()
    holder_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(on_hand_units=0), name="lot_movement_moves_something"),
            TenantReference(name="lot_movement_product", field="product"),
            TenantReference(name="lot_movement_lot", field="lot"),
            kept_by("lot_movement_warehouse"),
            AppendOnly(name="lot_movement_append_only"),
            Access(
                name="lot_movement_access",
                supplier="select",
                distributor="select",
                guest="select",
                rows=KEPT_HERE,
            ),
        ]
        indexes = [
            models.Index(
                fields=["supplier", "holder_id"],
                condition=Q(holder_id__isnull=False),
                name="lot_movement_holder",
            ),
            models.Index(F("supplier"), F("lot"), F("at").desc(), name="lot_movement_lot"),
        ]


class LotPick(TenantModel):
    """A lot chosen for an order or a transfer before it leaves; what is not chosen goes first expired, first out."""

    warehouse = tenant_key(Warehouse)
    keeper = organization_key()
    product = tenant_key(Product)
    lot = tenant_key(Lot, related_name="picks")
    holder_id = models.UUIDField()
    units = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "holder_id", "warehouse", "lot"], name="lot_pick_once"
            ),
            models.CheckConstraint(condition=Q(units__gte=1), name="lot_pick_from_one"),
            TenantReference(name="lot_pick_product", field="product"),
            TenantReference(name="lot_pick_lot", field="lot"),
            kept_by("lot_pick_warehouse"),
            Access(
                name="lot_pick_access",
                supplier="select, insert, update, delete",
                distributor="select",
                guest="select",
                rows=KEPT_HERE,
            ),
        ]
        indexes = [models.Index(fields=["supplier", "warehouse", "lot"], name="lot_pick_of_lot")]

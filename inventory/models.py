"""Warehouses, the ledger of movements, the balance it adds up to, and transfers between warehouses."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogs.models import Product
from inventory.enums import MovementKind, TransferStatus
from wholesale.tenancy.declarations import Access, AppendOnly, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key, uuid_key
from wholesale.tenancy.roles import own_rows

KEPT_HERE = {
    "distributor": "keeper_id = app.distributor_id()",
    "guest": "keeper_id = app.distributor_id() AND supplier_id = app.supplier_id()",
}
# A customer's distributor decides what it can get (SPEC.md I7); without one, the supplier's own stock.
SERVED_FROM = (
    "(supplier_id, keeper_id) IN (SELECT supplier_id, coalesce(distributor_id, supplier_id)"
    " FROM retailers_customer WHERE is_active)"
)
# Once in force, also when it has ended since: what is on its way then still has two ends.
_AGREED = (
    "organization_id = ANY (ARRAY(SELECT {} FROM organizations_agreement WHERE accepted_at IS NOT NULL))"
)
ENDS_HERE = "source_keeper_id = app.distributor_id() OR destination_keeper_id = app.distributor_id()"


def kept_by(name: str, field: str = "warehouse", keeper: str = "keeper_id") -> TenantReference:
    """Let a key point only at a warehouse of the company named beside it."""
    return TenantReference(name=name, field=field, own=keeper, theirs="organization_id")


class Warehouse(models.Model):
    """A place with stock, kept by a supplier or a distributor."""

    id = uuid_key()
    organization = organization_key()
    name = models.CharField(_("name"), max_length=80)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="warehouse_name_once"),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(is_default=True), name="warehouse_one_default"
            ),
            models.UniqueConstraint(fields=["organization", "id"], name="warehouse_key"),
            Access(
                name="warehouse_access",
                app="select, insert",
                supplier="select, insert, update",
                distributor="select, insert, update",
                guest="select",
                rows=own_rows(),
                also_reads={
                    "supplier": _AGREED.format("distributor_id"),
                    "distributor": _AGREED.format("supplier_id"),
                },
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StockBalance(TenantModel):
    """Units of a product in a warehouse: sums of StockMovement, kept by the same statement.

    `keeper` is the company whose warehouse it is; the database checks that it is.
    """

    warehouse = tenant_key(Warehouse)
    keeper = organization_key()
    product = tenant_key(Product)
    on_hand_units = models.IntegerField(default=0)
    reserved_units = models.IntegerField(default=0)

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

    `holder_id` names the order or transfer it belongs to, `holder_revision` the revision of that one.
    """

    warehouse = tenant_key(Warehouse)
    keeper = organization_key()
    product = tenant_key(Product)
    kind = models.CharField(max_length=16, choices=MovementKind)
    on_hand_units = models.IntegerField(default=0)
    reserved_units = models.IntegerField(default=0)
    holder_id = models.UUIDField(null=True)
    holder_revision = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "holder_id", "holder_revision", "product", "warehouse", "kind"],
                condition=Q(holder_id__isnull=False),
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


class Transfer(TenantModel):
    """Stock on its way from one warehouse to another (SPEC.md I5).

    A draft has no number yet, so that deleting it leaves no gap.
    """

    number = models.PositiveIntegerField(null=True, blank=True)
    source = tenant_key(Warehouse)
    source_keeper = organization_key()
    destination = tenant_key(Warehouse)
    destination_keeper = organization_key()
    status = models.CharField(max_length=10, choices=TransferStatus, default=TransferStatus.DRAFT)
    note = models.CharField(_("note"), max_length=240, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    created_by_name = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by_name = models.CharField(max_length=120, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="transfer_key"),
            models.UniqueConstraint(fields=["supplier", "number"], name="transfer_number_once"),
            models.CheckConstraint(
                condition=~Q(source=F("destination")), name="transfer_between_two_warehouses"
            ),
            models.CheckConstraint(
                condition=Q(status=TransferStatus.DRAFT) | Q(sent_at__isnull=False, number__isnull=False),
                name="transfer_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=TransferStatus.CANCELLED) | Q(cancelled_at__isnull=False),
                name="transfer_cancelled_has_time",
            ),
            kept_by("transfer_source", "source", "source_keeper_id"),
            kept_by("transfer_destination", "destination", "destination_keeper_id"),
            models.CheckConstraint(
                condition=~Q(status=TransferStatus.RECEIVED) | Q(received_at__isnull=False),
                name="transfer_received_has_time",
            ),
            Access(
                name="transfer_access",
                supplier="select, insert, update, delete",
                distributor="select",
                guest="select",
                rows={
                    "distributor": f"status <> 'draft' AND ({ENDS_HERE})",
                    "guest": f"supplier_id = app.supplier_id() AND status <> 'draft' AND ({ENDS_HERE})",
                },
            ),
        ]
        indexes = [
            models.Index(fields=["source_keeper", "-id"], name="transfer_source_keeper"),
            models.Index(fields=["destination_keeper", "-id"], name="transfer_destination_keeper"),
        ]


class TransferLine(TenantModel):
    """One product of a transfer: sent, and what arrived of it."""

    transfer = tenant_key(Transfer, related_name="lines")
    product = tenant_key(Product)
    sku = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    sent_units = models.PositiveIntegerField()
    received_units = models.PositiveIntegerField(null=True, blank=True)
    broken_units = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "transfer", "product"], name="transfer_line_once"),
            models.CheckConstraint(condition=Q(sent_units__gte=1), name="transfer_line_sends_something"),
            models.CheckConstraint(
                condition=Q(received_units__isnull=True)
                | Q(sent_units__gte=F("received_units") + F("broken_units")),
                name="transfer_line_receives_what_was_sent",
            ),
            TenantReference(name="transfer_line_transfer", field="transfer"),
            TenantReference(name="transfer_line_product", field="product"),
            Access(
                name="transfer_line_access",
                supplier="select, insert, update, delete",
                distributor="select",
                guest="select",
                rows=dict.fromkeys(
                    ("distributor", "guest"),
                    "transfer_id = ANY (ARRAY(SELECT id FROM inventory_transfer))",
                ),
            ),
        ]
        indexes = [models.Index(fields=["transfer"], name="transfer_line_of")]

    @property
    def missing_units(self) -> int:
        """Return what was sent and neither arrived nor broke, once it was counted."""
        if self.received_units is None:
            return 0
        return self.sent_units - self.received_units - self.broken_units


class TransferCounter(TenantModel):
    """The last transfer number a supplier gave out."""

    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier"], name="transfer_counter_once"),
            Access(name="transfer_counter_access", supplier="select, insert, update"),
        ]

"""Stock on its way from one warehouse to another (SPEC.md I5)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogs.models import Product
from inventory.enums import TransferStatus
from inventory.models.warehouses import Warehouse, kept_by
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

ENDS_HERE = "source_keeper_id = app.distributor_id() OR destination_keeper_id = app.distributor_id()"
_SEEN = f"(status <> 'draft' AND ({ENDS_HERE})) OR writer_id = app.distributor_id()"


class Transfer(TenantModel):
    """Stock on its way from one warehouse to another (SPEC.md I5).

    A draft has no number yet, so that deleting it leaves no gap. `writer` is the company that wrote it, and sends
    it: the supplier, or a distributor that sends stock back.
    """

    number = models.PositiveIntegerField(null=True, blank=True)
    writer = organization_key()
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
                condition=Q(writer=F("supplier")) | Q(writer=F("source_keeper")),
                name="transfer_written_by_supplier_or_sender",
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
                    "distributor": _SEEN,
                    "guest": f"supplier_id = app.supplier_id() AND ({_SEEN})",
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

"""Orders as they were placed, and what happened to them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogs.models import Product
from inventory.models import Warehouse
from orders.enums import OPEN_STATUSES, UNDER_WAY_STATUSES, OrderSide, OrderStatus
from orders.models.carts import OPENED
from orders.numbering import LAST_NUMBER, order_label
from retailers.models import Customer
from wholesale.organizations.enums import Party, Step
from wholesale.tenancy.declarations import Access, CopiedKeys, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

KEYS = ["supplier_id", "retailer_id", "distributor_id"]
OPEN, UNDER_WAY = Q(status__in=sorted(OPEN_STATUSES)), Q(status__in=sorted(UNDER_WAY_STATUSES))


class Order(TenantModel):
    """An order as it was placed (SPEC.md O5, O6): names and addresses are copies.

    `next_step`, `owed_by` and `due_at` say whose turn it is (O12); overdue is derived from them. Nobody's is one that
    is closed, or was entered for a customer that is still to register (O17). Whether it is a test the database copies
    from the customer: it is numbered after LAST_NUMBER, and no distributor gets it. `follows` is the order that a
    back-order was moved out of. `has_handover` and `has_backorder` say that one of its lines has units to hand over, or
    units that are not reserved.
    """

    retailer = organization_key()
    distributor = organization_key(null=True, blank=True)
    customer = tenant_key(Customer)
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=OrderStatus, default=OrderStatus.SUBMITTED)
    submission_key = models.UUIDField()
    submitted_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    preparing_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    delivery_date = models.DateField(_("delivery date"))
    next_step = models.CharField(max_length=12, choices=Step, blank=True)
    owed_by = models.CharField(max_length=12, choices=Party, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    supplier_name = models.CharField(max_length=120)
    retailer_name = models.CharField(max_length=120)
    distributor_name = models.CharField(max_length=120, blank=True)
    carrier_name = models.CharField(max_length=120, blank=True)
    ship_to = models.JSONField()
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_language = models.CharField(max_length=5, default="en")
    po_number = models.CharField(_("PO number"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    line_count = models.PositiveIntegerField()
    follows = tenant_key("orders.Order", null=True, blank=True)
    has_handover = models.BooleanField(default=False, db_default=False, editable=False)
    has_backorder = models.BooleanField(default=False, db_default=False, editable=False)
    is_test = models.BooleanField(default=False, db_default=False, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="order_key"),
            models.UniqueConstraint(fields=["supplier", "number"], name="order_number_once"),
            models.UniqueConstraint(
                fields=["supplier", "retailer", "submission_key"], name="order_submission_once"
            ),
            models.CheckConstraint(
                condition=OPEN & Q(due_at__isnull=False) & ~Q(next_step="") & ~Q(owed_by="")
                | ~UNDER_WAY & Q(due_at__isnull=True, next_step="", owed_by=""),
                name="order_open_has_a_turn",
            ),
            models.CheckConstraint(
                condition=~Q(status=OrderStatus.DELIVERED) | Q(delivered_at__isnull=False),
                name="order_delivered_has_time",
            ),
            models.CheckConstraint(
                condition=Q(is_test=False, number__lte=LAST_NUMBER)
                | Q(is_test=True, number__gt=LAST_NUMBER, distributor__isnull=True),
                name="order_test_stands_apart",
            ),
            TenantReference(name="order_customer", field="customer"),
            TenantReference(name="order_follows", field="follows"),
            CopiedKeys(name="order_is_test", field="customer", columns=["is_test"]),
            Access(
                name="order_access",
                supplier="select, insert, update",
                distributor="select",
                guest="select",
                link="select",
                retailer="select",
                staff="select, update(customer_id, retailer_id)",
                rows={
                    "retailer": OPENED,
                    "link": "id = app.order_id() AND supplier_id = app.supplier_id()"
                    " AND distributor_id = app.distributor_id()",
                },
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "-submitted_at", "-id"], name="order_supplier"),
            models.Index(fields=["distributor", "-submitted_at", "-id"], name="order_distributor"),
            models.Index(
                fields=["retailer", "-submitted_at", "-id"], include=["supplier"], name="order_retailer"
            ),
            models.Index(fields=["supplier", "status", "-submitted_at"], name="order_status"),
            models.Index(fields=["distributor", "delivery_date"], name="order_delivery_date"),
            models.Index(fields=["customer"], condition=OPEN, name="order_customer_open"),
            models.Index(
                fields=["supplier", "due_at"], condition=Q(due_at__isnull=False), name="order_supplier_due"
            ),
            models.Index(
                fields=["distributor", "due_at"],
                condition=Q(due_at__isnull=False),
                name="order_distributor_due",
            ),
            models.Index(fields=["follows"], condition=Q(follows__isnull=False), name="order_follows"),
            models.Index(
                fields=["supplier", "-submitted_at", "-id"],
                condition=Q(has_handover=True),
                name="order_supplier_handover",
            ),
            models.Index(
                fields=["distributor", "-submitted_at", "-id"],
                condition=Q(has_handover=True),
                name="order_distributor_handover",
            ),
            models.Index(
                fields=["supplier", "-submitted_at", "-id"],
                condition=Q(has_backorder=True),
                name="order_supplier_backorder",
            ),
        ]

    @property
    def label(self) -> str:
        """Return the number as people read it: 1042, or TEST-1."""
        return order_label(self.number)

    @property
    def state(self) -> OrderStatus:
        """Return its status with its word, tone and all."""
        return OrderStatus(self.status)

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still owes it a step."""
        return self.status in OPEN_STATUSES

    @property
    def waits_for_registration(self) -> bool:
        """Tell whether its supplier entered it for a customer that has not registered: nobody owes a step."""
        return self.is_open and self.due_at is None

    @property
    def is_held(self) -> bool:
        """Tell whether its stock is still to leave: only then something is to hand over, or waits."""
        return self.shipped_at is None and self.closed_at is None

    @property
    def is_overdue(self) -> bool:
        """Tell whether its next step should have been taken by now."""
        return self.due_at is not None and self.due_at < timezone.now()


class OrderLine(TenantModel):
    """One product of an order: who it is, how much, and from which warehouse.

    What is neither handed over nor back-ordered is reserved at `warehouse`, of whoever delivers. `handover_units` are
    reserved at the supplier's own `handover_warehouse`, for another company to deliver (SPEC.md I9);
    `backordered_units` are ordered and reserved nowhere (I10).

    `ordered_units` is what the retailer asked for last, `quantity_units` what is to come: the supplier may change that
    before shipping (O9). A line that was taken out stays, with nothing of both, for its history.
    """

    retailer = organization_key(null=True)
    distributor = organization_key(null=True)
    order = tenant_key(Order, related_name="lines")
    position = models.PositiveSmallIntegerField()
    product = tenant_key(Product)
    warehouse = models.ForeignKey(Warehouse, models.PROTECT, null=True, related_name="+", db_index=False)
    handover_warehouse = models.ForeignKey(
        Warehouse, models.PROTECT, null=True, related_name="+", db_index=False
    )
    handover_units = models.PositiveIntegerField(default=0, db_default=0)
    backordered_units = models.PositiveIntegerField(default=0, db_default=0)
    sku = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    pack = models.CharField(max_length=60, blank=True)
    ordered_units = models.PositiveIntegerField()
    quantity_units = models.PositiveIntegerField()
    shipped_units = models.PositiveIntegerField(null=True, blank=True)
    delivered_units = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            TenantKey(name="order_line_key"),
            models.UniqueConstraint(fields=["supplier", "order", "product"], name="order_line_once"),
            models.CheckConstraint(
                condition=Q(quantity_units__gte=F("handover_units") + F("backordered_units"))
                & (
                    Q(warehouse__isnull=False)
                    | Q(quantity_units=F("handover_units") + F("backordered_units"))
                ),
                name="order_line_is_reserved_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(handover_units=0) | Q(handover_warehouse__isnull=False),
                name="order_line_handed_over_from",
            ),
            TenantReference(name="order_line_order", field="order"),
            CopiedKeys(name="order_line_keys", field="order", columns=KEYS),
            TenantReference(name="order_line_product", field="product"),
            Access(
                name="order_line_access",
                supplier="select, insert, update",
                distributor="select",
                guest="select",
                link="select",
                retailer="select",
                staff="select",
                rows={"retailer": OPENED},
            ),
        ]
        indexes = [
            models.Index(fields=["distributor", "supplier"], name="order_line_distributor"),
            models.Index(fields=["retailer"], name="order_line_retailer"),
        ]


class OrderEvent(TenantModel):
    """What happened to an order, by whom; append-only (SPEC.md O11).

    `submission_key` is that of the form which changed it, so that a double click changes it once.
    """

    retailer = organization_key(null=True)
    distributor = organization_key(null=True)
    order = tenant_key(Order, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    status_before = models.CharField(max_length=12, blank=True)
    status_after = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=120, blank=True)
    by_side = models.CharField(max_length=12, choices=OrderSide, blank=True)
    note = models.CharField(max_length=500, blank=True)
    submission_key = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "order", "sequence"], name="order_event_once"),
            models.UniqueConstraint(
                fields=["supplier", "order", "submission_key"],
                condition=Q(submission_key__isnull=False),
                name="order_event_submission_once",
            ),
            TenantReference(name="order_event_order", field="order"),
            CopiedKeys(name="order_event_keys", field="order", columns=KEYS),
            Access(
                name="order_event_access",
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
            models.Index(fields=["distributor", "supplier"], name="order_event_distributor"),
            models.Index(fields=["retailer"], name="order_event_retailer"),
        ]


class OrderCounter(TenantModel):
    """The last order number a supplier gave out."""

    last_number = models.PositiveIntegerField(default=0)
    last_test_number = models.PositiveIntegerField(default=LAST_NUMBER, db_default=LAST_NUMBER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier"], name="order_counter_once"),
            Access(name="order_counter_access", supplier="select, insert, update"),
        ]

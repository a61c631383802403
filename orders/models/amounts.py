"""What orders cost: their totals, lines, deposits and taxes. Distributors have no grant on any of it."""

from django.db import models
from django.db.models import F, Q

from catalogs.enums import PaymentTerms
from orders.models.carts import OPENED, OWN_KEYS
from orders.models.orders import Order, OrderLine
from wholesale.tenancy.declarations import Access, CopiedKeys, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key


class OrderTotal(TenantModel):
    """What an order amounts to, and by which terms: as they were when it was placed.

    `tax` is the sum of its taxes, on the goods alone: contained in them where `includes_tax`, else added to them.
    `missing_to_minimum`, `over_credit_limit` and `was_on_hold` say against what warning it was placed.
    """

    retailer = organization_key(null=True)
    order = models.OneToOneField(
        Order, models.PROTECT, related_name="total", db_constraint=False, db_index=False
    )
    currency = models.CharField(max_length=3)
    goods = models.DecimalField(max_digits=14, decimal_places=3)
    delivery_fee = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    deposits = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    tax = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    includes_tax = models.BooleanField(default=False)
    total = models.DecimalField(max_digits=14, decimal_places=3)
    payment_terms = models.CharField(max_length=12, choices=PaymentTerms, blank=True)
    payment_terms_days = models.PositiveSmallIntegerField(default=0)
    is_tax_exempt = models.BooleanField(default=False)
    tax_certificate = models.CharField(max_length=40, blank=True)
    missing_to_minimum = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    over_credit_limit = models.DecimalField(max_digits=18, decimal_places=3, default=0)
    was_on_hold = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "order"], name="order_total_once"),
            models.CheckConstraint(
                condition=Q(
                    includes_tax=False, total=F("goods") + F("delivery_fee") + F("deposits") + F("tax")
                )
                | Q(includes_tax=True, total=F("goods") + F("delivery_fee") + F("deposits")),
                name="order_total_adds_up",
            ),
            TenantReference(name="order_total_order", field="order"),
            CopiedKeys(name="order_total_keys", field="order", columns=OWN_KEYS),
            Access(
                name="order_total_access",
                supplier="select, insert, update",
                retailer="select",
                staff="select",
                rows={"retailer": OPENED},
            ),
        ]
        indexes = [models.Index(fields=["retailer"], name="order_total_retailer")]


class OrderLineAmount(TenantModel):
    """What a line costs, the deposit on each of its units, and by which `taxes`: orders.totals.Rate in JSON."""

    retailer = organization_key(null=True)
    line = models.OneToOneField(
        OrderLine, models.PROTECT, related_name="amount", db_constraint=False, db_index=False
    )
    unit_price = models.DecimalField(max_digits=12, decimal_places=3)
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    deposit = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    taxes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "line"], name="order_line_amount_once"),
            TenantReference(name="order_line_amount_line", field="line"),
            CopiedKeys(name="order_line_amount_keys", field="line", columns=OWN_KEYS),
            Access(
                name="order_line_amount_access",
                supplier="select, insert, update",
                retailer="select",
                staff="select",
                rows={"retailer": OPENED},
            ),
        ]
        indexes = [models.Index(fields=["retailer"], name="order_line_amount_retailer")]


class OrderTax(TenantModel):
    """One tax of an order: on what it is charged, by which registration, what it comes to, rounded for the order."""

    retailer = organization_key(null=True)
    order = tenant_key(Order, related_name="taxes")
    name = models.CharField(max_length=40)
    rate_percent = models.DecimalField(max_digits=6, decimal_places=3)
    number = models.CharField(max_length=40, blank=True)
    base = models.DecimalField(max_digits=14, decimal_places=3)
    amount = models.DecimalField(max_digits=14, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "order", "name", "rate_percent"], name="order_tax_once"
            ),
            models.CheckConstraint(
                condition=Q(rate_percent__gt=0, base__gte=0, amount__gte=0), name="order_tax_not_negative"
            ),
            TenantReference(name="order_tax_order", field="order"),
            CopiedKeys(name="order_tax_keys", field="order", columns=OWN_KEYS),
            Access(
                name="order_tax_access",
                supplier="select, insert, update",
                retailer="select",
                staff="select",
                rows={"retailer": OPENED},
            ),
        ]
        indexes = [models.Index(fields=["retailer"], name="order_tax_retailer")]

"""What retailers mean to order."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from catalogs.models import Product
from retailers.models import Customer
from wholesale.tenancy.declarations import Access, CopiedKeys, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

OWN_KEYS = ["supplier_id", "retailer_id"]
CART_KEYS = [*OWN_KEYS, "is_suppliers"]
# What a supplier enters for a customer that has not registered (O17) opens to its retailer once the supplier has let it
# in: whoever has claimed the entry meanwhile learns neither a price nor that the supplier knows it (P7).
# IN, which no index answers: with = ANY the planner would take an index that begins with the supplier.
OPENED = (
    "retailer_id = app.retailer_id() AND supplier_id IN (SELECT supplier_id FROM retailers_customer"
    " WHERE registered_at IS NOT NULL)"
)
# What a supplier is about to enter is its own until it is an order.
OPENED_CART = f"{OPENED} AND NOT is_suppliers"


class Cart(TenantModel):
    """What a retailer means to order from one supplier for one of its places; shared by its buyers (SPEC.md O2).

    `ship_to_id` is the id of a ship-to address, and stays when that is removed: the cart then asks where to. Without
    one it is for the company's own address. `is_suppliers` marks the one that the supplier fills for the customer
    (O17), which is tied to no place.
    """

    retailer = organization_key()
    customer = tenant_key(Customer)
    ship_to_id = models.UUIDField(null=True, blank=True)
    is_suppliers = models.BooleanField(default=False, db_default=False, editable=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            TenantKey(name="cart_key"),
            models.UniqueConstraint(
                fields=["supplier", "retailer", "ship_to_id", "is_suppliers"],
                name="cart_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(is_suppliers=False) | Q(ship_to_id__isnull=True),
                name="cart_of_supplier_is_untied",
            ),
            TenantReference(name="cart_customer", field="customer"),
            Access(
                name="cart_access",
                supplier="select, insert, update, delete",
                retailer="select, insert, update, delete",
                staff="select, insert, update, delete",
                rows={"retailer": OPENED_CART},
            ),
        ]
        indexes = [models.Index(fields=["retailer"], name="cart_retailer")]


class CartLine(TenantModel):
    """One product of a cart, with the name and the price it was put in at.

    Its name stays to be read when the product is no longer shown to its buyer.
    """

    retailer = organization_key()
    cart = tenant_key(Cart, related_name="lines")
    is_suppliers = models.BooleanField(default=False, db_default=False, editable=False)
    product = tenant_key(Product)
    quantity_units = models.PositiveIntegerField()
    seen_name = models.CharField(max_length=120)
    seen_unit_price = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "cart", "product"], name="cart_line_once"),
            models.CheckConstraint(condition=Q(quantity_units__gte=1), name="cart_line_from_one"),
            TenantReference(name="cart_line_cart", field="cart"),
            CopiedKeys(name="cart_line_keys", field="cart", columns=CART_KEYS),
            TenantReference(name="cart_line_product", field="product"),
            Access(
                name="cart_line_access",
                supplier="select, insert, update, delete",
                retailer="select, insert, update, delete",
                staff="select, insert, update, delete",
                rows={"retailer": OPENED_CART},
            ),
        ]
        indexes = [models.Index(fields=["retailer"], name="cart_line_retailer")]

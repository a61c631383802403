"""A supplier's products, price lists and what each customer pays by."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from retailers.models import Customer
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

ACTIVE_SUPPLIERS = "supplier_id = ANY (ARRAY(SELECT supplier_id FROM retailers_customer WHERE is_active))"
# In force, not proposed or ended: orders and transfers keep what they name of a product on their own lines.
AGREED_SUPPLIERS = (
    "supplier_id = ANY (ARRAY(SELECT supplier_id FROM organizations_agreement WHERE status = 'active'))"
)
# Terms wait from a customer's first day; a retailer reads them once the supplier has let it in (P7).
OPENED_CUSTOMERS = (
    "retailer_id = app.retailer_id() AND customer_id = ANY (ARRAY(SELECT id FROM retailers_customer))"
)
OWN_PRICE_LISTS = "ANY (ARRAY(SELECT price_list_id FROM catalogs_customerterms))"


class Product(TenantModel):
    """Something a supplier sells, by the unit that is ordered: a case, a keg (SPEC.md K1)."""

    sku = models.CharField(_("SKU"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    category = models.CharField(_("category"), max_length=60, blank=True)
    brand = models.CharField(_("brand"), max_length=60, blank=True)
    pack = models.CharField(_("pack"), max_length=60, blank=True, help_text=_("For example 24 × 355 ml"))
    order_multiple = models.PositiveIntegerField(_("order multiple"), default=1)
    minimum_units = models.PositiveIntegerField(_("minimum"), default=1)
    low_stock_units = models.PositiveIntegerField(_("low at"), default=10)
    gtin = models.CharField(_("barcode (GTIN)"), max_length=14, blank=True)
    weight_grams = models.PositiveIntegerField(_("weight in grams"), null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    search_text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="product_key"),
            models.UniqueConstraint(fields=["supplier", "sku"], name="product_sku_once"),
            models.CheckConstraint(
                condition=Q(order_multiple__gte=1, minimum_units__gte=1), name="product_ordered_from_one"
            ),
            Access(
                name="product_access",
                supplier="select, insert, update",
                distributor="select",
                guest="select",
                retailer="select",
                staff="select",
                rows={
                    "distributor": AGREED_SUPPLIERS,
                    "guest": "supplier_id = app.supplier_id()",
                    "retailer": f"is_active AND {ACTIVE_SUPPLIERS}",
                },
            ),
        ]
        indexes = [models.Index(fields=["supplier", "name", "id"], name="product_name")]

    def __str__(self) -> str:
        return self.name


class PriceList(TenantModel):
    """A named set of prices, called price type on screen (SPEC.md K2)."""

    name = models.CharField(_("name"), max_length=60)
    currency = models.CharField(_("currency"), max_length=3)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            TenantKey(name="price_list_key"),
            models.UniqueConstraint(fields=["supplier", "name"], name="price_list_name_once"),
            models.UniqueConstraint(
                fields=["supplier"], condition=Q(is_default=True), name="price_list_one_default"
            ),
            Access(
                name="price_list_access",
                supplier="select, insert, update",
                retailer="select",
                rows={"retailer": f"id = {OWN_PRICE_LISTS}"},
            ),
        ]


class Price(TenantModel):
    """What one unit of a product costs on a price list."""

    price_list = tenant_key(PriceList, related_name="prices")
    product = tenant_key(Product, related_name="prices")
    unit_price = models.DecimalField(_("price"), max_digits=12, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "price_list", "product"], name="price_once"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="price_not_negative"),
            TenantReference(name="price_price_list", field="price_list"),
            TenantReference(name="price_product", field="product"),
            Access(
                name="price_access",
                supplier="select, insert, update, delete",
                retailer="select",
                rows={"retailer": f"price_list_id = {OWN_PRICE_LISTS}"},
            ),
        ]
        indexes = [models.Index(fields=["price_list", "product"], name="price_list_product")]


class CustomerTerms(TenantModel):
    """By which price list a customer buys (SPEC.md C14). Every customer has a row from the start."""

    retailer = organization_key()
    customer = models.OneToOneField(
        Customer, models.PROTECT, related_name="terms", db_constraint=False, db_index=False
    )
    price_list = tenant_key(PriceList)
    minimum_order = models.DecimalField(_("minimum order"), max_digits=12, decimal_places=3, default=0)
    payment_terms_days = models.PositiveSmallIntegerField(_("payment terms in days"), default=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "customer"], name="customer_terms_once"),
            TenantReference(name="customer_terms_customer", field="customer"),
            TenantReference(name="customer_terms_price_list", field="price_list"),
            Access(
                name="customer_terms_access",
                supplier="select, insert, update",
                retailer="select",
                rows={"retailer": OPENED_CUSTOMERS},
            ),
        ]
        indexes = [models.Index(fields=["retailer", "supplier"], name="customer_terms_retailer")]

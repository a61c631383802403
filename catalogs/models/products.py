"""What a supplier sells."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogs.days import last_day
from catalogs.enums import LicenceRule
from catalogs.models.taxes import TaxClass
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, tenant_key

# What a retailer is shown (SPEC.md K5). Nearly always the first holds and the second is never asked; each function
# is asked once for a statement, and only of this retailer's active customers.
SHOWN_CATALOGS = "ANY ((SELECT app.shown_catalogs())::uuid[])"
SHOWN_PRODUCTS = (
    "is_active AND (sold_from IS NULL OR sold_from <= now()) AND (sold_until IS NULL OR sold_until > now())"
    " AND (supplier_id = ANY ((SELECT app.suppliers_shown_whole())::uuid[])"
    " OR EXISTS (SELECT FROM catalogs_catalogproduct c WHERE c.product_id = catalogs_product.id))"
)
# In force, not proposed or ended: orders and transfers keep what they name of a product on their own lines.
AGREED_SUPPLIERS = (
    "supplier_id = ANY (ARRAY(SELECT supplier_id FROM organizations_agreement WHERE status = 'active'))"
)


class Product(TenantModel):
    """Something a supplier sells, by the unit that is ordered: a case, a keg (SPEC.md K1).

    `deposit` is charged for each unit, in the supplier's own currency. Days are kept as a catalog's are. The words of
    `search_text` are what it is found by: the database keeps them in ProductToken.
    """

    sku = models.CharField(_("SKU"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    category = models.CharField(_("category"), max_length=60, blank=True)
    brand = models.CharField(_("brand"), max_length=60, blank=True)
    unit = models.CharField(
        _("unit"), max_length=20, blank=True, help_text=_("For example case, keg, bottle")
    )
    pack = models.CharField(_("pack"), max_length=60, blank=True, help_text=_("For example 24 × 355 ml"))
    order_multiple = models.PositiveIntegerField(_("order multiple"), default=1)
    minimum_units = models.PositiveIntegerField(_("minimum"), default=1)
    allows_backorder = models.BooleanField(_("can be back-ordered"), default=False, db_default=False)
    licence = models.CharField(
        _("licence"), max_length=6, choices=LicenceRule, blank=True, default="", db_default=""
    )
    tracks_lots = models.BooleanField(_("has lots"), default=False, db_default=False)
    low_stock_units = models.PositiveIntegerField(_("low at"), default=10)
    gtin = models.CharField(_("barcode (GTIN)"), max_length=14, blank=True)
    weight_grams = models.PositiveIntegerField(_("weight in grams"), null=True, blank=True)
    tax_class = tenant_key(TaxClass, null=True, blank=True, verbose_name=_("tax class"))
    deposit = models.DecimalField(_("deposit"), max_digits=12, decimal_places=3, default=0)
    sold_from = models.DateTimeField(_("first day"), null=True, blank=True)
    sold_until = models.DateTimeField(_("last day"), null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    search_text = models.TextField(blank=True, editable=False)
    # The digest of its first picture, or nothing; the database keeps it, so that a list shows it without asking.
    picture_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="product_key"),
            models.UniqueConstraint(fields=["supplier", "sku"], name="product_sku_once"),
            models.CheckConstraint(
                condition=Q(order_multiple__gte=1, minimum_units__gte=1), name="product_ordered_from_one"
            ),
            models.CheckConstraint(condition=Q(deposit__gte=0), name="product_deposit_not_negative"),
            models.CheckConstraint(
                condition=Q(sold_from__isnull=True)
                | Q(sold_until__isnull=True)
                | Q(sold_until__gt=F("sold_from")),
                name="product_ends_after_it_begins",
            ),
            TenantReference(name="product_tax_class", field="tax_class"),
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
                    "retailer": SHOWN_PRODUCTS,
                },
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "name", "id"], name="product_name"),
            models.Index(fields=["supplier", "category", "name", "id"], name="product_category"),
            models.Index(fields=["supplier", "brand", "name", "id"], name="product_brand"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """Return the last day on which it is sold, where its supplier is."""
        return last_day(self.sold_until, self.supplier.time_zone)

"""Price lists, and what products cost on them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogs.models.products import Product
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, tenant_key

OWN_PRICE_LISTS = "ANY (ARRAY(SELECT price_list_id FROM catalogs_customerterms))"


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

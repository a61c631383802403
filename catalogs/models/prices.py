"""Price lists, and what products cost on them and for single customers, from when on."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from catalogs.enums import PriceRounding
from catalogs.models.products import Product
from retailers.models import Customer
from wholesale.tenancy.declarations import Access, CopiedKeys, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

OWN_PRICE_LISTS = "ANY (ARRAY(SELECT price_list_id FROM catalogs_customerterms))"
OWN_CUSTOMER = (
    "retailer_id = app.retailer_id() AND customer_id = ANY"
    " (ARRAY(SELECT id FROM retailers_customer WHERE is_active))"
)
# What is to come its supplier tells, or not; by the clock that the pricing reads, so that both turn at one moment.
HAS_BEGUN = "valid_from <= statement_timestamp()"


class PriceList(TenantModel):
    """A named set of prices, called price type on screen (SPEC.md K2).

    With a base list it is derived: its prices follow those of the base, whenever those are published.
    """

    name = models.CharField(_("name"), max_length=60)
    currency = models.CharField(_("currency"), max_length=3)
    is_default = models.BooleanField(default=False)
    base_list = tenant_key("self", null=True, blank=True, related_name="derived")
    derived_percent = models.DecimalField(
        _("more or less in %"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    derived_amount = models.DecimalField(
        _("more or less"), max_digits=12, decimal_places=3, null=True, blank=True
    )
    rounding = models.CharField(
        _("rounded to"), max_length=8, choices=PriceRounding, default=PriceRounding.COINS
    )
    includes_tax = models.BooleanField(_("prices include tax"), default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="price_list_key"),
            models.UniqueConstraint(fields=["supplier", "name"], name="price_list_name_once"),
            models.UniqueConstraint(
                fields=["supplier"], condition=Q(is_default=True), name="price_list_one_default"
            ),
            models.CheckConstraint(
                condition=Q(base_list__isnull=True, derived_percent__isnull=True, derived_amount__isnull=True)
                | Q(base_list__isnull=False, derived_percent__isnull=False, derived_amount__isnull=True)
                | Q(base_list__isnull=False, derived_percent__isnull=True, derived_amount__isnull=False),
                name="price_list_derived_by_one_rule",
            ),
            models.CheckConstraint(
                condition=Q(derived_percent__isnull=True)
                | Q(derived_percent__gte=-100, derived_percent__lte=1000),
                name="price_list_percent_fits",
            ),
            models.CheckConstraint(condition=~Q(base_list=F("id")), name="price_list_base_is_another"),
            TenantReference(name="price_list_base", field="base_list"),
            Access(
                name="price_list_access",
                supplier="select, insert, update, delete",
                retailer="select",
                rows={"retailer": f"id = {OWN_PRICE_LISTS}"},
            ),
        ]

    def __str__(self) -> str:
        return self.name


def breaks_fit() -> models.Func:
    """Return the condition that quantity breaks ascend from two units on, each with a price."""
    columns = (F("break_units"), F("break_prices"))
    return models.Func(*columns, function="app.breaks_fit", output_field=models.BooleanField())


class QuotedPrice(TenantModel):
    """What one unit of a product costs, with its quantity breaks, from a moment on.

    Of several in force the one that began last counts: one that ends falls back to what was before. Rows stay when
    they have ended.
    """

    product = tenant_key(Product, related_name="+")
    break_units = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    break_prices = ArrayField(models.DecimalField(max_digits=12, decimal_places=3), default=list, blank=True)
    valid_from = models.DateTimeField(db_default=Now())
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def breaks(self) -> list[tuple[int, Decimal]]:
        """Return from how many units on one costs how much."""
        return list(zip(self.break_units, self.break_prices, strict=True))


def quoted(prefix: str) -> list[Any]:
    """Return the constraints of a table of quoted prices."""
    return [
        models.CheckConstraint(condition=breaks_fit(), name=f"{prefix}_breaks_fit"),
        models.CheckConstraint(
            condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            name=f"{prefix}_ends_after_it_begins",
        ),
        TenantReference(name=f"{prefix}_product", field="product"),
    ]


class Price(QuotedPrice):
    """What a product costs on a price list. Rows are written when a change is published, and by nothing else.

    Without a price the product is off the list from then on. `is_derived` rows follow the base list's; others are
    the list's own, and come before those.
    """

    unit_price = models.DecimalField(_("price"), max_digits=12, decimal_places=3, null=True)
    price_list = tenant_key(PriceList, related_name="prices")
    change = tenant_key("PriceChange", null=True, related_name="prices")
    is_derived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "price_list", "product", "valid_from"], name="price_once"
            ),
            models.CheckConstraint(
                condition=Q(unit_price__isnull=True, break_units__len=0) | Q(unit_price__gte=0),
                name="price_not_negative",
            ),
            *quoted("price"),
            TenantReference(name="price_price_list", field="price_list"),
            TenantReference(name="price_change", field="change"),
            Access(
                name="price_access",
                supplier="select, insert, update, delete",
                retailer="select",
                rows={"retailer": f"price_list_id = {OWN_PRICE_LISTS} AND {HAS_BEGUN}"},
            ),
        ]
        indexes = [
            models.Index(
                fields=["price_list", "product", "is_derived", "-valid_from"], name="price_list_product"
            ),
            models.Index(fields=["change"], name="price_by_change"),
        ]


class CustomerPrice(QuotedPrice):
    """What one customer pays for a product, in place of its list's price (SPEC.md K2).

    `is_net`: its markup or discount does not apply. It counts while the customer buys in this currency.
    """

    unit_price = models.DecimalField(_("price"), max_digits=12, decimal_places=3)
    retailer = organization_key()
    customer = tenant_key(Customer, related_name="special_prices")
    currency = models.CharField(max_length=3)
    is_net = models.BooleanField(_("net: markup or discount does not apply"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "customer", "product", "valid_from"], name="customer_price_once"
            ),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="customer_price_not_negative"),
            *quoted("customer_price"),
            TenantReference(name="customer_price_customer", field="customer"),
            CopiedKeys(name="customer_price_keys", field="customer", columns=["retailer_id"]),
            Access(
                name="customer_price_access",
                supplier="select, insert, update, delete",
                retailer="select",
                staff="select, insert, update, delete",
                rows={"retailer": f"{OWN_CUSTOMER} AND {HAS_BEGUN}"},
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "product", "-valid_from"], name="customer_price_product"),
            models.Index(fields=["product"], name="customer_price_of_product"),
        ]

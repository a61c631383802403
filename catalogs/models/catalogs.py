"""Named assortments, and with whom each is shared."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogs.days import last_day
from catalogs.models.products import SHOWN_CATALOGS, Product
from retailers.models import Customer, CustomerGroup
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, tenant_key


def parted_key(model: Any, **options: Any) -> Any:
    """Return a key to something with which the row goes."""
    return tenant_key(model, on_delete=models.DO_NOTHING, **options)


class Catalog(TenantModel):
    """A supplier's assortment: products of choice, or all of them (SPEC.md K4).

    A day is kept as the moment at which it begins or has ended where the supplier is, so that nothing that
    reads a catalog needs to know its time zone.
    """

    name = models.CharField(_("name"), max_length=60)
    includes_all_products = models.BooleanField(_("all products"), default=False)
    shared_with_everyone = models.BooleanField(_("shared with everyone"), default=False)
    opens_at = models.DateTimeField(_("first day"), null=True, blank=True)
    closes_at = models.DateTimeField(_("last day"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="catalog_key"),
            models.UniqueConstraint("supplier", Lower("name"), name="catalog_name_once"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="catalog_closes_after_it_opens",
            ),
            Access(
                name="catalog_access",
                supplier="select, insert, update, delete",
                retailer="select",
                rows={"retailer": f"id = {SHOWN_CATALOGS}"},
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """Return its last day, where its supplier is."""
        return last_day(self.closes_at, self.supplier.time_zone)

    @property
    def is_open(self) -> bool:
        """Tell whether its days have begun and not ended."""
        now = timezone.now()
        return (self.opens_at is None or self.opens_at <= now) and (
            self.closes_at is None or self.closes_at > now
        )


class CatalogProduct(TenantModel):
    """That a product was chosen for a catalog."""

    catalog = parted_key(Catalog, related_name="chosen")
    product = tenant_key(Product)

    class Meta:
        constraints = [
            TenantReference(name="catalog_product_catalog", field="catalog", cascades=True),
            TenantReference(name="catalog_product_product", field="product"),
            models.UniqueConstraint(fields=["supplier", "catalog", "product"], name="catalog_product_once"),
            Access(
                name="catalog_product_access",
                supplier="select, insert, delete",
                retailer="select",
                rows={"retailer": f"catalog_id = {SHOWN_CATALOGS}"},
            ),
        ]
        indexes = [models.Index(fields=["product", "catalog"], name="catalog_product_by_product")]


class CatalogShare(TenantModel):
    """That a catalog is shared with one customer, with one group, or with all that have a label."""

    catalog = parted_key(Catalog, related_name="shares")
    customer = tenant_key(Customer, null=True)
    group = parted_key(CustomerGroup, null=True)
    label = models.CharField(_("label"), max_length=40, blank=True)

    class Meta:
        constraints = [
            TenantReference(name="catalog_share_catalog", field="catalog", cascades=True),
            TenantReference(name="catalog_share_customer", field="customer"),
            TenantReference(name="catalog_share_group", field="group", cascades=True),
            models.CheckConstraint(
                condition=Q(customer__isnull=False, group__isnull=True, label="")
                | Q(customer__isnull=True, group__isnull=False, label="")
                | (Q(customer__isnull=True, group__isnull=True) & ~Q(label="")),
                name="catalog_share_with_one",
            ),
            models.UniqueConstraint(
                "supplier", "catalog", "customer", "group", Lower("label"),
                nulls_distinct=False, name="catalog_share_once",
            ),
            Access(
                name="catalog_share_access",
                supplier="select, insert, delete",
                staff="select, insert, update, delete",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["supplier", "customer"], name="catalog_share_by_customer"),
            models.Index(fields=["supplier", "group"], name="catalog_share_by_group"),
        ]


class CustomerCatalog(TenantModel):
    """That a share reaches a customer: kept by the database, because no retailer may read groups or labels.

    A catalog that is shared with everyone needs no row. Nor do days count here: they are asked for when reading.
    """

    customer = tenant_key(Customer)
    catalog = parted_key(Catalog)

    class Meta:
        constraints = [
            TenantReference(name="customer_catalog_customer", field="customer"),
            TenantReference(name="customer_catalog_catalog", field="catalog", cascades=True),
            models.UniqueConstraint(fields=["supplier", "customer", "catalog"], name="customer_catalog_once"),
            Access(
                name="customer_catalog_access",
                supplier="select",
                retailer="select",
                staff="select, insert, delete",
                rows={
                    "retailer": "customer_id = ANY (ARRAY(SELECT id FROM retailers_customer WHERE is_active))"
                },
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "catalog"], name="customer_catalog_by_customer"),
            models.Index(fields=["supplier", "catalog"], name="customer_catalog_by_catalog"),
        ]

"""By which tax a product is sold."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from wholesale.tenancy.declarations import Access, TenantKey
from wholesale.tenancy.models import TenantModel


class TaxClass(TenantModel):
    """A kind of goods and the rate of tax that is added to its prices; one is the supplier's default (SPEC.md K1)."""

    name = models.CharField(_("name"), max_length=40)
    rate_percent = models.DecimalField(_("rate in %"), max_digits=6, decimal_places=3, default=Decimal(0))
    is_default = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="tax_class_key"),
            models.UniqueConstraint("supplier", Lower("name"), name="tax_class_name_once"),
            models.UniqueConstraint(
                fields=["supplier"], condition=Q(is_default=True), name="tax_class_one_default"
            ),
            models.CheckConstraint(
                condition=Q(rate_percent__gte=0, rate_percent__lte=100), name="tax_class_rate_fits"
            ),
            Access(
                name="tax_class_access",
                supplier="select, insert, update, delete",
                retailer="select",
                rows={
                    "retailer": "supplier_id = ANY (ARRAY(SELECT supplier_id FROM retailers_customer"
                    " WHERE registered_at IS NOT NULL))"
                },
            ),
        ]

    def __str__(self) -> str:
        return self.name

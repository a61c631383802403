"""By which taxes a product is sold."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from catalogs.taxing import TaxRate, tax_rates_from
from wholesale.tenancy.declarations import Access, TenantKey
from wholesale.tenancy.models import TenantModel


class TaxClass(TenantModel):
    """A kind of goods and the taxes on it, by where it is delivered; one is the supplier's default (SPEC.md K1, O18).

    `rates` are catalogs.taxing.TaxRate in JSON: read, written and versioned with the class as one.
    """

    name = models.CharField(_("name"), max_length=40)
    rates = models.JSONField(_("rates"), default=list)
    is_default = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="tax_class_key"),
            models.UniqueConstraint("supplier", Lower("name"), name="tax_class_name_once"),
            models.UniqueConstraint(
                fields=["supplier"], condition=Q(is_default=True), name="tax_class_one_default"
            ),
            models.CheckConstraint(condition=Q(rates__contains=[]), name="tax_class_rates_are_a_list"),
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

    @property
    def known_rates(self) -> list[TaxRate]:
        """Return its rates as values."""
        return tax_rates_from(self.rates)

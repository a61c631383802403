"""Where a retailer takes deliveries, and where its invoices go."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from retailers.addresses import one_line_address
from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import organization_key, uuid_key

# A retailer's own data opens to a supplier only once the retailer has accepted it (SPEC.md C12).
REGISTERED_CUSTOMERS = (
    "retailer_id = ANY (ARRAY(SELECT retailer_id FROM retailers_customer WHERE registered_at IS NOT NULL))"
)


class ShipToAddress(models.Model):
    """Where a retailer takes deliveries (SPEC.md C13). Orders keep a copy."""

    id = uuid_key()
    retailer = organization_key()
    name = models.CharField(_("name"), max_length=120)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    region = models.CharField(_("state or province"), max_length=80, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=16, blank=True)
    country = models.CharField(_("country"), max_length=2, default="US")
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=240, blank=True)
    access_notes = models.CharField(_("access notes"), max_length=240, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["retailer"], condition=Q(is_default=True), name="ship_to_one_default"
            ),
            Access(
                name="ship_to_access",
                app="select, insert",
                supplier="select",
                retailer="select, insert, update, delete",
                staff="select, update(retailer_id, is_default)",
                rows={"supplier": REGISTERED_CUSTOMERS},
            ),
        ]
        indexes = [models.Index(fields=["retailer"], name="ship_to_retailer")]

    @property
    def full_address(self) -> str:
        """Return the address in one line, as people of its country write it."""
        return one_line_address(self)


class BillToAddress(models.Model):
    """Where a retailer's invoices go, if that is not the address of its entry (SPEC.md C12)."""

    id = uuid_key()
    retailer = organization_key()
    name = models.CharField(_("company name"), max_length=120)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    region = models.CharField(_("state or province"), max_length=80, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=16, blank=True)
    country = models.CharField(_("country"), max_length=2, default="US")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["retailer"], name="bill_to_once"),
            Access(
                name="bill_to_access",
                supplier="select",
                retailer="select, insert, update, delete",
                staff="select, insert, update, delete",
                rows={"supplier": REGISTERED_CUSTOMERS},
            ),
        ]

    @property
    def full_address(self) -> str:
        """Return the address in one line, as people of its country write it."""
        return one_line_address(self)

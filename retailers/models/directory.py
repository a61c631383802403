"""The directory that all suppliers share: what every supplier may see of a retailer."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from retailers.addresses import one_line_address
from retailers.enums import Industry
from retailers.indexing import KEY_LENGTH, KEYS
from wholesale.organizations.models import Organization
from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import organization_key, uuid_key


class DirectoryEntry(models.Model):
    """A retailer's public entry: what every supplier may see (SPEC.md C5, C6).

    `search_text`, `search_tokens` and the keys are written by the service, from name, address and phone (indexing.py).
    `search_text` and `search_tokens` are written by the service, from name, address and phone; of an entry that
    is not listed, a supplier's test customer, the database keeps them empty: nobody finds it.
    """

    retailer = models.OneToOneField(
        Organization, models.PROTECT, primary_key=True, related_name="directory_entry"
    )
    name = models.CharField(_("company name"), max_length=120)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    region = models.CharField(_("state or province"), max_length=80, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=16, blank=True)
    country = models.CharField(_("country"), max_length=2, default="US")
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    industry = models.CharField(_("industry"), max_length=60, blank=True)
    search_text = models.TextField(blank=True, editable=False)
    search_tokens = ArrayField(models.TextField(), default=list, editable=False)
    phone_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)
    house_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)
    name_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)
    is_listed = models.BooleanField(default=True, db_default=True, editable=False)
    created_by_supplier = organization_key(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            Access(
                name="directory_entry_access",
                app="select, insert, update",
                supplier="select, update",
                retailer="select, update",
                staff="select, insert, update, delete",
                rows={"supplier": "created_by_supplier_id = app.supplier_id() AND claimed_at IS NULL"},
                also_reads={"supplier": "true"},
            ),
        ]
        indexes = [
            # No list of entries still to be sorted in: after an import of thousands each search would read it whole.
            GinIndex(fields=["search_tokens"], name="directory_tokens", fastupdate=False),
            models.Index(fields=["created_by_supplier"], name="directory_creator"),
            *(
                models.Index(fields=[key], condition=~models.Q(**{key: ""}), name=f"directory_{key}")
                for key in KEYS
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_address(self) -> str:
        """Return the address in one line, as people of its country write it."""
        return one_line_address(self)

    @property
    def industry_name(self) -> str:
        """Return what kind of place it is, in words; a word of an import stands as it came."""
        return str(dict(Industry.choices).get(self.industry, self.industry))

    @property
    def is_claimed(self) -> bool:
        """Tell whether the retailer has registered and keeps the entry itself."""
        return self.claimed_at is not None


class DirectoryEmail(models.Model):
    """An address of a directory entry; found only when typed whole, by a pinned look-up."""

    id = uuid_key()
    retailer = organization_key()
    email = models.EmailField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["retailer", "email"], name="directory_email_once"),
            Access(
                name="directory_email_access",
                app="select, insert, delete",
                retailer="select, insert, delete",
                staff="select, insert, update, delete",
            ),
        ]
        indexes = [models.Index(fields=["email"], name="directory_email")]

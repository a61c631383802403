"""Places with stock, and who sees what is kept there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wholesale.tenancy.declarations import Access, TenantReference
from wholesale.tenancy.models import organization_key, uuid_key
from wholesale.tenancy.roles import own_rows

KEPT_HERE = {
    "distributor": "keeper_id = app.distributor_id()",
    "guest": "keeper_id = app.distributor_id() AND supplier_id = app.supplier_id()",
}
# A customer's distributor decides what it can get (SPEC.md I7), without one the supplier's own stock; that also where
# its terms add it (I9).
SERVED_FROM = (
    "(supplier_id, keeper_id) IN (SELECT supplier_id, coalesce(distributor_id, supplier_id)"
    " FROM retailers_customer WHERE is_active"
    " UNION ALL SELECT t.supplier_id, t.supplier_id FROM catalogs_customerterms t"
    " JOIN retailers_customer c ON c.id = t.customer_id WHERE t.adds_own_stock AND c.is_active)"
)
# Once in force, also when it has ended since: what is on its way then still has two ends.
_AGREED = (
    "organization_id = ANY (ARRAY(SELECT {} FROM organizations_agreement WHERE accepted_at IS NOT NULL))"
)


def kept_by(name: str, field: str = "warehouse", keeper: str = "keeper_id") -> TenantReference:
    """Let a key point only at a warehouse of the company named beside it."""
    return TenantReference(name=name, field=field, own=keeper, theirs="organization_id")


class Warehouse(models.Model):
    """A place with stock, kept by a supplier or a distributor. A closed one takes nothing in any more."""

    id = uuid_key()
    organization = organization_key()
    name = models.CharField(_("name"), max_length=80)
    is_default = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="warehouse_name_once"),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(is_default=True), name="warehouse_one_default"
            ),
            models.UniqueConstraint(fields=["organization", "id"], name="warehouse_key"),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(closed_at__isnull=True), name="warehouse_main_is_open"
            ),
            Access(
                name="warehouse_access",
                app="select, insert",
                supplier="select, insert, update",
                distributor="select, insert, update",
                guest="select",
                rows=own_rows(),
                also_reads={
                    "supplier": _AGREED.format("distributor_id"),
                    "distributor": _AGREED.format("supplier_id"),
                },
            ),
        ]

    def __str__(self) -> str:
        return self.name

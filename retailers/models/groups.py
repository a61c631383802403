"""A supplier's named sets of customers."""

from django.db import models
from django.db.models import Deferrable
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from retailers.enums import GroupColor
from retailers.models.customers import Customer
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, tenant_key


class CustomerGroup(TenantModel):
    """A named set of customers, with settings of its own (SPEC.md C18); no retailer may know of it.

    Where a customer is in several, the setting of the one with the lowest rank wins.
    """

    name = models.CharField(_("name"), max_length=60)
    color = models.CharField(_("colour"), max_length=8, choices=GroupColor, default=GroupColor.VIOLET)
    default_note = models.CharField(_("default note"), max_length=400, blank=True)
    rank = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="customer_group_key"),
            models.UniqueConstraint("supplier", Lower("name"), name="customer_group_name_once"),
            models.UniqueConstraint(
                fields=["supplier", "rank"], name="customer_group_rank_once", deferrable=Deferrable.IMMEDIATE
            ),
            Access(name="customer_group_access", supplier="select, insert, update, delete"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> str:
        """Return the colour of its tag."""
        return GroupColor(self.color).tone


class GroupMember(TenantModel):
    """That a customer is in a group; it goes with the group."""

    customer = tenant_key(Customer, related_name="memberships")
    group = tenant_key(CustomerGroup, related_name="members", on_delete=models.DO_NOTHING)

    class Meta:
        constraints = [
            TenantReference(name="group_member_customer", field="customer"),
            TenantReference(name="group_member_group", field="group", cascades=True),
            models.UniqueConstraint(fields=["supplier", "customer", "group"], name="group_member_once"),
            Access(
                name="group_member_access",
                supplier="select, insert, delete",
                staff="select, insert, update, delete",
            ),
        ]
        indexes = [models.Index(fields=["supplier", "group", "customer"], name="group_member_group")]

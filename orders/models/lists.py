"""What a retailer orders again and again: its favourites, and its standing lists with quantities (SPEC.md O1)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogs.models import Product
from orders.models.carts import OPENED, OWN_KEYS
from wholesale.tenancy.declarations import Access, CopiedKeys, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

# The retailer's alone: its supplier learns what was ordered, not what is meant to be.
MAY = "select, insert, update, delete"
ROWS = {"retailer": OPENED}


class Favourite(TenantModel):
    """A product that a retailer has starred, by the name it had then; shared by its buyers, as the cart is."""

    retailer = organization_key()
    product = tenant_key(Product)
    seen_name = models.CharField(max_length=120)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "retailer", "product"], name="favourite_once"),
            TenantReference(name="favourite_product", field="product"),
            Access(name="favourite_access", retailer=MAY, staff=MAY, rows=ROWS),
        ]
        indexes = [models.Index(fields=["retailer"], name="favourite_retailer")]


class StandingList(TenantModel):
    """Products and quantities under a name, shared by a retailer's buyers; `name_key` is the name in small letters."""

    retailer = organization_key()
    name = models.CharField(_("name"), max_length=60)
    name_key = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            TenantKey(name="standing_list_key"),
            models.UniqueConstraint(
                fields=["supplier", "retailer", "name_key"], name="standing_list_name_once"
            ),
            Access(name="standing_list_access", retailer=MAY, staff=MAY, rows=ROWS),
        ]
        indexes = [models.Index(fields=["retailer"], name="standing_list_retailer")]

    def __str__(self) -> str:
        return self.name


class StandingListLine(TenantModel):
    """One product of a standing list, by the name it had when it was put there."""

    retailer = organization_key()
    standing_list = tenant_key(StandingList, on_delete=models.DO_NOTHING, related_name="lines")
    position = models.PositiveIntegerField()
    product = tenant_key(Product)
    seen_name = models.CharField(max_length=120)
    quantity_units = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "standing_list", "product"], name="standing_list_line_once"
            ),
            models.CheckConstraint(condition=Q(quantity_units__gte=1), name="standing_list_line_from_one"),
            TenantReference(name="standing_list_line_list", field="standing_list", cascades=True),
            CopiedKeys(name="standing_list_line_keys", field="standing_list", columns=OWN_KEYS),
            TenantReference(name="standing_list_line_product", field="product"),
            Access(name="standing_list_line_access", retailer=MAY, staff=MAY, rows=ROWS),
        ]
        indexes = [models.Index(fields=["retailer"], name="standing_list_line_retailer")]

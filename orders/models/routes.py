"""Rounds of whoever delivers: which places a van goes to, and in what order (SPEC.md O14)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wholesale.tenancy.declarations import Access, TenantReference
from wholesale.tenancy.models import organization_key, uuid_key
from wholesale.tenancy.roles import own_rows


class Route(models.Model):
    """A named round of a distributor's, or of a supplier's that delivers itself; nobody else knows it.

    Names are checked by the service: two companies that become one keep both of their rounds.
    """

    id = uuid_key()
    organization = organization_key()
    name = models.CharField(_("name"), max_length=60)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "id"], name="route_key"),
            Access(
                name="route_access",
                supplier="select, insert, update, delete",
                distributor="select, insert, update, delete",
                guest="select, insert, update, delete",
                rows=own_rows(),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RouteStop(models.Model):
    """A place that a route goes to: one ship-to address of a retailer.

    `place` is the address's key in the orders that go there (ship_to); empty for orders that have none. `name` and
    `address` are what the last order that put it here said, for the route's own page.
    """

    id = uuid_key()
    organization = organization_key()
    route = models.ForeignKey(
        Route, models.PROTECT, related_name="stops", db_constraint=False, db_index=False
    )
    retailer = organization_key()
    place = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["route", "retailer", "place"], name="route_stop_once"),
            TenantReference(
                name="route_stop_route", field="route", own="organization_id", theirs="organization_id"
            ),
            Access(
                name="route_stop_access",
                supplier="select, insert, update, delete",
                distributor="select, insert, update, delete",
                guest="select, insert, update, delete",
                staff="select, insert, update, delete",
                rows=own_rows(),
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "retailer"], name="route_stop_place"),
            models.Index(fields=["retailer"], name="route_stop_retailer"),
        ]

"""What a customer can get: the units that are free where its stock is kept (SPEC.md I7).

A customer is served by one keeper: its distributor, or without one the supplier itself. Of each product it
can get what one warehouse of that keeper has free, since a line is taken from one place. Shop, search, cart,
API and Price & availability all read it here; the statement in services/reservations.py decides.
"""

from uuid import UUID

from django.db.models import F, IntegerField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from catalogs.models import Product
from inventory.errors import Shortage
from inventory.models import StockBalance
from retailers.models import Customer

_FREE = F("on_hand_units") - F("reserved_units")


def keeper_of(customer: Customer) -> UUID:
    """Return the company from whose stock a customer is served."""
    return customer.distributor_id or customer.supplier_id


def available_units(*, keeper_id: UUID | Combinable) -> Coalesce:
    """Return the units of each row's product that a keeper has free, to annotate a Product query with.

    Nothing in stock there is 0. Works in the supplier's and, for its own keepers, the retailer's context.

    Args:
        keeper_id: keeper_of(customer), or an OuterRef to such a column.
    Source: SPEC.md I7.
    """
    best = (
        StockBalance.objects.filter(
            supplier_id=OuterRef("supplier_id"), product_id=OuterRef("pk"), keeper_id=keeper_id
        )
        .order_by()
        .values("product_id")
        .values(free=Max(_FREE))
    )
    return Coalesce(Subquery(best, output_field=IntegerField()), Value(0))


def in_stock(products: QuerySet[Product]) -> QuerySet[Product]:
    """Narrow products with `available_units` to those of which something is free."""
    free = {"available_units__gt": 0}
    return products.filter(**free)


def shortages_of(supplier_id: UUID, keeper_id: UUID, wanted: dict[UUID, int]) -> list[Shortage]:
    """Return these products as shortages: what was wanted of each, and what its keeper has left."""
    rows = (
        Product.objects.filter(supplier_id=supplier_id, pk__in=list(wanted))
        .annotate(left=available_units(keeper_id=keeper_id))
        .order_by("name", "sku")
        .values_list("pk", "sku", "name", "left")
    )
    return [Shortage(pk, sku, name, wanted[pk], left) for pk, sku, name, left in rows]

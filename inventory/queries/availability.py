"""What a customer can get: the units that are free where its stock is kept (SPEC.md I7, I9).

A customer is served by its distributor, without one by the supplier itself; where its terms say so, by the supplier
besides its distributor. Of each product it can get what one warehouse of each keeper has free, since a line takes from
one place of each. Shop, search, cart, API, store preview and Price & availability all read it here; the statement in
services/reservations.py decides.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from catalogs.models import CustomerTerms, Product
from inventory.errors import Shortage
from retailers.models import Customer

Keepers = tuple[UUID, ...]

# What available_units says, for a statement that asks it of many products: NULL where no keeper ever had one.
FREE_UNITS = """(SELECT sum(k.units) AS units FROM (
  SELECT max(b.on_hand_units - b.reserved_units) AS units FROM inventory_stockbalance b
  WHERE b.supplier_id = :supplier: AND b.product_id = :product: AND b.keeper_id = ANY (:keepers:)
  GROUP BY b.keeper_id) k)"""
_IS_KEPT = """EXISTS (SELECT FROM inventory_stockbalance b
  WHERE b.supplier_id = :supplier: AND b.product_id = :product: AND b.keeper_id = ANY (:keepers:))"""


def keepers_of(customer: Customer) -> Keepers:
    """Return the companies from whose stock a customer is served, in the order in which a line takes from them.

    Its distributor, without one the supplier; then the supplier's own where its terms add it. In no statement where
    its terms came with the customer.
    """
    first = customer.distributor_id or customer.supplier_id
    if first == customer.supplier_id:
        return (first,)
    terms: CustomerTerms | None = getattr(customer, "terms", None)
    return (first, customer.supplier_id) if terms and terms.adds_own_stock else (first,)


def keepers_written(keepers: Iterable[UUID]) -> str:
    """Return keepers as the one parameter that `:keepers:` stands for: the text of an array."""
    return "{" + ",".join(map(str, keepers)) + "}"


def available_units(*, keepers: Keepers) -> Coalesce:
    """Return the units of each row's product that keepers have free, to annotate a Product query with.

    Nothing in stock there is 0. Works in the supplier's and, for its own keepers, the retailer's context.

    Args:
        keepers: keepers_of(customer), or whoever is looked at.
    Source: SPEC.md I7, I9.
    """
    return Coalesce(_OfKeepers(keepers, FREE_UNITS, IntegerField()), Value(0))


def is_kept(*, keepers: Keepers) -> Func:
    """Return the condition that one of these keepers ever had a product in stock, sold out by now or not."""
    return _OfKeepers(keepers, _IS_KEPT, BooleanField())


def in_stock(products: QuerySet[Product]) -> QuerySet[Product]:
    """Narrow products with `available_units` to those of which something is free, or that can be back-ordered."""
    free: dict[str, Any] = {"available_units__gt": 0}
    return products.filter(Q(**free) | Q(allows_backorder=True))


def shortages_of(supplier_id: UUID, keepers: Keepers, wanted: dict[UUID, int]) -> list[Shortage]:
    """Return these products as shortages: what was wanted of each, and what its keepers have left."""
    rows = (
        Product.objects.filter(supplier_id=supplier_id, pk__in=list(wanted))
        .annotate(left=available_units(keepers=keepers))
        .order_by("name", "sku")
        .values_list("pk", "sku", "name", "left")
    )
    return [Shortage(pk, sku, name, wanted[pk], left) for pk, sku, name, left in rows]


class _OfKeepers(Func):
    """What a statement says of each row's product and some keepers; as SQL, so that it is said once."""

    def __init__(self, keepers: Keepers, statement: str, output_field: Any) -> None:
        super().__init__(F("supplier_id"), F("pk"), output_field=output_field)
        self.keepers, self.statement = keepers, statement

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        """Return the statement with the columns of the row and one parameter for all keepers."""
        supplier, product = (compiler.compile(source)[0] for source in self.get_source_expressions())
        text = self.statement.replace(":supplier:", supplier).replace(":product:", product)
        return text.replace(":keepers:", "%s::uuid[]"), [keepers_written(self.keepers)]

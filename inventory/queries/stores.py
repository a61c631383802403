"""What a store offers where keepers deliver: what its group sees, as far as they ever had it (SPEC.md K6)."""

from django.db.models import QuerySet

from catalogs.models import Product
from catalogs.queries import Store, products_in_store
from inventory.queries.availability import Keepers, available_units, is_kept


def offered_in_store(store: Store, *, keepers: Keepers) -> QuerySet[Product]:
    """Return what a customer of a store is offered, with `unit_price`, `price_breaks` and `available_units`.

    Sold out included. As orders.queries.assortment says it of a customer that has nothing of its own set.

    Args:
        keepers: the companies from whose stock it would be served.
    """
    offered = products_in_store(store).filter(is_kept(keepers=keepers))
    return offered.annotate(available_units=available_units(keepers=keepers))

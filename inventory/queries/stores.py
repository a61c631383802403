"""What a store offers where a keeper delivers: what its group sees, as far as the keeper ever had it (SPEC.md K6)."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from catalogs.models import Product
from catalogs.queries import Store, products_in_store
from inventory.models import StockBalance
from inventory.queries.availability import available_units


def offered_in_store(store: Store, *, keeper_id: UUID) -> QuerySet[Product]:
    """Return what a customer of a store is offered, with `unit_price`, `price_breaks` and `available_units`.

    Sold out included. As orders.queries.assortment says it of a customer that has nothing of its own set.

    Args:
        keeper_id: the company from whose stock it would be served.
    """
    kept = StockBalance.objects.filter(
        supplier_id=store.supplier.pk, keeper_id=keeper_id, product_id=OuterRef("pk")
    )
    return (
        products_in_store(store)
        .filter(Exists(kept))
        .annotate(available_units=available_units(keeper_id=keeper_id))
    )

"""What stands for a customer and for words while a statement of the shop is compiled once for all of them."""

from typing import Any
from uuid import UUID

from catalogs.queries import MARKED_PLACE, mark_place, place_of
from inventory.queries import keepers_of
from retailers.models import Customer

CUSTOMER = Customer(
    pk=UUID(int=1),
    supplier_id=UUID(int=2),
    distributor_id=UUID(int=3),
    retailer_id=UUID(int=4),
    is_active=True,
)
mark_place(CUSTOMER)
KEEPERS = (UUID(int=5), UUID(int=6))


def values_of(customer: Customer) -> dict[Any, Any]:
    """Return what a customer's keys and keepers put in the place of the marks."""
    place = place_of(customer)
    return {
        MARKED_PLACE.country: place.country,
        MARKED_PLACE.region_key: place.region_key,
        CUSTOMER.pk: customer.pk,
        CUSTOMER.supplier_id: customer.supplier_id,
        CUSTOMER.retailer_id: customer.retailer_id,
    } | dict(zip(KEEPERS, keepers_of(customer), strict=False))

"""What products cost on the default list, written with the products themselves (SPEC.md K1)."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from catalogs.prices import ListPrice
from catalogs.services.price_lists import default_price_list
from catalogs.services.publishing import publish_now
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization


@transaction.atomic
def set_default_prices(
    *, supplier: Organization, prices: Mapping[UUID, Decimal | None], name: str, by: User | None
) -> None:
    """Let products cost this much on the default list from now on; None takes one off it.

    Published at once, and lists that follow the default one follow; quantity breaks stay.

    Args:
        name: what the change is called in the list's history.
    Locks: the default list and those derived from it.
    Raises: PricesRefused, with the reasons by product; then nothing is written.
    """
    wanted = {
        product: None if price is None else ListPrice(price, breaks=None) for product, price in prices.items()
    }
    publish_now(price_list=default_price_list(supplier), prices=wanted, name=name, by=by)

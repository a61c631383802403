"""Favourites: a star for a product, shared by a retailer's buyers (SPEC.md O1)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from orders.errors import ListRefused
from orders.models import Favourite
from orders.queries.filling import wanted_products
from orders.queries.standing import favourites_of
from retailers.models import Customer

MOST_FAVOURITES = 500


@transaction.atomic
def star_product(*, customer: Customer, product_id: UUID) -> None:
    """Star a product that this customer is offered; one that is starred stays so.

    Raises: LinesRefused for what is not offered, ListRefused where there are too many stars; then nothing is written.
    Source: SPEC.md K5, O1.
    """
    wanted = wanted_products(customer, {product_id: 1})[0]
    if favourites_of(customer).count() >= MOST_FAVOURITES:
        raise ListRefused("product", _("There are %(n)s favourites already.") % {"n": MOST_FAVOURITES})
    star = Favourite(supplier_id=customer.supplier_id, retailer_id=customer.retailer_id)
    star.product_id, star.seen_name = product_id, wanted.name
    Favourite.objects.bulk_create([star], ignore_conflicts=True)


@transaction.atomic
def unstar_product(*, customer: Customer, product_id: UUID) -> None:
    """Take the star off a product, also of one that is no longer shown; without a star nothing happens."""
    favourites_of(customer).filter(product_id=product_id).delete()

"""What a product costs a customer: the one place in code, in SQL (SPEC.md K3).

Today a customer pays what its price list says. Quantity breaks, markup and rounding come in here, so that
pages, API, cart and order follow.
"""

from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable

from catalogs.models import CustomerTerms, Price


def unit_price(*, customer_id: UUID | Combinable) -> Subquery:
    """Return what a customer pays for each row's product, to annotate a Product query with; NULL has no price.

    Works in the supplier's and in the retailer's context.

    Args:
        customer_id: of one customer, or an OuterRef to a column with it.
    Source: SPEC.md K3.
    """
    terms = CustomerTerms.objects.filter(customer_id=customer_id).values("price_list_id")
    prices = Price.objects.filter(
        supplier_id=OuterRef("supplier_id"), product_id=OuterRef("pk"), price_list_id=Subquery(terms)
    )
    return Subquery(prices.values("unit_price"))

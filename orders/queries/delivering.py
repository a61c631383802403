"""Orders as the distributor that delivers them reads them: no amounts, no nickname (DATA.md 00)."""

from django.db.models import QuerySet
from django.http import Http404

from orders.models import Order
from wholesale.organizations.models import Organization


def orders_of_distributor(organization: Organization) -> QuerySet[Order]:
    """Return the orders that this distributor delivers, of all its suppliers; a guest's, of the one it visits."""
    return Order.objects.filter(distributor=organization).select_related("supplier")


def listed_orders_of_distributor(organization: Organization) -> QuerySet[Order]:
    """Return the same for a list, each supplier read once beside it: joined, policies ask for it row by row."""
    return orders_of_distributor(organization).select_related(None).prefetch_related("supplier")


def order_for_distributor(organization: Organization, supplier_slug: str, number: int) -> Order:
    """Return an order that this distributor delivers; 404 for anyone else's, as if it did not exist."""
    try:
        return orders_of_distributor(organization).get(supplier__slug=supplier_slug, number=number)
    except Order.DoesNotExist as error:
        raise Http404 from error

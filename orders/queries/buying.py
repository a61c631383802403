"""Orders as the retailer that placed them reads them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from orders.enums import OPEN_STATUSES
from orders.models import Order
from orders.queries.carts import carts_of_retailer
from retailers.models import Customer
from retailers.queries import with_plans
from wholesale.organizations.models import Organization

SHOWN_ON_HOME = 12


def orders_of_retailer(organization: Organization) -> QuerySet[Order]:
    """Return this retailer's orders at all its suppliers, with supplier and amounts."""
    return Order.objects.filter(retailer=organization).select_related("supplier", "total")


def order_for_retailer(organization: Organization, supplier_slug: str, number: int) -> Order:
    """Return this retailer's order; 404 for anyone else's, as if it did not exist."""
    try:
        return orders_of_retailer(organization).get(supplier__slug=supplier_slug, number=number)
    except Order.DoesNotExist as error:
        raise Http404 from error


def suppliers_of_retailer(organization: Organization) -> QuerySet[Customer]:
    """Return the retailer's side of its relations to suppliers that it has accepted, by supplier's name."""
    connected = Customer.objects.filter(retailer=organization, registered_at__isnull=False)
    return with_plans(connected.select_related("supplier")).order_by("supplier__name", "pk")


def home_of_retailer(organization: Organization) -> dict[str, Any]:
    """Return what a retailer's home shows: open orders, waiting carts, suppliers; three statements."""
    coming = orders_of_retailer(organization).filter(status__in=sorted(OPEN_STATUSES))
    return {
        "orders": list(coming.order_by("delivery_date", "pk")[:SHOWN_ON_HOME]),
        "carts": list(carts_of_retailer(organization)[:SHOWN_ON_HOME]),
        "suppliers": list(suppliers_of_retailer(organization)[:SHOWN_ON_HOME]),
    }

"""Orders as their supplier reads them."""

from django.db.models import F, QuerySet
from django.http import Http404

from orders.models import Order
from wholesale.organizations.models import Organization


def orders_of_supplier(organization: Organization) -> QuerySet[Order]:
    """Return this supplier's orders with amounts, and as `customer_name` what it calls the customer."""
    return (
        Order.objects.filter(supplier=organization)
        .select_related("total", "supplier")
        .annotate(customer_name=F("customer__private__display_name"))
    )


def order_for_supplier(organization: Organization, number: int) -> Order:
    """Return this supplier's order; 404 for anyone else's, as if it did not exist."""
    try:
        return orders_of_supplier(organization).get(number=number)
    except Order.DoesNotExist as error:
        raise Http404 from error

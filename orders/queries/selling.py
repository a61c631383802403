"""Orders as their supplier reads them."""

from typing import TypeVar

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.http import Http404

from orders.models import Order
from retailers.models import Customer, CustomerPrivate
from wholesale.organizations.access import Acting

RowT = TypeVar("RowT", bound=Model)


def of_represented(orders: QuerySet[RowT], acting: Acting, *, customer: str = "customer") -> QuerySet[RowT]:
    """Narrow rows to the customers that whoever acts represents; all of them, where the role sees all.

    Args:
        customer: the way from the row to its customer.
    Source: SPEC.md P3.
    """
    if acting.represents is None:
        return orders
    return orders.filter(**{f"{customer}__private__representative": acting.represents})


def orders_of_supplier(acting: Acting) -> QuerySet[Order]:
    """Return the supplier's orders that this person sees, with amounts.

    `customer_name` is what the supplier calls the customer.
    """
    # A subquery and no join: whoever only counts orders then reads nothing but orders.
    named = CustomerPrivate.objects.filter(supplier=OuterRef("supplier"), customer=OuterRef("customer"))
    return (
        of_represented(Order.objects.filter(supplier=acting.organization), acting)
        .select_related("total", "supplier")
        .annotate(customer_name=Subquery(named.values("display_name")))
    )


def orders_of_customer(acting: Acting, customer: Customer) -> QuerySet[Order]:
    """Return the supplier's orders of one of its customers, read in the order of the retailer's index."""
    return orders_of_supplier(acting).filter(retailer=customer.retailer_id, customer=customer)


def order_for_supplier(acting: Acting, number: int) -> Order:
    """Return the order, if this person sees it; 404 for any other, as if it did not exist."""
    try:
        return orders_of_supplier(acting).select_related("customer").get(number=number)
    except Order.DoesNotExist as error:
        raise Http404 from error

"""What a customer owes its supplier by orders that are under way (SPEC.md C11)."""

from decimal import Decimal

from django.db.models import Case, OuterRef, QuerySet, Subquery, Sum, When

from orders.models import OrderTotal
from retailers.models import Customer


def with_open_amount(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Add `open_amount` to customers with a credit limit: what their orders that are not closed come to.

    Counted are orders submitted and not yet delivered, declined or cancelled, in the currency of the price list; once
    there are invoices, what is unpaid of them comes in here. Works in the supplier's and in the retailer's context.
    """
    under_way = OrderTotal.objects.filter(
        supplier_id=OuterRef("supplier_id"),
        currency=OuterRef("terms__price_list__currency"),
        order__supplier_id=OuterRef("supplier_id"),
        order__customer_id=OuterRef("pk"),
        order__due_at__isnull=False,
    )
    total = under_way.order_by().values("order__customer_id").annotate(sum=Sum("total")).values("sum")
    return customers.annotate(
        open_amount=Case(When(terms__credit_limit__isnull=False, then=Subquery(total)), default=None)
    )


def open_amount_of(customer: Customer) -> Decimal:
    """Return what with_open_amount has added, in money; nothing without a limit."""
    return getattr(customer, "open_amount", None) or Decimal(0)

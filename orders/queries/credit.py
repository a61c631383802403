"""What a customer owes its supplier by orders that are under way (SPEC.md C11)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, OuterRef, QuerySet, Subquery, Sum, When

from orders.enums import OPEN_STATUSES
from orders.models import OrderTotal
from orders.queries.assortment import currency_of, terms_of
from retailers.models import Customer


@dataclass(frozen=True, slots=True)
class Credit:
    """What a customer has open, and may have; no limit is None."""

    open_amount: Decimal
    limit: Decimal | None
    currency: str

    @property
    def left(self) -> Decimal:
        """Return what is left of the limit, below zero past it; nothing without one."""
        return Decimal(0) if self.limit is None else self.limit - self.open_amount


def with_open_amount(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Add `open_amount` to customers with a credit limit: what their orders that are not closed come to.

    Counted are orders submitted and not yet delivered, declined or cancelled, in the currency of the price list; once
    there are invoices, what is unpaid of them comes in here. Works in the supplier's and in the retailer's context.
    """
    return customers.annotate(
        open_amount=Case(When(terms__credit_limit__isnull=False, then=_under_way()), default=None)
    )


def open_amount_of(customer: Customer) -> Decimal:
    """Return what with_open_amount has added, in money; nothing without a limit."""
    return getattr(customer, "open_amount", None) or Decimal(0)


def credit_of(customer: Customer) -> Credit:
    """Return a customer's credit, also where it has no limit; in one statement."""
    related = Customer.objects.select_related("supplier", "terms__price_list").annotate(
        open_amount=_under_way()
    )
    found = related.get(supplier_id=customer.supplier_id, pk=customer.pk)
    terms = terms_of(found)
    return Credit(open_amount_of(found), terms.credit_limit if terms else None, currency_of(found))


def _under_way() -> Subquery:
    open_totals = OrderTotal.objects.filter(
        supplier_id=OuterRef("supplier_id"),
        currency=OuterRef("terms__price_list__currency"),
        order__supplier_id=OuterRef("supplier_id"),
        order__customer_id=OuterRef("pk"),
        order__status__in=sorted(OPEN_STATUSES),
    )
    return Subquery(
        open_totals.order_by().values("order__customer_id").annotate(sum=Sum("total")).values("sum")
    )

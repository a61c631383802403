"""Lists of orders, narrowed by what a reader of any side may ask for (SPEC.md O15)."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from orders.models import Order
from orders.numbering import LAST_NUMBER, number_typed
from retailers.models import Customer

_SUPPLY = {"handover": "has_handover", "backorder": "has_backorder"}


def search_orders(
    orders: QuerySet[Order], text: str, *, named: QuerySet[Customer] | None = None
) -> QuerySet[Order]:
    """Narrow orders to a number, a whole PO number, or words in the retailer's or the supplier's name.

    Args:
        named: customers whose orders are found too: those that go by the text at their supplier (SPEC.md C4).
    """
    text = text.strip()
    if not text:
        return orders
    found = Q(retailer_name__icontains=text) | Q(supplier_name__icontains=text) | Q(po_number__iexact=text)
    if named is not None:
        found |= Q(customer__in=named.values("pk"))
    if number := number_typed(text):
        found |= Q(number=number)
    return orders.filter(found)


def of_tests(orders: QuerySet[Order], *, search: str, kind: Iterable[str] = ()) -> QuerySet[Order]:
    """Leave the orders of test customers out, or keep nothing else (SPEC.md C17).

    Args:
        search: a test's own number finds it without more ado.
        kind: "test" for tests alone.
    """
    return orders.filter(is_test="test" in kind or (number_typed(search) or 0) > LAST_NUMBER)


def narrow_orders(
    orders: QuerySet[Order],
    *,
    search: str,
    status: Iterable[str] = (),
    turn: Iterable[str] = (),
    supply: Iterable[str] = (),
) -> QuerySet[Order]:
    """Narrow orders as the list of a side asks.

    Args:
        status: any of OrderStatus; empty for all.
        turn: "overdue" for those whose next step is late; empty for all.
        supply: of those that have not left yet, "handover" for what the supplier brings to the deliverer, "backorder"
            for what waits; empty for all.
    """
    orders = search_orders(orders, search)
    if supply:
        wanted = Q(*[(_SUPPLY[each], True) for each in supply], _connector=Q.OR)
        orders = orders.filter(wanted, shipped_at=None, closed_at=None)
    if turn:
        orders = orders.filter(due_at__lt=timezone.now())
    return orders.filter(status__in=status) if status else orders

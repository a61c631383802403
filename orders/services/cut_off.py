"""Until when a retailer may change what it has ordered (SPEC.md O3)."""

from orders.change_errors import OrderNotOpen
from orders.enums import OrderStatus
from orders.models import Order
from orders.queries.changing import closed_since
from retailers.models import Customer
from retailers.queries import plan_of


def check_open(order: Order, customer: Customer) -> None:
    """Let a retailer change or cancel an order only before it is confirmed and before its cut-off.

    Args:
        customer: with its plan.
    Raises: OrderNotOpen.
    Source: SPEC.md O3.
    """
    if order.status != OrderStatus.SUBMITTED:
        raise OrderNotOpen(order)
    if passed := closed_since(order, plan_of(customer)):
        raise OrderNotOpen(order, passed)

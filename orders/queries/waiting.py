"""Orders that wait for their customer to register (SPEC.md O17); in the supplier's context."""

from uuid import UUID

from django.db.models import QuerySet

from orders.enums import OrderStatus
from orders.models import Order, OrderEvent
from retailers.models import Customer


def lock_waiting_orders(customer: Customer) -> list[Order]:
    """Lock the orders of a customer that nobody owes a step yet, in key order, until the transaction ends."""
    waiting = _waiting(customer.supplier_id).filter(customer=customer.pk)
    related = waiting.select_related("supplier", "retailer", "distributor", "total")
    return list(related.order_by("pk").select_for_update(of=("self",)))


def customers_with_waiting_orders(supplier_id: UUID) -> list[Customer]:
    """Return a supplier's customers that have registered and have orders that wait nevertheless."""
    waiting = _waiting(supplier_id).filter(customer__registered_at__isnull=False)
    customers = Customer.objects.filter(supplier=supplier_id, pk__in=waiting.values("customer_id"))
    return list(customers.order_by("pk"))


def entered_by(order: Order) -> str:
    """Return the name of who entered an order, as its history has it."""
    entered = OrderEvent.objects.filter(
        supplier=order.supplier_id, order=order.pk, kind=OrderStatus.SUBMITTED
    )
    return entered.values_list("by_name", flat=True).get()


def _waiting(supplier_id: UUID) -> QuerySet[Order]:
    return Order.objects.filter(supplier=supplier_id, status=OrderStatus.SUBMITTED, due_at__isnull=True)

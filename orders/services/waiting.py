"""Orders that a supplier entered before the customer had registered begin once it has (SPEC.md O17)."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from orders import emails
from orders.enums import REGISTERED, OrderSide
from orders.models import Order, OrderEvent
from orders.queries.entering import contact_of
from orders.queries.waiting import customers_with_waiting_orders, entered_by, lock_waiting_orders
from orders.services.links import tell_external
from orders.services.turning import give_first_turn
from retailers.models import Customer
from wholesale.accounts.models import User


@transaction.atomic
def begin_waiting_orders(*, customer: Customer, by: User | None) -> int:
    """Give the orders of a customer that has registered their first turn, and tell who is to know; return how many.

    Called by whatever registers a customer (retailers/services/standing.py), in the supplier's context. Due is counted
    from now. Harmless when called twice.

    Args:
        by: who registered it; None by the clock.
    Locks:  its waiting orders, in key order; the caller may hold the customer.
    Emails: of each order the distributor, whoever owes its first step, and the customer's contact.
    Source: SPEC.md O12, O17; docs/decisions/0048.
    """
    orders = lock_waiting_orders(customer) if customer.is_registered else []
    for order in orders:
        _begin(order, customer, by)
    return len(orders)


@transaction.atomic
def begin_orders_of_merged(*, supplier_id: UUID) -> int:
    """Begin what waits although its customer has registered: two entries became one meanwhile; return how many.

    In the supplier's context; one statement where nothing waits.
    """
    customers = customers_with_waiting_orders(supplier_id)
    return sum(begin_waiting_orders(customer=customer, by=None) for customer in customers)


def _begin(order: Order, customer: Customer, by: User | None) -> None:
    now = timezone.now()
    order.contact_name, order.contact_email, order.contact_language = contact_of(customer)
    give_first_turn(order, now)
    order.version += 1
    order.save(
        update_fields=[
            "contact_name", "contact_email", "contact_language", "next_step", "owed_by", "due_at", "version",
        ]
    )  # fmt: skip
    event = OrderEvent.objects.create(
        supplier_id=order.supplier_id,
        order_id=order.pk,
        sequence=order.version,
        kind=REGISTERED,
        status_before=order.status,
        status_after=order.status,
        by_id=by.pk if by else None,
        by_name=by.name if by else "",
        by_side=OrderSide.RETAILER,
        at=now,
    )
    emails.queue_order_begun(order, event, by_name=entered_by(order))
    tell_external(order=order)

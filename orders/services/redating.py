"""An order's delivery on another day: its next step is due anew (SPEC.md O12, O14)."""

from datetime import date

from orders.enums import OrderStatus
from orders.models import Order
from orders.turns import turn_of
from wholesale.organizations.queries import responsibilities


def redate(order: Order, day: date) -> None:
    """Put a locked, open order on another day; who owes its next step stays, until when is reckoned from the new day.

    Of one that waits for its customer to register nobody owes a step, on the new day as before.

    In the supplier's context; the caller writes the event of the new version.
    """
    reached = {
        OrderStatus.SUBMITTED: order.submitted_at,
        OrderStatus.CONFIRMED: order.confirmed_at,
        OrderStatus.PREPARING: order.preparing_at,
        OrderStatus.SHIPPED: order.shipped_at,
    }
    turn = turn_of(
        status=OrderStatus(order.status),
        since=reached[OrderStatus(order.status)] or order.submitted_at,
        delivery_date=day,
        time_zone=order.supplier.time_zone,
        responsibilities=responsibilities(order.supplier_id, order.distributor_id),
    )
    due_at = None if order.waits_for_registration else turn.due_at
    order.delivery_date, order.due_at, order.version = day, due_at, order.version + 1
    order.save(update_fields=["delivery_date", "due_at", "version"])

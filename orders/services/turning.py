"""An order's turn from the moment it was submitted (SPEC.md O12)."""

from datetime import datetime

from orders.enums import OrderStatus
from orders.models import Order
from orders.turns import turn_of
from wholesale.organizations.queries import responsibilities


def give_first_turn(order: Order, since: datetime) -> None:
    """Say who owes a submitted order's first step, and until when, in the supplier's context; the caller saves.

    Args:
        since: when it was submitted, or when the customer of one that waited has registered.
    """
    turn = turn_of(
        status=OrderStatus.SUBMITTED,
        since=since,
        delivery_date=order.delivery_date,
        time_zone=order.supplier.time_zone,
        responsibilities=responsibilities(order.supplier_id, order.distributor_id),
    )
    order.next_step, order.owed_by, order.due_at = turn.next_step, turn.owed_by, turn.due_at

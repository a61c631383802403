"""Mails of another day: a delivery that failed and is tried again, a whole day moved (SPEC.md O14)."""

from collections.abc import Sequence
from datetime import date

from orders.emails.moving import mails_to, queue_to, retailer_readers, supplier_readers
from orders.enums import OrderSide
from orders.models import DelivererReport, Order, OrderEvent
from wholesale.mail.services import queue_emails
from wholesale.organizations.roles import Permission


def queue_delivery_failed(order: Order, event: OrderEvent, report: DelivererReport, *, before: date) -> None:
    """Tell the retailer that a delivery failed, why, and on which day it is tried again; the supplier too, if it was
    a distributor's.

    Runs in the supplier's context.

    Args:
        before: the day on which it failed.
    """
    context = {"event": event, "report": report, "day_before": before}
    readers = retailer_readers(order)
    if event.by_side != OrderSide.SUPPLIER:
        readers += supplier_readers(order, Permission.CONFIRM_ORDERS)
    queue_to(order, "failed", readers, context)


def queue_day_moved(order: Order, event: OrderEvent, *, before: date, reason: str) -> None:
    """Tell the retailer that its order comes on another day, and why; in the supplier's context."""
    queue_to(
        order, "day_moved", retailer_readers(order), {"event": event, "day_before": before, "reason": reason}
    )


def queue_day_moved_for_supplier(orders: Sequence[Order], *, before: date, reason: str, who: str) -> None:
    """Tell a supplier's people in one mail which of its orders its distributor has put on another day.

    In the supplier's context; each person reads of the customers that they represent.

    Args:
        orders: of one supplier, at least one.
        who: the distributor's name.
    """
    mails: dict[str, list[dict[str, str]]] = {}
    readers = {}
    for order in orders:
        for reader in supplier_readers(order, Permission.CONFIRM_ORDERS):
            name = reader.retailer_name or order.retailer_name
            mails.setdefault(reader.email, []).append({"label": order.label, "name": name})
            readers[reader.email] = reader
    queued = []
    for email, told in mails.items():
        context = {"orders": told, "day_before": before, "reason": reason, "who": who, "lines": []}
        queued += mails_to(orders[0], "days_moved", [readers[email]], context)
    queue_emails(queued)

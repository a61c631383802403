"""Mails of orders, written with the change and sent after it (SPEC.md 9)."""

from orders.emails.commenting import queue_order_commented
from orders.emails.days import queue_day_moved, queue_day_moved_for_supplier, queue_delivery_failed
from orders.emails.editing import queue_order_edited
from orders.emails.external import link_url, mail_key, mail_of_order, queue_order_changed, queue_reported
from orders.emails.late import queue_escalation, queue_overdue_digest
from orders.emails.moving import (
    Reader,
    distributor_reader,
    page_of_distributor,
    page_of_supplier,
    queue_order_begun,
    queue_order_entered,
    queue_order_follows,
    queue_order_moved,
    queue_order_received,
    supplier_readers_of_step,
)

__all__ = [
    "Reader",
    "distributor_reader",
    "link_url",
    "mail_key",
    "mail_of_order",
    "page_of_distributor",
    "page_of_supplier",
    "queue_day_moved",
    "queue_day_moved_for_supplier",
    "queue_delivery_failed",
    "queue_escalation",
    "queue_order_begun",
    "queue_order_changed",
    "queue_order_commented",
    "queue_order_edited",
    "queue_order_entered",
    "queue_order_follows",
    "queue_order_moved",
    "queue_order_received",
    "queue_overdue_digest",
    "queue_reported",
    "supplier_readers_of_step",
]

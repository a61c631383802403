"""Mails of an order that was changed after it was placed: what became other, and why (SPEC.md O3, O9, 9)."""

from collections.abc import Sequence
from datetime import date

from orders.emails.moving import distributor_readers, mails_to, retailer_readers, supplier_readers
from orders.enums import OrderSide
from orders.models import OrderEvent, OrderLineChange
from orders.queries.changed import ChangedOrder
from orders.queries.links import agreement_of
from wholesale.mail.services import queue_emails
from wholesale.organizations.roles import Permission


def queue_order_edited(
    changed: ChangedOrder,
    event: OrderEvent,
    changes: Sequence[OrderLineChange],
    *,
    day_before: date | None = None,
) -> None:
    """Tell whoever did not change an order what became other of it and why; a distributor reads no amounts.

    Runs in the supplier's context.

    Args:
        changed: the order as it is now.
        changes: what became of its lines, each with its line.
        day_before: its delivery day until now, where it is another one.
    Source: SPEC.md O3, O9, 9.
    """
    order = changed.order
    context = {"event": event, "changes": changes, "day_before": day_before, "lines": ()}
    priced = context | {"currency": changed.currency, "total": changed.total}
    mails = []
    if event.by_side != OrderSide.RETAILER:
        mails += mails_to(order, "edited", retailer_readers(order), priced)
    if event.by_side != OrderSide.SUPPLIER:
        mails += mails_to(order, "edited", supplier_readers(order, Permission.CONFIRM_ORDERS), priced)
    if event.by_side != OrderSide.DISTRIBUTOR:
        mails += mails_to(order, "edited", distributor_readers(order, agreement_of(order)), context)
    queue_emails(mails)

"""Mails of what the parties of an order say to each other (SPEC.md O11)."""

from orders.emails.moving import Reader, distributor_readers, mails_to, retailer_readers, supplier_readers
from orders.enums import OrderSide
from orders.models import Order, OrderComment
from orders.queries.links import agreement_of
from wholesale.mail.services import queue_emails
from wholesale.organizations.roles import Permission


def queue_order_commented(order: Order, comment: OrderComment) -> None:
    """Tell the other parties what one of them said about an order; runs in the supplier's context."""
    readers: list[Reader] = []
    if comment.by_side != OrderSide.SUPPLIER:
        readers += supplier_readers(order, Permission.CONFIRM_ORDERS)
    if comment.by_side != OrderSide.DISTRIBUTOR:
        readers += distributor_readers(order, agreement_of(order))
    if comment.by_side != OrderSide.RETAILER:
        readers += retailer_readers(order)
    context = {"comment": comment, "lines": []}
    queue_emails(mails_to(order, "commented", readers, context, once=f"comment:{comment.pk}"))

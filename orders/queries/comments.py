"""Comments of an order as a side reads them (SPEC.md O11); other companies' internal ones the database withholds."""

from django.db.models import QuerySet

from orders.models import Order, OrderComment
from wholesale.organizations.access import Acting
from wholesale.organizations.roles import Permission

# Whoever may do something with orders may also say something; who only looks may not.
_WRITERS = (
    Permission.CONFIRM_ORDERS,
    Permission.PREPARE_ORDERS,
    Permission.DELIVER_ORDERS,
    Permission.PLACE_ORDERS,
)


def comments_of(order: Order) -> QuerySet[OrderComment]:
    """Return what the reader's company may read of an order's comments, the newest first."""
    rows = OrderComment.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
    return rows.order_by("-at", "-pk")


def may_comment(acting: Acting) -> bool:
    """Tell whether this person may write comments on the orders that they see."""
    return any(acting.may(permission) for permission in _WRITERS)

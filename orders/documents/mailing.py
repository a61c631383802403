"""An order as the files of a mail; wholesale/mail/attachments.py names this."""

from uuid import UUID

from django.db import transaction

from orders.documents.papers import Paper, papers_of
from orders.models import Order
from orders.queries.links import deliverer_sees_amounts
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role


def files_of_order(supplier_id: UUID | None, order_id: UUID, language: str) -> list[Paper]:
    """Return a supplier's order as it is stored now, as PDF and XLSX for whoever delivers it."""
    with act_as(Context(Role.SUPPLIER, supplier_id=supplier_id)), transaction.atomic():
        order = Order.objects.select_related("supplier", "total").get(pk=order_id)
        return papers_of(order, language=language, with_amounts=deliverer_sees_amounts(order))

"""An order on paper, for the people of whoever sells or delivers it."""

from django.db import transaction
from django.utils.translation import get_language

from orders.documents import Paper, paper_of
from orders.models import Order
from orders.queries.links import deliverer_sees_amounts
from wholesale.accounts.models import User
from wholesale.tenancy.contexts import act_for


@transaction.atomic
def paper_for_deliverer(*, order: Order, as_format: str, by: User) -> Paper:
    """Return an order as whoever delivers it may see it, in the language of whoever asks.

    The order came through an access function. It is read in the supplier's context: amounts stand on it only where the
    agreement lets the deliverer see them, and a distributor's own context has none.

    Args:
        as_format: one of orders.documents.papers.FORMATS.
    Source: SPEC.md I1, 9; DATA.md 00.
    """
    language = (get_language() or "en").split("-")[0]
    with act_for(order.supplier_id, by=by.pk):
        stored = Order.objects.select_related("supplier", "total").get(pk=order.pk)
        amounts = deliverer_sees_amounts(stored)
        return paper_of(stored, as_format, language=language, with_amounts=amounts)

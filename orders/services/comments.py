"""What a party says about an order, to the others or to its own company alone (SPEC.md O11)."""

from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from orders import emails
from orders.enums import OrderSide
from orders.errors import CommentRefused
from orders.limits import count_comment
from orders.models import Order, OrderComment
from orders.models.comments import LONGEST
from wholesale.accounts.models import User
from wholesale.tenancy.contexts import act_for


@transaction.atomic
def add_comment(*, order: Order, side: OrderSide, by: User, text: str, submission_key: UUID) -> OrderComment:
    """Say something about an order that all its parties read, once for each submission key of the writer.

    Runs in the context of `side`; the order came through its access function.

    Emails: the other parties' readers, after commit.
    Raises: CommentRefused (nothing said, or too much), TooManyRequests; then nothing is written.
    Source: SPEC.md O11.
    """
    comment, is_new = _write(order, side, by, text, submission_key, internal_to="")
    if is_new:
        with act_for(order.supplier_id, by=by.pk):
            found = Order.objects.select_related("supplier", "retailer", "distributor").get(pk=order.pk)
            emails.queue_order_commented(found, comment)
    return comment


@transaction.atomic
def add_internal_comment(
    *, order: Order, side: OrderSide, by: User, text: str, submission_key: UUID
) -> OrderComment:
    """Say something about an order that nobody but the writer's own company reads; nobody is mailed.

    Runs in the context of `side`; the database keeps the row from every other.

    Raises: CommentRefused, TooManyRequests; then nothing is written.
    Source: SPEC.md O11.
    """
    return _write(order, side, by, text, submission_key, internal_to=side.value)[0]


def _write(
    order: Order, side: OrderSide, by: User, text: str, submission_key: UUID, *, internal_to: str
) -> tuple[OrderComment, bool]:
    said = text.replace("\x00", "").strip()
    if not said:
        raise CommentRefused(_("Write something first."))
    if len(said) > LONGEST:
        raise CommentRefused(_("A comment has at most %(n)s letters.") % {"n": LONGEST})
    count_comment(order.pk, side)
    # Of the writer: whoever learns the key of a comment that they may not read collides with nothing.
    key = uuid5(submission_key, f"{side.value}:{by.pk}")
    return OrderComment.objects.get_or_create(
        supplier_id=order.supplier_id,
        order_id=order.pk,
        submission_key=key,
        defaults={
            "retailer_id": order.retailer_id,
            "distributor_id": order.distributor_id,
            "internal_to": internal_to,
            "text": said,
            "by_id": by.pk,
            "by_name": by.name,
            "by_side": side,
        },
    )

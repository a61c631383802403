"""The same step taken with many orders: each by itself, those that cannot are named, the rest is done (SPEC.md O8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db import transaction

from inventory.queries import lock_balances
from orders.enums import Missing, Move, OrderSide
from orders.errors import TooManyOrders
from orders.models import Order, OrderLine
from orders.services.progress import take_step
from wholesale.accounts.models import User
from wholesale.errors import DomainError
from wholesale.tenancy.contexts import act_for

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said with each step: a reason or remark, and at shipping what becomes of what is not there."""

    note: str = ""
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one order: as it stands now, and why it was left as it was, if it was."""

    order: Order
    error: DomainError | None = None


@transaction.atomic
def take_steps(
    *,
    orders: Sequence[Order],
    versions: Mapping[UUID, int],
    move: Move,
    side: OrderSide,
    by: User,
    remark: Remark,
) -> list[Outcome]:
    """Take each of these orders through the same step, as take_step does; one that is refused keeps none back.

    The orders came through an access function in the context of `side`.

    Args:
        versions: what the person looked at, by order; of an order that is missing nobody looked.
    Locks:  supplier by supplier, in key order: all orders, then all stock that they may move, then as take_step. So two
        calls that share orders or stock queue instead of deadlocking.
    Emails: as take_step, of each order that moved.
    Raises: TooManyOrders; then nothing is written.
    Source: SPEC.md O8; docs/decisions/0047-many-orders-comments-escalation.md.
    """
    if len(orders) > MOST_AT_ONCE:
        raise TooManyOrders(MOST_AT_ONCE)
    outcomes: dict[UUID, Outcome] = {}
    in_order = sorted(
        {order.pk: order for order in orders}.values(), key=lambda each: (each.supplier_id, each.pk)
    )
    for supplier_id, group in groupby(in_order, key=lambda each: each.supplier_id):
        mine = list(group)
        _lock(supplier_id, [order.pk for order in mine], by)
        for order in mine:
            try:
                moved = take_step(
                    order=order,
                    move=move,
                    side=side,
                    by=by,
                    version=versions.get(order.pk),
                    note=remark.note,
                    missing=remark.missing,
                )
            except DomainError as error:
                outcomes[order.pk] = Outcome(order, error)
            else:
                outcomes[order.pk] = Outcome(moved)
    return [outcomes[order.pk] for order in orders]


def _lock(supplier_id: UUID, order_ids: list[UUID], by: User) -> None:
    """Lock a supplier's orders, then the stock of all their products, each in key order."""
    with act_for(supplier_id, by=by.pk):
        mine = Order.objects.filter(supplier_id=supplier_id, pk__in=order_ids).order_by("pk")
        list(mine.select_for_update(of=("self",)).values_list("pk", flat=True))
        lines = OrderLine.objects.filter(supplier_id=supplier_id, order_id__in=order_ids).order_by()
        lock_balances(supplier_id, list(lines.values_list("product_id", flat=True).distinct()))

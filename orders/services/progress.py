"""An order's way: each step taken by the party that owes it, stock and mail with it (SPEC.md O7, O12, 8)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from inventory.services import propose_lots, release_stock, return_stock, settle_lots, ship_stock
from orders import emails
from orders.enums import Missing, Move, OrderSide, OrderStatus, Transition, transition_of
from orders.errors import NotRegisteredYet
from orders.models import Order, OrderEvent, OrderLine
from orders.queries.changing import customer_of_order
from orders.route_errors import ReasonMissing
from orders.services.backorders import Settled, settle_missing, top_up, units_there
from orders.services.cut_off import check_open
from orders.services.links import tell_external
from orders.turns import turn_of
from wholesale.accounts.models import User
from wholesale.errors import InvalidTransition, NotAllowed, StaleVersion
from wholesale.organizations.queries import responsibilities
from wholesale.tenancy.contexts import act_for


@transaction.atomic
def take_step(
    *,
    order: Order,
    move: Move,
    side: OrderSide,
    by: User,
    version: int | None = None,
    note: str = "",
    missing: Missing | None = None,
) -> Order:
    """Take an order through one row of the transition table, with its stock, its event and its mails.

    The order came through an access function in the context of `side`; the entrance has asked for the role's
    right (Transition.permission_for). What follows is written in the supplier's context.

    Args:
        version: what the person looked at; None where nobody looked.
        note: a reason or remark, shown in the timeline and the mail.
        missing: what becomes at shipping of what is not there; None where nobody chose.
    Locks:  the order, then its stock in key order; where a follow-up order is made the counter of numbers.
    Emails: the retailer's contact; whoever is to act next, if that is another party; the other parties of an
        order that was stopped. After commit.
    Raises: StaleVersion, InvalidTransition, NotAllowed (the step is another party's), OrderNotOpen (a retailer
        cancels after the cut-off), NotRegisteredYet, ReasonMissing (a failed delivery is
        services.door.postpone_delivery); shipping: MissingUndecided, NothingToShip, NoFurtherDay, LotsToChoose; then
        nothing is written.
    Source: SPEC.md I10, O7, O12, O17, 8; orders/enums.py: TRANSITIONS.
    """
    with act_for(order.supplier_id, by=by.pk):
        found = Order.objects.select_for_update(of=("self",)).select_related("supplier", "customer")
        order = found.get(pk=order.pk)
        row = row_for(order, move, side, version)
        if move == Move.FAIL:
            raise ReasonMissing
        if side == OrderSide.RETAILER:
            check_open(order, customer_of_order(order))
        before = OrderStatus(order.status)
        _advance(order, row)
        settled = _move_goods(order, move, by, missing)
        event = _record(order, before, side, by, _noted(order, note, settled))
        emails.queue_order_moved(order, event, note=note, missing=settled.lines, follow=settled.follow)
        tell_external(order=order, event=event)
    return order


def row_for(order: Order, move: Move, side: OrderSide, version: int | None) -> Transition:
    row = transition_of(order.status, move)
    if version is not None and version != order.version:
        raise StaleVersion(_("Somebody else changed this order since you opened it. Look at it again."))
    if row is None:
        text = _("Order %(number)s is %(status)s; this cannot be done now.")
        raise InvalidTransition(text % {"number": order.label, "status": order.get_status_display().lower()})
    if order.waits_for_registration:
        raise NotRegisteredYet(order.retailer_name)
    if not row.is_open_to(side, order.owed_by):
        raise NotAllowed(_("This step of the order belongs to another party."))
    return row


def _advance(order: Order, row: Transition) -> None:
    now = timezone.now()
    turn = turn_of(
        status=row.target,
        since=now,
        delivery_date=order.delivery_date,
        time_zone=order.supplier.time_zone,
        responsibilities=responsibilities(order.supplier_id, order.distributor_id),
    )
    order.status = row.target
    order.next_step, order.owed_by, order.due_at = turn.next_step, turn.owed_by, turn.due_at
    order.version += 1
    fields = ["status", "next_step", "owed_by", "due_at", "version", *_stamp(order, row.target, now)]
    order.save(update_fields=fields)


def _stamp(order: Order, status: OrderStatus, now: datetime) -> list[str]:
    """Note when the order reached a status; return the names of the fields set."""
    names = {
        OrderStatus.CONFIRMED: ["confirmed_at"],
        OrderStatus.PREPARING: ["preparing_at"],
        OrderStatus.SHIPPED: ["shipped_at"],
        OrderStatus.DELIVERED: ["delivered_at", "closed_at"],
    }.get(status, ["closed_at"])
    for name in names:
        setattr(order, name, now)
    return names


def _move_goods(order: Order, move: Move, by: User, missing: Missing | None) -> Settled:
    """Move the stock that a step moves, and note it on the lines; a test moves none (SPEC.md C17)."""
    if move in _TOPPED_UP:
        top_up(order, by)
    if move in _STOCK and not order.is_test:
        _STOCK[move](order, by)
    settled = settle_missing(order, missing, by) if move == Move.SHIP else Settled()
    if move in _UNITS:
        _lines_of(order).update(**_UNITS[move])
    return settled


def _release(order: Order, by: User) -> None:
    release_stock(supplier_id=order.supplier_id, holder_id=order.pk, revision=order.version, by=by)


def _pick(order: Order, by: User) -> None:
    propose_lots(supplier=order.supplier, holder_id=order.pk)


def _ship(order: Order, by: User) -> None:
    units = units_there(order)
    settle_lots(supplier=order.supplier, holder_id=order.pk, units_by_product=units)
    ship_stock(
        supplier_id=order.supplier_id,
        holder_id=order.pk,
        revision=order.version,
        units_by_product=units,
        by=by,
    )


def _return(order: Order, by: User) -> None:
    shipped = _lines_of(order).filter(shipped_units__gt=0).values_list("product_id", "shipped_units")
    return_stock(
        supplier_id=order.supplier_id,
        holder_id=order.pk,
        revision=order.version,
        units_by_product={product: units for product, units in shipped if units},
        by=by,
    )


def _lines_of(order: Order) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(supplier_id=order.supplier_id, order_id=order.pk).order_by()


_STOCK: dict[Move, Callable[[Order, User], None]] = {
    Move.DECLINE: _release,
    Move.CANCEL: _release,
    Move.PREPARE: _pick,
    Move.SHIP: _ship,
    Move.RETURN: _return,
}
# Before these what has come by now of what waits is reserved.
_TOPPED_UP = frozenset({Move.PREPARE, Move.SHIP})
_UNITS: dict[Move, dict[str, Any]] = {
    Move.SHIP: {"shipped_units": F("quantity_units") - F("backordered_units")},
    # What was handed over less than shipped has been written down at the door (services/door.py).
    Move.DELIVER: {"delivered_units": Coalesce("delivered_units", "shipped_units")},
    Move.RETURN: {"delivered_units": 0},
}


def _noted(order: Order, note: str, settled: Settled) -> str:
    """Return the remark of a step with what was missing of the order, as its timeline keeps it."""
    if not settled.lines:
        return note
    lines = ", ".join(f"{line.units} × {line.name}" for line in settled.lines)
    with override(order.supplier.language):
        if settled.follow:
            text = _("Not there, moved to order %(number)s: %(lines)s.")
            text %= {"number": settled.follow.label, "lines": lines}
        else:
            text = _("Not there, dropped: %(lines)s.") % {"lines": lines}
    return f"{note}\n{text}".strip()[:500]


def _record(order: Order, before: OrderStatus, side: OrderSide, by: User, note: str) -> OrderEvent:
    return OrderEvent.objects.create(
        supplier_id=order.supplier_id,
        retailer_id=order.retailer_id,
        distributor_id=order.distributor_id,
        order_id=order.pk,
        sequence=order.version,
        kind=order.status,
        status_before=before,
        status_after=order.status,
        by_id=by.pk,
        by_name=by.name,
        by_side=side,
        note=note,
    )

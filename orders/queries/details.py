"""What every side's page of an order shows: its lines, whose turn it is, and what the reader may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from catalogs.models import Product
from orders.enums import (
    MOVE_OF_STEP,
    SIDE_OF_HAT,
    TRANSITIONS,
    WAY,
    Move,
    OrderSide,
    OrderStatus,
    Transition,
    moves_open_to,
)
from orders.models import Order, OrderLine, OrderTax
from orders.totals import Tax
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import Party, Side, Step
from wholesale.organizations.roles import Permission


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn an order is, as the page says it."""

    step: Step
    party_name: str
    is_mine: bool
    is_overdue: bool
    due_at: datetime
    move: Move | None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stop of an order's way."""

    status: OrderStatus
    at: datetime | None
    state: str


def lines_with_amounts(order: Order) -> QuerySet[OrderLine, dict[str, Any]]:
    """Return an order's lines with what they cost, for sides that may know it."""
    costs = {
        "unit_price": F("amount__unit_price"),
        "cost": F("amount__amount"),
        "unit_deposit": F("amount__deposit"),
        "taxes": F("amount__taxes"),
    }
    rows: QuerySet[OrderLine, dict[str, Any]] = _lines(order).annotate(**costs).values(*_LINE, *costs)
    return rows


def taxes_of_order(order: Order) -> list[Tax]:
    """Return an order's taxes by falling rate, as they were charged; in a statement only where there are any."""
    if not order.total.tax:
        return []
    rows = OrderTax.objects.filter(supplier_id=order.supplier_id, order_id=order.pk, base__gt=0)
    columns = ("name", "rate_percent", "base", "amount", "number")
    return [Tax(*row) for row in rows.order_by("-rate_percent", "name").values_list(*columns)]


def lines_without_amounts(order: Order) -> QuerySet[OrderLine, dict[str, Any]]:
    """Return an order's lines for a side that has no business with amounts."""
    rows: QuerySet[OrderLine, dict[str, Any]] = _lines(order).values(*_LINE)
    return rows


def followed_by(order: Order) -> list[Order]:
    """Return the order that this one follows and the one that follows it; a statement only where there may be one."""
    if order.follows_id is None and not (order.has_backorder and order.shipped_at):
        return []
    beside = Q(pk=order.follows_id) | Q(follows=order.pk)
    rows = Order.objects.filter(beside, supplier=order.supplier_id).select_related("supplier")
    return list(rows.order_by("submitted_at", "pk"))


def turn_for(order: Order, side: OrderSide, moves: Iterable[Transition]) -> Turn | None:
    """Return whose turn an order is, seen from a side; None once it is closed.

    Args:
        moves: what the reader may do (moves_for).
    """
    if not order.next_step or order.due_at is None:
        return None
    return Turn(
        step=Step(order.next_step),
        party_name=party_name(order, order.owed_by),
        is_mine=order.owed_by == side.value,
        is_overdue=order.is_overdue,
        due_at=order.due_at,
        move=next_move(order, moves),
    )


def moves_for(order: Order, side: OrderSide, acting: Acting) -> list[Transition]:
    """Return what this person may do to an order: the step must be their side's and their role's."""
    if order.waits_for_registration:
        return []
    open_to_side = moves_open_to(order.status, side, order.owed_by)
    return [row for row in open_to_side if acting.may(row.permission_for(side))]


def next_move(order: Order, moves: Iterable[Transition]) -> Move | None:
    """Return which of these moves takes the step that an order waits for, if any does."""
    awaited = MOVE_OF_STEP.get(Step(order.next_step)) if order.next_step else None
    return next((row.move for row in moves if row.move == awaited), None)


def move_for(acting: Acting, noun: str) -> Move:
    """Return the move that an address names; 404 for a word that names none.

    Raises: PermissionDenied for a role that may take it in no status.
    """
    move = _MOVES.get(noun)
    if move is None:
        raise Http404
    side = SIDE_OF_HAT[acting.side]
    if not any(acting.may(row.permission_for(side)) for row in TRANSITIONS if row.move == move):
        raise PermissionDenied
    return move


def sees_amounts(acting: Acting) -> bool:
    """Tell whether whoever acts may know what an order costs: never a distributor, else by role."""
    return acting.side != Side.DELIVERING and acting.may(Permission.VIEW_AMOUNTS)


def stages_of(order: Order) -> list[Stage]:
    """Return the stops of an order's way with when each was reached; a stopped order ends where it stopped."""
    reached = {
        OrderStatus.SUBMITTED: order.submitted_at,
        OrderStatus.CONFIRMED: order.confirmed_at,
        OrderStatus.PREPARING: order.preparing_at,
        OrderStatus.SHIPPED: order.shipped_at,
        OrderStatus.DELIVERED: order.delivered_at,
    }
    if order.is_open or order.status == OrderStatus.DELIVERED:
        missing = [status for status in WAY if reached[status] is None]
        return [Stage(s, reached[s], _state(s, reached[s], missing)) for s in WAY]
    past = [Stage(status, reached[status], "done") for status in WAY if reached[status]]
    return [*past, Stage(OrderStatus(order.status), order.closed_at, "now")]


def party_name(order: Order, party: str) -> str:
    """Return the name of the company behind a side of this order, as it was when it was placed."""
    names: dict[str, str] = {
        Party.SUPPLIER.value: order.supplier_name,
        Party.DISTRIBUTOR.value: order.distributor_name,
        OrderSide.RETAILER.value: order.retailer_name,
    }
    return names.get(party, "")


_MOVES = {move.noun: move for move in Move}
_LINE = (
    "id",
    "product_id",
    "sku",
    "name",
    "pack",
    "ordered_units",
    "quantity_units",
    "handover_units",
    "backordered_units",
    "shipped_units",
    "delivered_units",
)


def _lines(order: Order) -> QuerySet[OrderLine]:
    """Return its lines but for those that their retailer took out."""
    own = OrderLine.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
    return own.filter(Q(ordered_units__gt=0) | Q(quantity_units__gt=0)).order_by("position")


def tracked_lines(lines: QuerySet[OrderLine, dict[str, Any]]) -> QuerySet[OrderLine, dict[str, Any]]:
    """Add to lines as values whether their product tracks lots, for sides that see its lots."""
    tracked = Product.objects.filter(
        supplier_id=OuterRef("supplier_id"), pk=OuterRef("product_id"), tracks_lots=True
    )
    return lines.annotate(tracks_lots=Exists(tracked))


def _state(status: OrderStatus, at: datetime | None, missing: list[OrderStatus]) -> str:
    if at:
        return "done"
    return "now" if missing and status == missing[0] else "todo"

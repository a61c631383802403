"""What every side's page of an order shows: lines, timeline, whose turn it is, and what the reader may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from orders.enums import MOVE_OF_STEP, WAY, Move, OrderSide, OrderStatus, Transition, moves_open_to
from orders.models import Order, OrderEvent, OrderLine
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import Party, Step

_ICONS = {
    OrderStatus.SUBMITTED: ("shopping-cart", "info"),
    OrderStatus.CONFIRMED: ("circle-check", "info"),
    OrderStatus.PREPARING: ("packages", "violet"),
    OrderStatus.SHIPPED: ("truck", "violet"),
    OrderStatus.DELIVERED: ("truck-delivery", "ok"),
    OrderStatus.DECLINED: ("circle-x", "bad"),
    OrderStatus.CANCELLED: ("circle-x", "idle"),
    OrderStatus.RETURNED: ("truck-return", "warn"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline as the kit draws it."""

    status: OrderStatus
    icon: str
    tone: str
    who: str
    company: str
    note: str
    at: datetime

    @property
    def byline(self) -> str:
        """Return who did it and for which company."""
        return ", ".join(filter(None, [self.who, self.company]))


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
    costs = {"unit_price": F("amount__unit_price"), "cost": F("amount__amount")}
    rows: QuerySet[OrderLine, dict[str, Any]] = (
        _lines(order).annotate(**costs).values(*_LINE, "unit_price", "cost")
    )
    return rows


def lines_without_amounts(order: Order) -> QuerySet[OrderLine, dict[str, Any]]:
    """Return an order's lines for a side that has no business with amounts."""
    rows: QuerySet[OrderLine, dict[str, Any]] = _lines(order).values(*_LINE)
    return rows


def timeline_of(order: Order) -> list[Event]:
    """Return what happened to an order, the newest first."""
    events = OrderEvent.objects.filter(supplier_id=order.supplier_id, order_id=order.pk).order_by("-sequence")
    return [_event(order, event) for event in events]


def turn_for(order: Order, side: OrderSide, moves: Sequence[Transition]) -> Turn | None:
    """Return whose turn an order is, seen from a side; None once it is closed.

    Args:
        moves: what the reader may do (moves_for).
    """
    if not order.next_step or order.due_at is None:
        return None
    step = Step(order.next_step)
    mine = [row.move for row in moves if row.move == MOVE_OF_STEP.get(step)]
    return Turn(
        step=step,
        party_name=party_name(order, order.owed_by),
        is_mine=order.owed_by == side.value,
        is_overdue=order.is_overdue,
        due_at=order.due_at,
        move=mine[0] if mine else None,
    )


def moves_for(order: Order, side: OrderSide, acting: Acting) -> list[Transition]:
    """Return what this person may do to an order: the step must be their side's and their role's."""
    open_to_side = moves_open_to(order.status, side, order.owed_by)
    return [row for row in open_to_side if acting.may(row.permission_for(side))]


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


def search_orders(orders: QuerySet[Order], text: str) -> QuerySet[Order]:
    """Narrow orders to a number, or to a retailer, supplier or PO number that begins with these words."""
    text = text.strip().removeprefix("#")
    if not text:
        return orders
    found = Q(retailer_name__icontains=text) | Q(supplier_name__icontains=text) | Q(po_number__iexact=text)
    if text.isdecimal() and len(text) < 10:
        found |= Q(number=int(text))
    return orders.filter(found)


_LINE = (
    "id",
    "product_id",
    "sku",
    "name",
    "pack",
    "quantity_units",
    "shipped_units",
    "delivered_units",
)


def _lines(order: Order) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(supplier_id=order.supplier_id, order_id=order.pk).order_by("position")


def _event(order: Order, event: OrderEvent) -> Event:
    status = OrderStatus(event.status_after)
    icon, tone = _ICONS[status]
    return Event(status, icon, tone, event.by_name, party_name(order, event.by_side), event.note, event.at)


def _state(status: OrderStatus, at: datetime | None, missing: list[OrderStatus]) -> str:
    if at:
        return "done"
    return "now" if missing and status == missing[0] else "todo"

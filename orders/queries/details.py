"""What every side's page of an order shows: lines, timeline, whose turn it is, and what the reader may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs.models import Product
from orders.enums import (
    MOVE_OF_STEP,
    REPORTED,
    SIDE_OF_HAT,
    TRANSITIONS,
    WAY,
    Move,
    OrderSide,
    OrderStatus,
    ReportKind,
    Transition,
    moves_open_to,
)
from orders.models import Order, OrderComment, OrderEvent, OrderLine, OrderTax
from orders.queries.comments import comments_of
from orders.totals import Tax
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import Party, Side, Step
from wholesale.organizations.roles import Permission

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

_REPORT_ICONS = {
    ReportKind.PICKED: ("truck", "violet"),
    ReportKind.DELIVERED: ("truck-delivery", "ok"),
    ReportKind.PROBLEM: ("alert-triangle", "bad"),
}


# Events that change the day and no status, by kind.
_ON_THE_DAY: dict[str, tuple[str | Promise, str, str]] = {
    "failed_delivery": (gettext_lazy("Delivery failed"), "alert-triangle", "bad"),
    "day_moved": (gettext_lazy("Delivery day moved"), "calendar-event", "warn"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline as the kit draws it."""

    status: OrderStatus
    title: str | Promise
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
    rows = OrderTax.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
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


def timeline_of(order: Order) -> list[Event]:
    """Return what happened to an order and what was said that the reader's company may read, the newest first."""
    events = OrderEvent.objects.filter(supplier_id=order.supplier_id, order_id=order.pk).order_by("-sequence")
    said = [_said(order, comment) for comment in comments_of(order)]
    return sorted(
        [*(_event(order, event) for event in events), *said], key=lambda each: each.at, reverse=True
    )


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
    "quantity_units",
    "handover_units",
    "backordered_units",
    "shipped_units",
    "delivered_units",
    "handover_units",
    "backordered_units",
)


def _lines(order: Order) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(supplier_id=order.supplier_id, order_id=order.pk).order_by("position")


def tracked_lines(lines: QuerySet[OrderLine, dict[str, Any]]) -> QuerySet[OrderLine, dict[str, Any]]:
    """Add to lines as values whether their product tracks lots, for sides that see its lots."""
    tracked = Product.objects.filter(
        supplier_id=OuterRef("supplier_id"), pk=OuterRef("product_id"), tracks_lots=True
    )
    return lines.annotate(tracks_lots=Exists(tracked))


def _event(order: Order, event: OrderEvent) -> Event:
    status = OrderStatus(event.status_after)
    title: str | Promise = status.label
    who = event.by_name
    icon, tone = _ICONS[status]
    if event.kind.startswith(REPORTED):
        kind = ReportKind(event.kind.removeprefix(REPORTED))
        title, who = _("Reported: %(what)s") % {"what": kind.label.lower()}, _("by link")
        icon, tone = _REPORT_ICONS[kind]
    if event.kind in _ON_THE_DAY:
        title, icon, tone = _ON_THE_DAY[event.kind]
    return Event(status, title, icon, tone, who, party_name(order, event.by_side), event.note, event.at)


def _said(order: Order, comment: OrderComment) -> Event:
    title = _("Internal comment") if comment.internal_to else _("Comment")
    tone = "warn" if comment.internal_to else "idle"
    status, party = OrderStatus(order.status), party_name(order, comment.by_side)
    return Event(status, title, "note", tone, comment.by_name, party, comment.text, comment.at)


def _state(status: OrderStatus, at: datetime | None, missing: list[OrderStatus]) -> str:
    if at:
        return "done"
    return "now" if missing and status == missing[0] else "todo"

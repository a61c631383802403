"""What happened to an order, the newest first, with what it changed of its lines (SPEC.md O11)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.enums import CHANGED, REGISTERED, REPORTED, OrderSide, OrderStatus, ReportKind
from orders.models import Order, OrderComment, OrderEvent, OrderLineChange
from orders.queries.comments import comments_of
from orders.queries.details import party_name

# Of these kinds of events lines may have become others.
_CHANGING = frozenset({CHANGED, OrderStatus.DELIVERED.value})
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
    changes: list[OrderLineChange] = field(default_factory=list)

    @property
    def byline(self) -> str:
        """Return who did it and for which company."""
        return ", ".join(filter(None, [self.who, self.company]))


def timeline_of(order: Order) -> list[Event]:
    """Return what happened to an order and what was said that the reader's company may read, the newest first.

    A third statement only where lines may have changed.
    """
    rows = OrderEvent.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
    events = list(rows.order_by("-sequence"))
    changes: dict[int, list[OrderLineChange]] = {}
    if any(event.kind in _CHANGING for event in events):
        made = OrderLineChange.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
        for change in made.select_related("line").order_by("line__position", "pk"):
            changes.setdefault(change.sequence, []).append(change)
    happened = [_event(order, event, changes.get(event.sequence, [])) for event in events]
    said = [_said(order, comment) for comment in comments_of(order)]
    return sorted([*happened, *said], key=lambda each: each.at, reverse=True)


def reasons_by_line(events: Iterable[Event]) -> dict[UUID, list[OrderLineChange]]:
    """Return of each line the changes that were given a reason, the newest first."""
    found: dict[UUID, list[OrderLineChange]] = {}
    for event in events:
        for change in event.changes:
            if change.reason:
                found.setdefault(change.line_id, []).append(change)
    return found


def _event(order: Order, event: OrderEvent, changes: list[OrderLineChange]) -> Event:
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
    if event.kind == OrderStatus.SUBMITTED and event.by_side == OrderSide.SUPPLIER:
        title = _("Entered by the supplier for the retailer")
    if event.kind == REGISTERED:
        title, (icon, tone) = _("Registered: the order can be confirmed"), ("user-check", "info")
    if event.kind == CHANGED:
        title, (icon, tone) = _("Changed"), ("pencil", "info")
    return Event(
        status, title, icon, tone, who, party_name(order, event.by_side), event.note, event.at, changes
    )


def _said(order: Order, comment: OrderComment) -> Event:
    title = _("Internal comment") if comment.internal_to else _("Comment")
    tone = "warn" if comment.internal_to else "idle"
    status, party = OrderStatus(order.status), party_name(order, comment.by_side)
    return Event(status, title, "note", tone, comment.by_name, party, comment.text, comment.at)

"""What a report by link means for its order, and how it reads."""

from typing import Any

from django.utils.translation import gettext as _

from orders.enums import Move, OrderStatus, ProblemKind, ReportKind

_STATUSES = (OrderStatus.SUBMITTED, OrderStatus.CONFIRMED, OrderStatus.PREPARING, OrderStatus.SHIPPED)
_MOVES = (Move.CONFIRM, Move.PREPARE, Move.SHIP, Move.DELIVER)
_LAST = {ReportKind.PICKED: Move.SHIP, ReportKind.DELIVERED: Move.DELIVER}


def moves_to(status: str, kind: str) -> list[Move]:
    """Return the steps from where an order stands to where a report says that it is.

    None for a problem, for an order that is there already, and for one that was stopped.
    """
    last = _LAST.get(ReportKind(kind))
    if last is None or status not in _STATUSES:
        return []
    return list(_MOVES[_STATUSES.index(OrderStatus(status)) : _MOVES.index(last) + 1])


def note_of(report: Any) -> str:
    """Return a report on one line, in the language that is active; at most 500 characters."""
    parts = []
    if report.problem:
        parts.append(str(ProblemKind(report.problem).label))
    if report.received_by:
        parts.append(_("Received by %(name)s") % {"name": report.received_by})
    return " · ".join(filter(None, [*parts, report.note]))[:500]

"""Whose turn an order is: its next step, who owes it, until when (SPEC.md O12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orders.enums import NEXT_STEP, OrderStatus
from wholesale.organizations.enums import Party, Step

# From how many days before the delivery day a step's hours count, at 00:00 in the supplier's time zone; a
# step that becomes possible later counts from then. Confirming counts from the submission.
DAYS_BEFORE_DELIVERY = {Step.PREPARE: 1, Step.SHIP: 0, Step.DELIVER: 0}


@dataclass(frozen=True, slots=True)
class Turn:
    """What an order waits for; empty when it is closed."""

    next_step: str = ""
    owed_by: str = ""
    due_at: datetime | None = None


def turn_of(
    *,
    status: OrderStatus,
    since: datetime,
    delivery_date: date,
    time_zone: str,
    responsibilities: Mapping[Step, tuple[Party, int]],
) -> Turn:
    """Return whose turn an order is from the moment it reached a status.

    Args:
        responsibilities: by step, who owes it and within how many hours.
    """
    step = NEXT_STEP.get(status)
    if step is None:
        return Turn()
    party, limit_hours = responsibilities[step]
    start = since
    if step in DAYS_BEFORE_DELIVERY:
        day = delivery_date - timedelta(days=DAYS_BEFORE_DELIVERY[step])
        start = max(since, datetime.combine(day, time(), ZoneInfo(time_zone)))
    return Turn(step, party, start + timedelta(hours=limit_hours))

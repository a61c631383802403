"""Delivery days. Until a supplier sets days of service: any day from tomorrow except Sundays (SPEC.md C18)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SUNDAY = 6
SHOWN_DAYS = 14
HORIZON_DAYS = 90


def local_date(moment: datetime, time_zone: str) -> date:
    """Return the day that this moment belongs to in a time zone."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def is_possible(day: date, *, today: date) -> bool:
    """Tell whether an order placed today can be delivered on this day."""
    return 0 < (day - today).days <= HORIZON_DAYS and day.weekday() != SUNDAY


def days_to_show(today: date) -> list[tuple[date, bool]]:
    """Return the next two weeks from tomorrow, each with whether it is possible."""
    days = (today + timedelta(days=ahead) for ahead in range(1, SHOWN_DAYS + 1))
    return [(day, is_possible(day, today=today)) for day in days]


def first_possible(today: date) -> date:
    """Return the next delivery day."""
    return next(day for day, possible in days_to_show(today) if possible)

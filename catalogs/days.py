"""The days of a catalog as moments, and back: a day begins and ends where the supplier is."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
# Between these each day is a moment in every time zone, for Python and for the database.
_EARLIEST, _LATEST = date(1900, 1, 1), date(2999, 12, 31)


def is_kept(day: date | None) -> bool:
    """Tell whether a day can be kept as a moment; no day can."""
    return day is None or _EARLIEST <= day <= _LATEST


def is_kept_moment(moment: datetime | None) -> bool:
    """Tell whether a moment can be kept and shown in every time zone, as the last of a kept day; none can."""
    return moment is None or _EARLIEST - _DAY <= moment.date() <= _LATEST + 2 * _DAY


def begin_of(day: date | None, time_zone: str) -> datetime | None:
    """Return the moment at which a day begins; none for no day."""
    return datetime.combine(day, time(), ZoneInfo(time_zone)) if day else None


def end_of(day: date | None, time_zone: str) -> datetime | None:
    """Return the moment at which a day has ended; none for no day."""
    return begin_of(day + _DAY, time_zone) if day else None


def first_day(opens_at: datetime | None, time_zone: str) -> date | None:
    """Return the day that a moment begins."""
    return opens_at.astimezone(ZoneInfo(time_zone)).date() if opens_at else None


def last_day(closes_at: datetime | None, time_zone: str) -> date | None:
    """Return the day that a moment ends."""
    return (
        (closes_at - timedelta(microseconds=1)).astimezone(ZoneInfo(time_zone)).date() if closes_at else None
    )

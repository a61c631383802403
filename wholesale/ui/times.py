"""Moments and days as a reader reads them: in the current time zone, in the reader's locale."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time, format_timedelta
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

Writing = Callable[[datetime, Locale], str]
_DAY_SKELETON = "MMMEd"
_YEAR_SKELETON = "yMMMd"
_NEAR = {
    -1: gettext_noop("Yesterday %(time)s"),
    0: gettext_noop("Today %(time)s"),
    1: gettext_noop("Tomorrow %(time)s"),
}
_MOVED = re.compile(r"\d{4}-\d{2}-\d{2}(?= →)|(?<=→ )\d{4}-\d{2}-\d{2}")
_A_DAY = timedelta(hours=28)  # from here on days are said, not hours
_TWO_WEEKS = timedelta(weeks=2)


def exact(moment: datetime, locale: Locale) -> str:
    """Return day and time: "Today 09:12", "Fri 20 Nov, 15:12", with the year only if it is another one."""
    local = timezone.localtime(moment)
    hour = clock(local.time(), locale)
    near = _near_day(local)
    return near % {"time": hour} if near else f"{day(local.date(), locale)}, {hour}"


def clock(value: time, locale: Locale) -> str:
    """Return a time of day: "16:30", "4:30 PM"."""
    return format_time(value, "short", locale=locale)


def within_a_sentence(moment: datetime, locale: Locale) -> str:
    """Return day and time to stand after other words: "yesterday 09:12", "Fri 20 Nov, 15:12"."""
    written = exact(moment, locale)
    return written[0].lower() + written[1:] if _near_day(timezone.localtime(moment)) else written


def last(moment: datetime, locale: Locale) -> str:
    """Return what ends at a moment as one who reads "until" means it: midnight closes the day before."""
    if timezone.localtime(moment).time() != time():
        return within_a_sentence(moment, locale)
    return day(timezone.localdate(moment) - timedelta(days=1), locale)


def _near_day(local: datetime) -> str:
    word = _NEAR.get(_days_away(local))
    return gettext(word) if word else ""


def _days_away(local: datetime) -> int:
    return (local.date() - timezone.localdate()).days


def day(value: date, locale: Locale) -> str:
    """Return a day: "Thu 26 Nov", or "26 Nov 2025" of another year."""
    is_near = value.year == timezone.localdate().year
    return _written(value, _DAY_SKELETON if is_near else _YEAR_SKELETON, locale)


def moves_written(text: str, locale: Locale) -> str:
    """Return a stored text with the days of each move in it, "2026-11-26 → 2026-11-27", as its reader writes them."""
    return _MOVED.sub(lambda found: _day_or_as_it_is(found[0], locale), text)


def _day_or_as_it_is(text: str, locale: Locale) -> str:
    try:
        return day(date.fromisoformat(text), locale)
    except ValueError:
        return text


def today(locale: Locale) -> str:
    """Return the day it is in the current time zone, with its weekday and without its year."""
    return _written(timezone.localdate(), "MMMMEEEEd", locale)


@lru_cache(maxsize=2048)
def _written(value: date, skeleton: str, locale: Locale) -> str:
    """Write a day; a page writes the same few again and again."""
    return format_skeleton(skeleton, datetime.combine(value, time(), UTC), tzinfo=UTC, locale=locale)


@lru_cache(maxsize=2048)
def _in_full(value: date, locale: Locale) -> str:
    return format_date(value, "full", locale=locale)


def relative(moment: datetime, locale: Locale) -> str:
    """Return how far away a moment is: "in 3 hours", "2 days ago", "just now"; days as the calendar counts them."""
    distance = moment - timezone.now()
    if abs(distance) < timedelta(minutes=1):
        return gettext("just now")
    if abs(distance) < _A_DAY:
        return format_timedelta(distance, add_direction=True, threshold=1.2, locale=locale)
    days = timedelta(days=_days_away(timezone.localtime(moment)))
    # With one threshold the 8th day from now were "in 8 days", and the 9th "in 1 week".
    threshold = 2 if abs(days) < _TWO_WEEKS else 1.2
    return format_timedelta(days, granularity="day", add_direction=True, threshold=threshold, locale=locale)


def spelled_out(moment: datetime, locale: Locale) -> str:
    """Return the whole moment for a tooltip: weekday, day, year, time and zone."""
    local = timezone.localtime(moment)
    return f"{_in_full(local.date(), locale)} {format_datetime(local, 'HH:mm zzz', locale=locale)}"

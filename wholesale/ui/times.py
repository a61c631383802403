"""Moments and days as a reader reads them: in the current time zone, in the reader's locale."""

from datetime import date, datetime, time, timedelta

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time, format_timedelta
from django.utils import timezone
from django.utils.translation import gettext

_DAY_SKELETON = "MMMEd"
_YEAR_SKELETON = "yMMMd"
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
    words = {-1: gettext("Yesterday %(time)s"), 0: gettext("Today %(time)s"), 1: gettext("Tomorrow %(time)s")}
    return words.get(_days_away(local), "")


def _days_away(local: datetime) -> int:
    return (local.date() - timezone.localdate()).days


def day(value: date, locale: Locale) -> str:
    """Return a day: "Thu 26 Nov", or "26 Nov 2025" of another year."""
    if value.year == timezone.localdate().year:
        return format_skeleton(_DAY_SKELETON, _at_midnight(value), locale=locale)
    return format_skeleton(_YEAR_SKELETON, _at_midnight(value), locale=locale)


def today(locale: Locale) -> str:
    """Return the day it is in the current time zone, with its weekday and without its year."""
    return format_skeleton("MMMMEEEEd", _at_midnight(timezone.localdate()), locale=locale)


def _at_midnight(value: date) -> datetime:
    return datetime(value.year, value.month, value.day, tzinfo=timezone.get_current_timezone())


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
    written_day = format_date(local.date(), "full", locale=locale)
    return f"{written_day} {format_datetime(local, 'HH:mm zzz', locale=locale)}"

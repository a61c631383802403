"""Delivery days and their cut-offs: values in, values out (SPEC.md C15, C18).

A line delivers every so many weeks from its start date, which sets the weekday. It is ordered for until its
deadline: the last such weekday and time on or before the delivery day (the same weekday is the same day), on the
supplier's clock. At the deadline itself it is too late. A clock time that happens twice, when clocks go back,
means the second time; one that never happens, when they go forward, means the moment the clock would have shown
it: of both readings the later, in the customer's favour.

Without any line every open day from tomorrow is a delivery day, until the midnight before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from heapq import merge
from itertools import groupby, repeat
from operator import itemgetter
from zoneinfo import ZoneInfo

WEEK = 7
MOST_WEEKS = 52
HORIZON_DAYS = 90  # how far ahead can be ordered
FAR_DAYS = (MOST_WEEKS + 1) * WEEK  # how far ahead the next delivery is looked for


@dataclass(frozen=True, slots=True)
class Line:
    """One day of service.

    Args:
        deadline_weekday: 0 is Monday.
        carrier: who brings it, in whatever form the caller hands on.
    """

    starts_on: date
    deadline_weekday: int
    deadline_time: time
    every_weeks: int = 1
    is_on: bool = True
    carrier: str = ""

    def delivers_on(self, day: date) -> bool:
        """Tell whether the recurrence meets this day."""
        days = (day - self.starts_on).days
        return days >= 0 and days % (self.every_weeks * WEEK) == 0

    def days(self, first: date, last: date) -> Iterator[date]:
        """Return its days from first to last, both included."""
        step = self.every_weeks * WEEK
        ahead = max(0, -(-(first - self.starts_on).days // step)) * step
        while ahead <= (last - self.starts_on).days:
            yield self.starts_on + timedelta(days=ahead)
            ahead += step

    def deadline_of(self, day: date) -> datetime:
        """Return date and clock time until when one orders for this day, on the supplier's clock."""
        before = (day.weekday() - self.deadline_weekday) % WEEK
        return datetime.combine(day - timedelta(days=before), self.deadline_time)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a supplier delivers nothing: weekdays (0 is Monday), and days with what closes them."""

    closed_weekdays: frozenset[int] = frozenset()
    closed_days: Mapping[date, str] = field(default_factory=dict)

    def is_open(self, day: date) -> bool:
        """Tell whether anything is delivered on this day."""
        return day.weekday() not in self.closed_weekdays and day not in self.closed_days


@dataclass(frozen=True, slots=True)
class Delivery:
    """A day that can still be ordered for, before `cut_off`."""

    day: date
    cut_off: datetime
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """A day that would have been a delivery day; no reason: its weekday is closed."""

    day: date
    reason: str = ""


@dataclass(frozen=True)
class Plan:
    """All that decides a customer's delivery days: the lines that apply, the supplier's calendar and clock."""

    lines: tuple[Line, ...] = ()
    calendar: Calendar = Calendar()
    time_zone: str = "UTC"

    @cached_property
    def is_set(self) -> bool:
        """Tell whether any line is set, be it switched off."""
        return bool(self.lines)

    @cached_property
    def running(self) -> tuple[Line, ...]:
        """Return the lines that are switched on."""
        return tuple(line for line in self.lines if line.is_on)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the supplier's clock."""
        return ZoneInfo(self.time_zone)

    def today(self, moment: datetime) -> date:
        """Return the supplier's day at a moment."""
        return moment.astimezone(self.zone).date()


def deliveries(plan: Plan, moment: datetime, *, horizon_days: int = HORIZON_DAYS) -> list[Delivery]:
    """Return every delivery that can be ordered for at a moment, by day.

    Args:
        moment: aware.
        horizon_days: from the supplier's day at that moment.
    """
    return list(_coming(plan, moment, horizon_days))


def next_delivery(plan: Plan, moment: datetime) -> Delivery | None:
    """Return the first delivery that can be ordered for, also one further ahead than can be ordered yet."""
    return next(_coming(plan, moment, FAR_DAYS), None)


def delivery_on(plan: Plan, day: date, moment: datetime) -> Delivery | None:
    """Return the delivery of this day if it can be ordered for at a moment."""
    if not 0 <= (day - plan.today(moment)).days <= HORIZON_DAYS or not plan.calendar.is_open(day):
        return None
    found = _delivery(plan, day)
    return found if found and moment < found.cut_off else None


def cut_off_passed(plan: Plan, day: date, moment: datetime) -> datetime | None:
    """Return until when this day could have been ordered for, if that is what is wrong with it."""
    found = _delivery(plan, day) if plan.calendar.is_open(day) else None
    return found.cut_off if found and found.cut_off <= moment else None


def skipped(plan: Plan, first: date, last: date) -> list[Skip]:
    """Return the days from first to last that only the calendar takes out, with what closes them.

    Without lines a closed weekday is no delivery day to begin with, and is not told.
    """
    closed = plan.calendar
    return [
        Skip(day, closed.closed_days.get(day, ""))
        for day, _ in _days(plan, first, last)
        if not closed.is_open(day) and (plan.is_set or day.weekday() not in closed.closed_weekdays)
    ]


def later_reading(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment in UTC that a local date and time means; of two readings the later."""
    offsets = (local.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return (local - min(offsets)).replace(tzinfo=UTC)


def _coming(plan: Plan, moment: datetime, horizon_days: int) -> Iterator[Delivery]:
    today = plan.today(moment)
    for day, lines in _days(plan, today, today + timedelta(days=horizon_days)):
        if plan.calendar.is_open(day):
            found = _of_lines(plan, day, lines)
            if moment < found.cut_off:
                yield found


def _days(plan: Plan, first: date, last: date) -> Iterator[tuple[date, list[Line]]]:
    """Return the days of the running lines by date, each with its lines; without lines every day."""
    if not plan.is_set:
        for ahead in range((last - first).days + 1):
            yield first + timedelta(days=ahead), []
        return
    met = (zip(line.days(first, last), repeat(line)) for line in plan.running)
    for day, pairs in groupby(merge(*met, key=itemgetter(0)), itemgetter(0)):
        yield day, [line for _, line in pairs]


def _delivery(plan: Plan, day: date) -> Delivery | None:
    """Return the delivery of a day, whether or not it can still be ordered for."""
    lines = [line for line in plan.running if line.delivers_on(day)]
    return _of_lines(plan, day, lines) if lines or not plan.is_set else None


def _of_lines(plan: Plan, day: date, lines: list[Line]) -> Delivery:
    """Return the delivery that these lines make of a day: the later deadline wins, and of two equal the first."""
    if not lines:
        return Delivery(day, _midnight(day, plan.zone))
    line = max(lines, key=lambda each: each.deadline_of(day)) if len(lines) > 1 else lines[0]
    return Delivery(day, later_reading(line.deadline_of(day), plan.zone), line.carrier)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day: the first of two midnights, and the leap over one that is missing."""
    return datetime.combine(day, time.min).replace(tzinfo=zone, fold=0).astimezone(UTC)

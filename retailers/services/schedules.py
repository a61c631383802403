"""Days of service and the calendar, as a supplier sets them (SPEC.md C15, C18)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from retailers import queries
from retailers.delivery_days import CalendarDetails, LineDetails, NamedDay
from retailers.enums import Carrier
from retailers.errors import DetailsRefused, ScheduleChanged
from retailers.models import CalendarDay, DeliveryCalendar, Schedule, ScheduleLine
from retailers.queries import Level
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.organizations.models import Organization

MOST_LINES = 40
MOST_DAYS = 400


@transaction.atomic
def set_schedule(*, level: Level, lines: Sequence[LineDetails], version: int, by: User | None) -> int:
    """Let these be the days of service at a level, if nobody has changed them since; return the new version.

    Without lines nothing is set there any more, and the next level applies. Lines without a key of this level are new.

    Args:
        version: what lines_set gave; 0 if nothing was ever set.
    Locks:  the schedule.
    Raises: ScheduleChanged, DetailsRefused (too many, no agreement with a distributor); then nothing is written.
    Source: B4, C15, C18.
    """
    schedule = queries.lock_schedule(level)
    if schedule.version != version:
        raise ScheduleChanged(schedule.version)
    present = {line.pk: line for line in queries.lines_set(level)[0]}
    _check(level.supplier, lines, present)
    before = words_of_lines(queries.details_of(line) for line in present.values())
    after = words_of_lines(lines)
    _write(schedule, lines, present)
    schedule.version += 1
    schedule.save(update_fields=["version"])
    if before != after:
        _record(level, before, after, by)
    return schedule.version


@transaction.atomic
def set_calendar(
    *, supplier: Organization, details: CalendarDetails, version: int, by: User
) -> DeliveryCalendar:
    """Let these be the closed weekdays, closed days and holidays of a supplier, if nobody has changed them since.

    Locks:  the calendar.
    Raises: ScheduleChanged, DetailsRefused (too many days); then nothing is written.
    Source: B4, C15.
    """
    if len(details.days) > MOST_DAYS:
        raise DetailsRefused({"days": _("At most %(n)s days.") % {"n": MOST_DAYS}})
    calendar = queries.lock_calendar(supplier)
    if calendar.version != version:
        raise ScheduleChanged(calendar.version)
    before = _calendar_words(queries.calendar_set(supplier)[0])
    calendar.closed_weekdays = sorted(set(details.closed_weekdays))
    calendar.keeps_holidays = details.keeps_holidays
    calendar.holiday_region = details.holiday_region
    calendar.version += 1
    calendar.save()
    CalendarDay.objects.filter(supplier=supplier).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(supplier=supplier, day=each.day, name=each.name, is_open=each.is_open)
        for each in {each.day: each for each in details.days}.values()
    )
    old, new = difference(before, _calendar_words(details))
    if new:
        record_change(
            organization_id=supplier.pk,
            by=by,
            verb="delivery_calendar_changed",
            subject=supplier,
            subject_name=supplier.name,
            before=old,
            after=new,
        )
    return calendar


def words_of_lines(lines: Iterable[LineDetails]) -> str:
    """Return days of service as the audit log says them; the order of writing does not matter."""
    ordered = sorted(lines, key=lambda line: (line.starts_on, line.deadline_weekday, line.deadline_time))
    return "; ".join(map(_line_words, ordered))


def _line_words(line: LineDetails) -> str:
    words = _("%(weekday)s from %(start)s every %(weeks)s wk, order until %(deadline)s %(time)s") % {
        "weekday": queries.weekday_name(line.starts_on.weekday()),
        "start": line.starts_on.isoformat(),
        "weeks": line.every_weeks,
        "deadline": queries.weekday_name(line.deadline_weekday),
        "time": line.deadline_time.strftime("%H:%M"),
    }
    carrier = str(line.columns()["carrier_name"])
    if carrier or line.carrier != Carrier.ASSIGNED:
        words += f", {carrier or Carrier(line.carrier).label}"
    off = _("off")
    return words if line.is_on else f"{words} ({off})"


def _check(supplier: Organization, lines: Sequence[LineDetails], present: dict[Any, ScheduleLine]) -> None:
    """Refuse too many lines, and a new choice of a distributor with whom there is no agreement."""
    if len(lines) > MOST_LINES:
        raise DetailsRefused({"lines": _("At most %(n)s delivery days.") % {"n": MOST_LINES}})
    kept = {line.distributor_id for line in present.values()}
    chosen = {line.distributor.pk for line in lines if line.distributor} - kept
    if chosen:
        agreed = set(queries.distributor_choices(supplier).filter(pk__in=chosen).values_list("pk", flat=True))
        if chosen - agreed:
            raise DetailsRefused({"distributor": _("There is no active agreement with it.")})
    for line in lines:
        if line.carrier == Carrier.NAMED and not line.carrier_name.strip():
            raise DetailsRefused({"carrier_name": _("Enter the name of the carrier.")})
        if line.carrier == Carrier.DISTRIBUTOR and line.distributor is None:
            raise DetailsRefused({"distributor": _("Choose a distributor.")})


def _write(schedule: Schedule, lines: Sequence[LineDetails], present: dict[Any, ScheduleLine]) -> None:
    kept = [line for line in lines if line.pk in present]
    keys = {"supplier_id": schedule.supplier_id, "schedule": schedule}
    # New ones first: between two statements nobody has no schedule at all.
    ScheduleLine.objects.bulk_create(
        ScheduleLine(**keys, **line.columns()) for line in lines if line.pk not in present
    )
    gone = set(present) - {line.pk for line in kept}
    if gone:
        ScheduleLine.objects.filter(supplier=schedule.supplier_id, pk__in=gone).delete()
    for line in kept:
        before = present[line.pk]
        if line.columns() != queries.details_of(before).columns():
            ScheduleLine.objects.filter(supplier=schedule.supplier_id, pk=before.pk).update(**line.columns())


def _record(level: Level, before: str, after: str, by: User | None) -> None:
    record_change(
        organization_id=level.supplier.pk,
        by=by,
        verb="schedule_changed",
        subject=level.customer or level.group or level.supplier,
        subject_name=level.name,
        before={"delivery_days": before},
        after={"delivery_days": after},
    )


def _calendar_words(details: CalendarDetails) -> dict[str, Any]:
    days = sorted(details.days, key=lambda each: each.day)
    return {
        "closed_weekdays": ", ".join(queries.weekday_name(day) for day in sorted(details.closed_weekdays)),
        "keeps_holidays": details.keeps_holidays,
        "holiday_region": details.holiday_region,
        "closed_days": ", ".join(_day_words(each) for each in days if not each.is_open),
        "open_holidays": ", ".join(each.day.isoformat() for each in days if each.is_open),
    }


def _day_words(named: NamedDay) -> str:
    return f"{named.day.isoformat()} {named.name}".strip()

"""The levels at which things are set, and what days of service and calendar are; in the supplier's context."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel import Locale
from django.db.models import QuerySet
from django.utils.translation import get_language

from retailers.delivery_days import CalendarDetails, LineDetails, NamedDay
from retailers.models import (
    AppliedSchedule,
    CalendarDay,
    Customer,
    CustomerGroup,
    DeliveryCalendar,
    Schedule,
    ScheduleLine,
)
from retailers.queries.customers import customer_for_member
from retailers.queries.groups import group_for_member
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Level:
    """Where days of service, terms or the like are set: for one customer, for a group, or with neither for all."""

    supplier: Organization
    customer: Customer | None = None
    group: CustomerGroup | None = None

    @property
    def kind(self) -> str:
        """Return own, group or default, as `{% source %}` knows them."""
        return "own" if self.customer else "group" if self.group else "default"

    @property
    def name(self) -> str:
        """Return whose it is."""
        return str(self.customer.private if self.customer else self.group or self.supplier)

    @property
    def keys(self) -> dict[str, Any]:
        """Return the columns of its schedule."""
        return {"supplier": self.supplier, "customer": self.customer, "group": self.group}


def level_for_member(acting: Acting, *, customer: UUID | None = None, group: UUID | None = None) -> Level:
    """Return the level that an address names; 404 for one that this person does not see."""
    return Level(
        acting.organization,
        customer_for_member(acting, customer) if customer else None,
        group_for_member(acting, group) if group else None,
    )


def level_of(customer: Customer) -> Level | None:
    """Return at which level the schedule of a customer is set; None: nowhere. In the supplier's context."""
    applied = (
        AppliedSchedule.objects.filter(supplier=customer.supplier_id, customer=customer.pk)
        .select_related("schedule__group")
        .first()
    )
    if applied is None:
        return None
    own = customer if applied.schedule.customer_id == customer.pk else None
    return Level(customer.supplier, own, applied.schedule.group)


def source_of(level: Level) -> Level | None:
    """Return the level whose schedule applies at this one; None: nothing is set."""
    if level.customer:
        return level_of(level.customer)
    default = Level(level.supplier)
    if level.group and lines_set(level)[0]:
        return level
    return default if lines_set(default)[0] else None


def lines_set(level: Level) -> tuple[list[ScheduleLine], int]:
    """Return what is set at a level, by start, and its version; never set is version 0."""
    schedule = _schedules(level).first()
    if schedule is None:
        return [], 0
    lines = ScheduleLine.objects.filter(supplier=level.supplier, schedule=schedule)
    return list(lines.select_related("distributor").order_by("starts_on", "pk")), schedule.version


def details_of(line: ScheduleLine) -> LineDetails:
    """Return what a line says now."""
    return LineDetails(
        starts_on=line.starts_on,
        deadline_weekday=line.deadline_weekday,
        deadline_time=line.deadline_time,
        every_weeks=line.every_weeks,
        is_on=line.is_on,
        carrier=line.carrier,
        distributor=line.distributor,
        carrier_name=line.carrier_name,
        pk=line.pk,
    )


def lock_schedule(level: Level) -> Schedule:
    """Lock what is set at a level until the transaction ends; made if it was never set."""
    Schedule.objects.get_or_create(**level.keys)
    return _schedules(level).select_for_update(of=("self",)).get()


def has_schedule(supplier_id: UUID) -> bool:
    """Tell whether a supplier has set a day of service at any level."""
    return ScheduleLine.objects.filter(supplier_id=supplier_id).exists()


def lock_calendar(supplier: Organization) -> DeliveryCalendar:
    """Lock a supplier's calendar until the transaction ends; made if it was never set."""
    DeliveryCalendar.objects.get_or_create(supplier=supplier)
    return DeliveryCalendar.objects.select_for_update(of=("self",)).get(supplier=supplier)


def calendar_set(supplier: Organization) -> tuple[CalendarDetails, int]:
    """Return a supplier's calendar as it is set, and its version; never set is version 0."""
    calendar = DeliveryCalendar.objects.filter(supplier=supplier).first() or DeliveryCalendar()
    days = CalendarDay.objects.filter(supplier=supplier).order_by("day")
    details = CalendarDetails(
        closed_weekdays=tuple(calendar.closed_weekdays),
        keeps_holidays=calendar.keeps_holidays,
        holiday_region=calendar.holiday_region,
        days=tuple(NamedDay(each.day, each.name, each.is_open) for each in days),
    )
    return details, calendar.version


def weekday_name(weekday: int) -> str:
    """Return a weekday in the reader's language; 0 is Monday."""
    names = Locale.parse((get_language() or "en").replace("-", "_")).days["stand-alone"]["wide"]
    return str(names[weekday])


def weekday_choices() -> list[tuple[int, str]]:
    """Return the weekdays to choose from, Monday first."""
    return [(day, weekday_name(day)) for day in range(7)]


def _schedules(level: Level) -> QuerySet[Schedule]:
    return Schedule.objects.filter(**level.keys)

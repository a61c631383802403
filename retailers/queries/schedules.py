"""Delivery days: what applies to a customer, read in one statement by either side, and what is set at each level."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from retailers.enums import Carrier
from retailers.models import AppliedSchedule, Customer, CustomerGroup, Schedule, ScheduleLine
from retailers.public_holidays import holidays_of
from retailers.schedule import (
    FAR_DAYS,
    HORIZON_DAYS,
    Calendar,
    Delivery,
    Line,
    Plan,
    Skip,
    cut_off_passed,
    deliveries,
    delivery_on,
    next_delivery,
    skipped,
)
from wholesale.organizations.models import Organization

__all__ = [
    "HORIZON_DAYS",
    "Delivery",
    "Level",
    "Plan",
    "Skip",
    "cut_off_passed",
    "deliveries",
    "delivery_on",
    "has_schedule",
    "level_of",
    "lines_set",
    "lock_schedule",
    "next_deliveries",
    "next_delivery",
    "plan_of",
    "plan_of_lines",
    "plans_of",
    "skipped",
]

# Row-level security narrows it to what the asker may know: a retailer finds the lines that apply to it, and no others.
PLANS = """
SELECT c.id, s.time_zone, s.country, s.name, c.distributor_id IS NOT NULL, COALESCE(d.name, ''),
  k.closed_weekdays, COALESCE(k.keeps_holidays, true), COALESCE(k.holiday_region, ''),
  (SELECT json_agg(json_build_array(y.day, y.name, y.is_open)) FROM retailers_calendarday y
    WHERE y.supplier_id = c.supplier_id AND y.day >= %(since)s),
  (SELECT json_agg(json_build_array(l.starts_on, l.deadline_weekday, l.deadline_time, l.every_weeks, l.is_on,
      l.carrier, l.carrier_name) ORDER BY l.starts_on, l.id)
    FROM retailers_appliedschedule a
    JOIN retailers_scheduleline l ON l.supplier_id = a.supplier_id AND l.schedule_id = a.schedule_id
    WHERE a.supplier_id = c.supplier_id AND a.customer_id = c.id)
FROM retailers_customer c
JOIN organizations_organization s ON s.id = c.supplier_id
LEFT JOIN organizations_organization d ON d.id = c.distributor_id
LEFT JOIN retailers_deliverycalendar k ON k.supplier_id = c.supplier_id
WHERE c.id = ANY(%(customers)s)
"""
CALENDAR = """
SELECT k.closed_weekdays, COALESCE(k.keeps_holidays, true), COALESCE(k.holiday_region, ''),
  (SELECT json_agg(json_build_array(y.day, y.name, y.is_open)) FROM retailers_calendarday y
    WHERE y.supplier_id = s.id AND y.day >= %(since)s)
FROM organizations_organization s LEFT JOIN retailers_deliverycalendar k ON k.supplier_id = s.id
WHERE s.id = %(supplier)s
"""
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Level:
    """Where something is set: for one customer, for a group, or with neither for all."""

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


def plans_of(customer_ids: Iterable[UUID]) -> dict[UUID, Plan]:
    """Return all that decides the delivery days of some customers, in one statement, whichever side asks."""
    with connection.cursor() as cursor:
        cursor.execute(PLANS, {"customers": list(customer_ids), "since": _yesterday()})
        return {row[0]: _plan(row[1:]) for row in cursor.fetchall()}


def plan_of(customer: Customer) -> Plan:
    """Return all that decides one customer's delivery days."""
    return plans_of([customer.pk])[customer.pk]


def next_deliveries(customer_ids: Iterable[UUID]) -> dict[UUID, Delivery | None]:
    """Return each customer's next delivery, as it is now; one statement."""
    now = timezone.now()
    return {key: next_delivery(plan, now) for key, plan in plans_of(customer_ids).items()}


def plan_of_lines(supplier: Organization, lines: Iterable[ScheduleLine]) -> Plan:
    """Return what these lines would make of the supplier's calendar, for whoever has no customer in mind."""
    with connection.cursor() as cursor:
        cursor.execute(CALENDAR, {"supplier": supplier.pk, "since": _yesterday()})
        row = cursor.fetchone()
    calendar = _calendar(supplier.country, row)
    made = (
        Line(
            line.starts_on,
            line.deadline_weekday,
            line.deadline_time,
            line.every_weeks,
            line.is_on,
            carrier_words(line.carrier, line.carrier_name, supplier.name, ""),
        )
        for line in lines
    )
    return Plan(tuple(made), calendar, supplier.time_zone)


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


def lines_set(level: Level) -> tuple[list[ScheduleLine], int]:
    """Return what is set at a level, by start, and its version; never set is version 0."""
    schedule = _schedules(level).first()
    if schedule is None:
        return [], 0
    lines = ScheduleLine.objects.filter(supplier=level.supplier, schedule=schedule)
    return list(lines.order_by("starts_on", "pk")), schedule.version


def lock_schedule(level: Level) -> Schedule:
    """Lock what is set at a level until the transaction ends; made if it was never set."""
    Schedule.objects.get_or_create(**level.keys)
    return _schedules(level).select_for_update(of=("self",)).get()


def has_schedule(supplier_id: UUID) -> bool:
    """Tell whether a supplier has set a day of service at any level."""
    return ScheduleLine.objects.filter(supplier_id=supplier_id).exists()


def carrier_words(carrier: str, name: str, supplier: str, distributor: str) -> str:
    """Return who brings it, by name; nothing where the asker may not know."""
    if carrier == Carrier.COLLECTED:
        return _("Collected by the customer")
    return {Carrier.ASSIGNED: distributor, Carrier.OWN: supplier}.get(Carrier(carrier), name)


def _schedules(level: Level) -> QuerySet[Schedule]:
    empty = {f"{name}__isnull": True for name, value in level.keys.items() if value is None}
    return Schedule.objects.filter(**{name: value for name, value in level.keys.items() if value}, **empty)


def _plan(row: Sequence[Any]) -> Plan:
    time_zone, country, supplier, is_distributed, distributor, *calendar, lines = row
    assigned = distributor if is_distributed else supplier
    made = (
        Line(
            date.fromisoformat(starts_on), weekday, time.fromisoformat(at), every_weeks, is_on,
            carrier_words(carrier, name, supplier, assigned),
        )
        for starts_on, weekday, at, every_weeks, is_on, carrier, name in lines or ()
    )  # fmt: skip
    return Plan(tuple(made), _calendar(country, calendar), time_zone)


def _calendar(country: str, row: Sequence[Any]) -> Calendar:
    weekdays, keeps_holidays, region, named = row
    own = {date.fromisoformat(day): (name, is_open) for day, name, is_open in named or ()}
    closed = dict(_holidays(country, region)) if keeps_holidays else {}
    closed |= {day: name for day, (name, is_open) in own.items() if not is_open}
    opened = {day for day, (_name, is_open) in own.items() if is_open}
    kept = {day: name for day, name in closed.items() if day not in opened}
    return Calendar(frozenset([_SUNDAY] if weekdays is None else weekdays), kept)


def _holidays(country: str, region: str) -> Mapping[date, str]:
    first = _yesterday()
    years = range(first.year, (first + timedelta(days=FAR_DAYS + 2)).year + 1)
    found: dict[date, str] = {}
    for year in years:
        found |= holidays_of(country, region, year, get_language() or "en")
    return found


def _yesterday() -> date:
    return (timezone.now() - timedelta(days=1)).date()

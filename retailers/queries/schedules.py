"""The delivery days that apply to a customer, read in one statement by either side."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from retailers.enums import Carrier
from retailers.models import Customer, ScheduleLine
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
    "Plan",
    "Skip",
    "customer_at",
    "cut_off_passed",
    "deliveries",
    "delivery_on",
    "next_delivery",
    "next_delivery_of",
    "plan_of",
    "plan_of_lines",
    "plans_of",
    "skipped",
    "with_plans",
]

# All that decides a customer's days, as one value. Row-level security narrows it to what the asker may know: a
# retailer finds the lines that apply to it, and no others.
_PLAN = """(
SELECT json_build_array(s.time_zone, s.country, s.name, c.distributor_id IS NOT NULL, COALESCE(d.name, ''),
  k.closed_weekdays, COALESCE(k.keeps_holidays, true), COALESCE(k.holiday_region, ''),
  (SELECT json_agg(json_build_array(y.day, y.name, y.is_open)) FROM retailers_calendarday y
    WHERE y.supplier_id = c.supplier_id AND y.day >= current_date - 2),
  (SELECT json_agg(json_build_array(l.starts_on, l.deadline_weekday, l.deadline_time, l.every_weeks, l.is_on,
      l.carrier, l.carrier_name) ORDER BY l.starts_on, l.id)
    FROM retailers_appliedschedule a
    JOIN retailers_scheduleline l ON l.supplier_id = a.supplier_id AND l.schedule_id = a.schedule_id
    WHERE a.supplier_id = c.supplier_id AND a.customer_id = c.id))
FROM retailers_customer c
JOIN organizations_organization s ON s.id = c.supplier_id
LEFT JOIN organizations_organization d ON d.id = c.distributor_id
LEFT JOIN retailers_deliverycalendar k ON k.supplier_id = c.supplier_id
WHERE c.id = retailers_customer.id)"""
CALENDAR = """
SELECT k.closed_weekdays, COALESCE(k.keeps_holidays, true), COALESCE(k.holiday_region, ''),
  (SELECT json_agg(json_build_array(y.day, y.name, y.is_open)) FROM retailers_calendarday y
    WHERE y.supplier_id = s.id AND y.day >= current_date - 2)
FROM organizations_organization s LEFT JOIN retailers_deliverycalendar k ON k.supplier_id = s.id
WHERE s.id = %(supplier)s
"""
_SUNDAY = 6


def with_plans(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Let customers bring all that decides their delivery days, for plan_of: in the statement that reads them."""
    return customers.annotate(plan_row=RawSQL(_PLAN, []))  # noqa: S611


def customer_at(retailer: Organization, supplier_slug: str) -> Customer:
    """Return a retailer's relation to a supplier that has let it in, with its plan; 404 for any other."""
    connected = Customer.objects.filter(retailer=retailer, registered_at__isnull=False)
    try:
        return with_plans(connected).get(supplier__slug=supplier_slug)
    except Customer.DoesNotExist as error:
        raise Http404 from error


def plan_of(customer: Customer) -> Plan:
    """Return all that decides a customer's delivery days; one statement, or none after with_plans."""
    row = getattr(customer, "plan_row", None)
    return _plan(row) if row else plans_of([customer.pk])[customer.pk]


def plans_of(customer_ids: Iterable[UUID]) -> dict[UUID, Plan]:
    """Return all that decides the delivery days of some customers, in one statement, whichever side asks."""
    found = with_plans(Customer.objects.filter(pk__in=list(customer_ids)))
    return {customer.pk: plan_of(customer) for customer in found.only("pk")}


def next_delivery_of(customer: Customer) -> Delivery | None:
    """Return a customer's next delivery, as it is now."""
    return next_delivery(plan_of(customer), timezone.now())


def plan_of_lines(supplier: Organization, lines: Iterable[ScheduleLine]) -> Plan:
    """Return what these lines would make of the supplier's calendar, for whoever has no customer in mind."""
    with connection.cursor() as cursor:
        cursor.execute(CALENDAR, {"supplier": supplier.pk})
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


def carrier_words(carrier: str, name: str, supplier: str, distributor: str) -> str:
    """Return who brings it, by name; nothing where the asker may not know."""
    if carrier == Carrier.COLLECTED:
        return _("Collected by the customer")
    return {Carrier.ASSIGNED: distributor, Carrier.OWN: supplier}.get(Carrier(carrier), name)


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

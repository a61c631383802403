"""What the pages of delivery days show at each level."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from retailers import queries
from retailers.enums import Carrier
from retailers.models import ScheduleLine
from retailers.queries import Level, Plan
from wholesale.organizations.access import ActingRequest
from wholesale.organizations.roles import Permission

PREVIEWED = 8
PAGES = {
    "own": "retailers/customer_schedule.html",
    "group": "retailers/group_schedule.html",
    "default": "retailers/schedule_update.html",
}


def _url(name: str, level: Level, *more: Any) -> str:
    key = level.customer or level.group
    return reverse(f"retailers:{name}", args=[level.supplier.slug, *([key.pk] if key else []), *more])


BACK: dict[str, Callable[[Level], str]] = {
    "own": lambda level: _url("customer_schedule", level),
    "group": lambda level: _url("group_schedule", level),
    "default": lambda level: _url("schedule_update", level),
}
_VERBS = ("line_create", "own_create", "own_removal")
_NAMES = {"own": "customer_schedule", "group": "group_schedule", "default": "schedule"}


def shown_at(request: ActingRequest, level: Level) -> dict[str, Any]:
    """Return what applies at a level, where it comes from, and what may be done about it."""
    own, version = queries.lines_set(level)
    source = level if own else queries.source_of(level)
    lines = own if own or source is None else queries.lines_set(source)[0]
    plan = queries.plan_of(level.customer) if level.customer else queries.plan_of_lines(level.supplier, lines)
    may_change = request.acting.may(Permission.MANAGE_CUSTOMERS)
    may_change = may_change and not (request.acting.represents and not level.customer)
    return {
        "level": level,
        "customer": level.customer,
        "group": level.group,
        "supplier": level.supplier,
        "source": source,
        "source_url": BACK[source.kind](source) if source and source != level else "",
        "version": version,
        "rows": [_row(level, line, plan, links=bool(own)) for line in sorted(lines, key=_of_week)],
        "is_own": bool(own),
        "may_change": may_change,
        "urls": {verb: _url(f"{_NAMES[level.kind]}_{verb}", level) for verb in _VERBS},
        **preview_of(plan),
    }


def version_in(request: ActingRequest) -> int:
    """Return which version of the delivery days the page of a button showed; -1 if it does not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def preview_of(plan: Plan) -> dict[str, Any]:
    """Return the next delivery days with their cut-offs, and between them what the calendar takes out."""
    now = timezone.now()
    coming = queries.deliveries(plan, now)[:PREVIEWED]
    today = plan.today(now)
    last = coming[-1].day if coming else today + timedelta(days=queries.HORIZON_DAYS)
    days: list[dict[str, Any]] = [{"day": each.day, "delivery": each} for each in coming]
    days += [{"day": each.day, "reason": each.reason} for each in queries.skipped(plan, today, last)]
    return {
        "days": sorted(days, key=lambda each: each["day"])[: 2 * PREVIEWED],
        "next_delivery": coming[0] if coming else queries.next_delivery(plan, now),
        "is_set": plan.is_set,
    }


def _of_week(line: ScheduleLine) -> tuple[int, date]:
    return line.starts_on.weekday(), line.starts_on


def _row(level: Level, line: ScheduleLine, plan: Plan, *, links: bool) -> dict[str, Any]:
    name = _NAMES[level.kind]
    row = {
        "line": line,
        "weekday": queries.weekday_name(line.starts_on.weekday()),
        "deadline_weekday": queries.weekday_name(line.deadline_weekday),
        "carrier": line.carrier_name or Carrier(line.carrier).label,
        "is_closed": line.starts_on.weekday() in plan.calendar.closed_weekdays,
    }
    if links:
        row["urls"] = {
            verb: _url(f"{name}_line_{verb}", level, line.pk) for verb in ("update", "switch", "removal")
        }
    return row

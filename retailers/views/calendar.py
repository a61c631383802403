"""Closed weekdays, closed days and public holidays, in Setup (SPEC.md C15)."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from retailers import queries, services
from retailers.delivery_days import CalendarDetails, NamedDay
from retailers.errors import DetailsRefused, ScheduleChanged
from retailers.forms.schedules import CalendarForm, ClosedDayForm
from retailers.public_holidays import holidays_of
from retailers.queries import Level
from retailers.services.schedule_sheets import SCHEDULES
from retailers.views.schedule_parts import shown_at, version_in
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.sheets.writing import sheet_response


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def schedule_update(request: ActingRequest, organization: str) -> HttpResponse:
    """Show the delivery days of all customers, and when nothing is delivered."""
    return setup_page(request)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def schedule_export(request: ActingRequest, organization: str) -> StreamingHttpResponse:
    """Hand out the days that are set for single retailers, as their import takes them."""
    return sheet_response(
        SCHEDULES.export_rows(queries.customers_of(request.acting)),
        headings=SCHEDULES.export_headings(),
        name=f"{SCHEDULES.words.file_stem}-{timezone.localdate().isoformat()}",
        as_format=request.GET.get("as", "xlsx"),
    )


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def calendar_update(request: ActingRequest, organization: str) -> HttpResponse:
    form = CalendarForm(request.POST, supplier=request.acting.organization)
    if not form.is_valid():
        return setup_page(request, calendar_form=form, status=422)
    present, _version = queries.calendar_set(request.acting.organization)
    changed = replace(
        present,
        closed_weekdays=tuple(form.cleaned_data["closed_weekdays"]),
        keeps_holidays=form.cleaned_data["keeps_holidays"],
        holiday_region=form.cleaned_data["holiday_region"],
    )
    return _saved(request, changed, form, "calendar_form")


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def closed_day_create(request: ActingRequest, organization: str) -> HttpResponse:
    form = ClosedDayForm(request.POST)
    if not form.is_valid():
        return setup_page(request, day_form=form, status=422)
    present, _version = queries.calendar_set(request.acting.organization)
    return _saved(request, replace(present, days=form.added_to(present)), form, "day_form")


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def closed_day_removal(request: ActingRequest, organization: str, day: str) -> HttpResponse:
    present, _version = queries.calendar_set(request.acting.organization)
    kept = tuple(each for each in present.days if each.day != _date(day))
    return _changed(request, replace(present, days=kept))


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def open_holiday_create(request: ActingRequest, organization: str, day: str) -> HttpResponse:
    """Deliver on a public holiday all the same."""
    present, _version = queries.calendar_set(request.acting.organization)
    others = (each for each in present.days if each.day != _date(day))
    return _changed(request, replace(present, days=(*others, NamedDay(_date(day), is_open=True))))


def _changed(request: ActingRequest, details: CalendarDetails) -> HttpResponse:
    """Save what one press of a button makes of the calendar, if its page was not older."""
    try:
        return _set(request, details, version_in(request))
    except (DetailsRefused, ScheduleChanged) as error:
        return setup_page(request, status=error.status, error=error.message)


def _set(request: ActingRequest, details: CalendarDetails, version: int) -> HttpResponse:
    _may(request)
    services.set_calendar(
        supplier=request.acting.organization, details=details, version=version, by=request.user
    )
    messages.success(request, _("Saved."))
    return redirect("retailers:schedule_update", request.acting.organization.slug)


def _saved(request: ActingRequest, details: CalendarDetails, form: Any, name: str) -> HttpResponse:
    try:
        return _set(request, details, form.cleaned_data["version"])
    except (DetailsRefused, ScheduleChanged) as error:
        form.add_error(None, error.message)
        if isinstance(error, ScheduleChanged):
            form.rebase(error.version)
        return setup_page(request, **{name: form}, status=error.status)


def _may(request: ActingRequest) -> None:
    if request.acting.represents:
        raise PermissionDenied


def setup_page(request: ActingRequest, *, status: int = 200, **shown: Any) -> HttpResponse:
    """Show the page with its own forms, or with those that were just refused."""
    supplier = request.acting.organization
    calendar, version = queries.calendar_set(supplier)
    initial = {
        "closed_weekdays": calendar.closed_weekdays,
        "keeps_holidays": calendar.keeps_holidays,
        "holiday_region": calendar.holiday_region,
        "version": version,
    }
    context = {
        "calendar_form": CalendarForm(initial=initial, supplier=supplier),
        "day_form": ClosedDayForm(initial={"version": version}),
        "closed_days": [
            each for each in calendar.days if not each.is_open and each.day >= timezone.localdate()
        ],
        "holidays": _holidays(supplier.country, calendar),
        "calendar_version": version,
        **shown_at(request, Level(supplier)),
    }
    return render(request, "retailers/schedule_update.html", context | shown, status=status)


def _holidays(country: str, calendar: CalendarDetails) -> list[dict[str, Any]]:
    """Return the public holidays of the next twelve months, each with whether there are deliveries all the same."""
    if not calendar.keeps_holidays:
        return []
    today = timezone.localdate()
    opened = {each.day for each in calendar.days if each.is_open}
    found = {
        day: name
        for year in (today.year, today.year + 1)
        for day, name in holidays_of(country, calendar.holiday_region, year, get_language() or "en").items()
    }
    return [
        {"day": day, "name": name, "is_open": day in opened}
        for day, name in sorted(found.items())
        if 0 <= (day - today).days <= 366
    ]


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error

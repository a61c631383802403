"""Days of service on pages: of one customer, of a group, of all (SPEC.md C15, C18)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retailers import queries, services
from retailers.delivery_days import LineDetails
from retailers.errors import DetailsRefused, ScheduleChanged
from retailers.forms.schedules import LineForm
from retailers.queries import Level
from retailers.views.calendar import setup_page
from retailers.views.schedule_parts import BACK, PAGES, shown_at, version_in
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def schedule(request: ActingRequest, organization: str, **holder: UUID) -> HttpResponse:
    level = queries.level_for_member(request.acting, **holder)
    return render(request, PAGES[level.kind], shown_at(request, level))


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_CUSTOMERS)
def line_create(request: ActingRequest, organization: str, **holder: UUID) -> HttpResponse:
    level = _changeable(request, **holder)
    lines, version = queries.lines_set(level)
    form = LineForm(request.POST or None, supplier=level.supplier, initial={"version": version})
    if form.is_bound and form.is_valid():
        present = [queries.details_of(line) for line in lines]
        if _saved(request, level, [*present, form.details()], form):
            return _back(level)
    return _asked(request, level, form)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_CUSTOMERS)
def line_update(request: ActingRequest, organization: str, line: UUID, **holder: UUID) -> HttpResponse:
    level = _changeable(request, **holder)
    lines, version = _lines(level)
    if line not in lines:
        raise Http404
    initial = {"version": version, **LineForm.values_of(lines[line])}
    form = LineForm(request.POST or None, supplier=level.supplier, line=lines[line], initial=initial)
    if form.is_bound and form.is_valid():
        changed = {**lines, line: form.details()}
        if _saved(request, level, list(changed.values()), form):
            return _back(level)
    return _asked(request, level, form)


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def line_switch(request: ActingRequest, organization: str, line: UUID, **holder: UUID) -> HttpResponse:
    level = _changeable(request, **holder)
    lines, version = _lines(level)
    if line not in lines:
        return _gone(request, level, version)
    switched = replace(lines[line], is_on=not lines[line].is_on)
    return _changed(request, level, list({**lines, line: switched}.values()), _("Saved."))


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def line_removal(request: ActingRequest, organization: str, line: UUID, **holder: UUID) -> HttpResponse:
    level = _changeable(request, **holder)
    lines, version = _lines(level)
    if line not in lines:
        return _gone(request, level, version)
    kept = [each for key, each in lines.items() if key != line]
    return _changed(request, level, kept, _("The delivery day is deleted."))


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def own_create(request: ActingRequest, organization: str, **holder: UUID) -> HttpResponse:
    """Begin a schedule of its own with a copy of what applies."""
    level = _changeable(request, **holder)
    present, version = queries.lines_set(level)
    source = queries.source_of(level)
    if present:
        return _gone(request, level, version)
    if source is None:
        return _back(level)
    lines = [replace(queries.details_of(line), pk=None) for line in queries.lines_set(source)[0]]
    said = _("A copy of what applied is set here now. Change it as you like.")
    return _changed(request, level, lines, said)


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def own_removal(request: ActingRequest, organization: str, **holder: UUID) -> HttpResponse:
    """Give up what is set here, so that the next level applies."""
    level = _changeable(request, **holder)
    return _changed(request, level, [], _("Nothing is set here any more."))


def _changed(request: ActingRequest, level: Level, lines: list[LineDetails], said: str) -> HttpResponse:
    """Save what one press of a button makes of the lines, if its page was not older than they are."""
    version = version_in(request)
    try:
        services.set_schedule(level=level, lines=lines, version=version, by=request.user)
    except (DetailsRefused, ScheduleChanged) as error:
        return _told(request, level, error)
    messages.success(request, said)
    return _back(level)


def _gone(request: ActingRequest, level: Level, version: int) -> HttpResponse:
    """Answer for what an older page still showed; for anything else as if it did not exist."""
    if 0 <= version_in(request) < version:
        return _told(request, level, ScheduleChanged(version))
    raise Http404


def _told(request: ActingRequest, level: Level, error: DomainError) -> HttpResponse:
    if level.kind == "default":
        return setup_page(request, status=error.status, error=error.message)
    context = shown_at(request, level) | {"error": error.message}
    return render(request, PAGES[level.kind], context, status=error.status)


def _changeable(request: ActingRequest, **holder: UUID) -> Level:
    """Return the level; who sees only their own retailers changes nothing for others (SPEC.md P3)."""
    level = queries.level_for_member(request.acting, **holder)
    if request.acting.represents and not level.customer:
        raise PermissionDenied
    return level


def _lines(level: Level) -> tuple[dict[UUID, LineDetails], int]:
    lines, version = queries.lines_set(level)
    return {line.pk: queries.details_of(line) for line in lines}, version


def _saved(request: ActingRequest, level: Level, lines: list[LineDetails], form: LineForm) -> bool:
    try:
        services.set_schedule(level=level, lines=lines, version=form.cleaned_data["version"], by=request.user)
    except DetailsRefused as error:
        form.refuse(error.fields)
    except ScheduleChanged as error:
        form.add_error(None, error.message)
        form.rebase(error.version)
    else:
        messages.success(request, _("Saved."))
        return True
    return False


def _asked(request: ActingRequest, level: Level, form: LineForm) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "level": level, "back_url": BACK[level.kind](level)}
    return render(request, "retailers/schedule_line.html", context, status=422 if form.is_bound else 200)


def _back(level: Level) -> HttpResponse:
    return redirect(BACK[level.kind](level))

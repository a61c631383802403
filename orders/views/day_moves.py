"""Moving a whole day: first what would move and what cannot, then all of it (SPEC.md O14)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from orders.forms.day_moves import DayMoveForm
from orders.queries.routes import routes_of
from orders.queries.stops import day_asked
from orders.route_errors import DayPassed
from orders.services.day_moves import Preview, move_day, preview_day
from orders.views.delivering import today_url
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import see_other


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.PLAN_ROUTES)
def day_move(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    """Show what moving a day would do, then do it: the button of the preview carries what was seen."""
    day = day_asked(request.acting, request.GET.get("day"))
    routes = list(routes_of(request.acting.organization))
    form = DayMoveForm(request.POST or None, routes=routes, initial={"day": day})
    if not form.is_bound:
        return _shown(request, form)
    if not form.is_valid():
        return _shown(request, form, status=422)
    try:
        if form.cleaned_data["digest"]:
            return _moved(request, form)
        return _shown(request, form, preview=preview_day(acting=request.acting, moving=form.moving()))
    except DayPassed as error:
        form.refuse(error.fields)
        return _shown(request, form, status=error.status)


def _moved(request: ActingRequest, form: DayMoveForm) -> HttpResponse:
    moving, digest = form.moving(), form.cleaned_data["digest"]
    try:
        n = move_day(acting=request.acting, moving=moving, digest=digest)
    except DayPassed:
        raise
    except DomainError as error:
        form.refuse(getattr(error, "fields", {"": error.message}))
        preview = preview_day(acting=request.acting, moving=moving)
        return _shown(request, form, preview=preview, status=error.status)
    text = ngettext(
        "%(n)s order moved. Its retailer is told.", "%(n)s orders moved. Their retailers are told.", n
    )
    messages.success(request, text % {"n": n})
    return see_other(request, f"{today_url(request)}?day={moving.new_day.isoformat()}")


def _shown(
    request: ActingRequest, form: DayMoveForm, *, preview: Preview | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "preview": preview, "today_url": today_url(request)}
    return render(request, "orders/day_move.html", context, status=status)

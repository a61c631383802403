"""The papers of a day: route sheet, pick list, packing slips; on the screen, as PDF and XLSX (SPEC.md O14)."""

from functools import partial
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orders.documents.day_files import DAY_FORMATS
from orders.documents.day_sheets import SHEETS
from orders.queries.routes import routes_of
from orders.queries.stops import day_asked, day_of
from orders.services.day_papers import day_paper, locale_of
from orders.views.delivering import day_filters, today_url, wanted_of
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.roles import Permission


def _sheet(kind: str, request: ActingRequest, organization: str, side: str) -> HttpResponse | FileResponse:
    """Show a paper of the day that the address names, narrowed as it asks; or send it as a file."""
    acting = request.acting
    asked = day_asked(acting, request.GET.get("day"))
    filters = day_filters(request, asked, list(routes_of(acting.organization)))
    wanted, as_format = wanted_of(asked, filters), request.GET.get("as", "")
    if as_format in DAY_FORMATS:
        return day_paper(acting=acting, kind=kind, wanted=wanted, as_format=as_format)
    sheet = SHEETS[kind](day_of(acting, wanted), locale_of(acting))
    context: dict[str, Any] = {
        "sheet": sheet,
        "files": [(each.upper(), f"?{filters.query_string}as={each}") for each in DAY_FORMATS],
        "back_url": f"{today_url(request)}?day={asked.isoformat()}",
    }
    return render(request, "orders/day_sheet.html", context)


def _view(kind: str) -> Any:
    return require_safe(any_side(Permission.VIEW_ORDERS)(partial(_sheet, kind)))


VIEWS: dict[str, Any] = {kind: _view(kind) for kind in SHEETS}

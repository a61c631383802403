"""The papers of a day: route sheet, pick list, packing slips; on the screen, as PDF and XLSX (SPEC.md O14)."""

from functools import partial
from io import BytesIO
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orders.documents.day_files import DAY_FORMATS, day_file
from orders.documents.day_sheets import SHEETS
from orders.queries.routes import routes_of
from orders.queries.stops import Wanted, day_asked, day_of
from orders.views.delivering import day_filters, today_url, wanted_of
from wholesale.money import reader_locale
from wholesale.organizations.access import Acting, ActingRequest, any_side
from wholesale.organizations.roles import Permission


def _sheet(kind: str, request: ActingRequest, organization: str, side: str) -> HttpResponse | FileResponse:
    """Show a paper of the day that the address names, narrowed as it asks; or send it as a file."""
    acting = request.acting
    asked = day_asked(acting, request.GET.get("day"))
    filters = day_filters(request, asked, list(routes_of(acting.organization)))
    wanted, as_format = wanted_of(asked, filters), request.GET.get("as", "")
    if as_format in DAY_FORMATS:
        return file_of(acting, kind, wanted, as_format)
    sheet = SHEETS[kind](day_of(acting, wanted), _locale(acting))
    context: dict[str, Any] = {
        "sheet": sheet,
        "files": [(each.upper(), f"?{filters.query_string}as={each}") for each in DAY_FORMATS],
        "back_url": f"{today_url(request)}?day={asked.isoformat()}",
    }
    return render(request, "orders/day_sheet.html", context)


def file_of(acting: Acting, kind: str, wanted: Wanted, as_format: str) -> FileResponse:
    """Return a paper of the day as a file; made at once: fifty stops take about a tenth of a second."""
    sheet = SHEETS[kind](day_of(acting, wanted), _locale(acting))
    paper = day_file(
        sheet,
        name=f"{acting.organization.slug}-{kind}-{wanted.day.isoformat()}",
        language=(get_language() or "en").split("-")[0],
        as_format=as_format,
        page_words=(_("Page"), pgettext("page 1 of 2", "of")),
    )
    content = BytesIO(paper.content)
    response = FileResponse(content, as_attachment=True, filename=paper.name, content_type=paper.kind)
    response["Cache-Control"] = "no-store"
    return response


def _locale(acting: Acting) -> Any:
    return reader_locale(get_language() or "en", acting.organization.country)


def _view(kind: str) -> Any:
    return require_safe(any_side(Permission.VIEW_ORDERS)(partial(_sheet, kind)))


VIEWS: dict[str, Any] = {kind: _view(kind) for kind in SHEETS}

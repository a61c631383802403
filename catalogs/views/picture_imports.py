"""Pictures by ZIP, on pages: choose, watch, see what became of each file."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogs import queries, services
from catalogs.enums import PictureVerdict
from catalogs.forms.pictures import ArchiveForm
from catalogs.limits import count_archive
from catalogs.models import PictureImport
from wholesale.api.idempotency import is_first_submission
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import reply

PAGE, FRAGMENT = "catalogs/picture_import.html", "catalogs/_picture_import.html"


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_PRODUCTS)
def picture_import_create(request: ActingRequest, organization: str) -> HttpResponse:
    supplier, status = request.acting.organization, 200
    form = ArchiveForm(request.POST, request.FILES) if request.method == "POST" else ArchiveForm()
    if form.is_bound:
        status = 422
        try:
            if form.is_valid() and (made := _start(request, form)):
                return redirect("catalogs:picture_import", organization, made.pk)
        except DomainError as error:
            form.add_error("archive", error.message)
            status = error.status
    recent = queries.picture_imports_of(supplier).order_by("-created_at", "-id")[: queries.RECENT_IMPORTS]
    context = {"form": form, "recent": recent, "most": services.MOST_PICTURES}
    return render(request, "catalogs/picture_import_create.html", context, status=status)


def _start(request: ActingRequest, form: ArchiveForm) -> PictureImport | None:
    """Begin an import; sent a second time, return the one that has begun."""
    supplier, key = request.acting.organization, form.cleaned_data["form_key"]
    if not is_first_submission(organization_id=supplier.pk, form="picture_import", key=key):
        return queries.picture_imports_of(supplier).order_by("-created_at").first()
    count_archive(supplier.pk)
    file = form.cleaned_data["archive"]
    return services.start_picture_import(
        supplier=supplier, name=file.name, pieces=form.pieces(), by=request.user
    )


@require_safe
@selling(Permission.MANAGE_PRODUCTS)
def picture_import(request: ActingRequest, organization: str, picture_import: UUID) -> HttpResponse:
    found = queries.picture_import_for_member(request.acting.organization, picture_import)
    only = request.GET.get("only", "")
    rows = queries.files_of(found).exclude(verdict="").select_related("product")
    if only in PictureVerdict.values:
        rows = rows.filter(verdict=only)
    page = keyset_page(rows, order=["number"], cursor=request.GET.get("cursor", ""))
    counts = queries.picture_verdicts(found)
    context: dict[str, Any] = {"found": found, "page": page, "counts": counts.items()}
    context["chips"] = _chips(counts, only)
    return reply(request, page=PAGE, fragment=FRAGMENT, context=context)


def _chips(counts: dict[PictureVerdict, int], only: str) -> list[dict[str, Any]]:
    some = [
        {"label": each.label, "count": count, "url": f"?only={each.value}", "is_pressed": each.value == only}
        for each, count in counts.items()
        if count or each.value == only
    ]
    everything = {"label": _("All"), "count": sum(counts.values()), "url": "?", "is_pressed": not only}
    return [everything, *some]

"""The pages of every import: choose, map, preview, confirm, progress, result; and files to download."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.sheets import downloads, queries, services
from wholesale.sheets.downloads import Download
from wholesale.sheets.enums import ImportMode, ImportState
from wholesale.sheets.forms import ConfirmationForm, FileForm, MappingForm, TableForm
from wholesale.sheets.importables import IMPORTABLES, Importable, importable
from wholesale.sheets.models import SheetImport
from wholesale.sheets.pages import detail_context, given_to, given_words, steps_of
from wholesale.ui.replies import is_fragment, reply, see_other

View = Callable[..., Any]


def importing(view: View) -> View:
    """Let in whoever may import this kind; a kind that does not exist is 404."""

    @selling(None)
    @wraps(view)
    def checked(request: ActingRequest, organization: str, kind: str, **kwargs: Any) -> Any:
        if kind not in IMPORTABLES:
            raise Http404
        if importable(kind).permission not in request.acting.permissions:
            raise PermissionDenied
        return view(request, kind, importable(kind), **kwargs)

    return checked


@require_http_methods(["GET", "HEAD", "POST"])
@importing
def import_create(request: ActingRequest, kind: str, what: Importable) -> HttpResponse:
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        file, acting = form.cleaned_data["file"], request.acting
        made = services.start_import(
            organization=acting.organization,
            side=acting.side,
            kind=kind,
            name=file.name,
            content=file.read(),
            by=request.user,
            represents=acting.represents,
            given=given_to(what, request.GET),
        )
        return redirect("sheets:import_detail", acting.organization.slug, kind, made.pk)
    recent = queries.imports_of(request.acting, kind)[: queries.RECENT]
    context = {"form": form, "what": what, "kind": kind, "recent": recent, "steps": steps_of(None)}
    context["given"] = given_words(what, request.GET)
    return render(request, "sheets/import_create.html", context, status=422 if form.is_bound else 200)


@require_safe
@importing
def sample(request: ActingRequest, kind: str, what: Importable) -> Download:
    return downloads.sample_file(what, request.GET.get("as", ""))


@require_safe
@importing
def import_detail(request: ActingRequest, kind: str, what: Importable, sheet_import: UUID) -> HttpResponse:
    found = queries.import_for_member(request.acting, kind, sheet_import)
    if found.state == ImportState.MAPPING and is_fragment(request):  # another page than the one that asks
        return see_other(request, request.path)
    if found.state == ImportState.MAPPING:
        return _mapping_page(request, found, MappingForm(sheet_import=found))
    context = detail_context(found, request.GET) | {"form": ConfirmationForm()}
    return reply(request, page="sheets/import_detail.html", fragment="sheets/_import.html", context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@importing
def mapping_update(request: ActingRequest, kind: str, what: Importable, sheet_import: UUID) -> HttpResponse:
    found = queries.import_for_member(request.acting, kind, sheet_import)
    form = MappingForm(request.POST or None, sheet_import=found)
    if form.is_bound and form.is_valid():
        try:
            services.map_columns(sheet_import=found, chosen=form.chosen)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("sheets:import_detail", request.acting.organization.slug, kind, found.pk)
    return _mapping_page(request, found, form, status=422 if form.is_bound else 200)


@require_POST
@importing
def table_update(request: ActingRequest, kind: str, what: Importable, sheet_import: UUID) -> HttpResponse:
    found = queries.import_for_member(request.acting, kind, sheet_import)
    form = TableForm(request.POST, sheet_import=found)
    if not form.is_valid():
        return _mapping_page(request, found, MappingForm(sheet_import=found), table_form=form, status=422)
    return _moved(
        request,
        found,
        lambda: services.choose_table(
            sheet_import=found, sheet=form.cleaned_data["sheet"], header_row=form.cleaned_data["header_row"]
        ),
    )


@require_POST
@importing
def confirmation_create(
    request: ActingRequest, kind: str, what: Importable, sheet_import: UUID
) -> HttpResponse:
    found = queries.import_for_member(request.acting, kind, sheet_import)
    asked = request.POST.get("mode", "")
    mode = ImportMode(asked) if asked in ImportMode.values else ImportMode.GOOD_ROWS
    return _moved(
        request, found, lambda: services.confirm_import(sheet_import=found, mode=mode, by=request.user)
    )


@require_POST
@importing
def cancellation_create(
    request: ActingRequest, kind: str, what: Importable, sheet_import: UUID
) -> HttpResponse:
    found = queries.import_for_member(request.acting, kind, sheet_import)
    try:
        services.cancel_import(sheet_import=found)
    except DomainError as error:
        return _detail_with(request, found, error)
    messages.success(request, _("Left. Nothing was written."))
    return redirect("sheets:import_create", request.acting.organization.slug, kind)


@require_safe
@importing
def refused_file(request: ActingRequest, kind: str, what: Importable, sheet_import: UUID) -> Download:
    return downloads.refused_file(queries.import_for_member(request.acting, kind, sheet_import))


def _mapping_page(
    request: ActingRequest,
    found: SheetImport,
    form: MappingForm,
    *,
    table_form: TableForm | None = None,
    status: int = 200,
) -> HttpResponse:
    fields = [form[name] for name in form.fields]
    context = detail_context(found, request.GET) | {
        "form": form,
        "table_form": table_form or TableForm(sheet_import=found),
        "columns": list(zip(fields, queries.samples_of(found), strict=True)),
        "steps": steps_of(ImportState.MAPPING),
    }
    return render(request, "sheets/import_mapping.html", context, status=status)


def _moved(request: ActingRequest, found: SheetImport, move: Callable[[], Any]) -> HttpResponse:
    """Move an import on and show it; where that is refused, show it with the reason."""
    try:
        move()
    except DomainError as error:
        return _detail_with(request, found, error)
    return redirect("sheets:import_detail", request.acting.organization.slug, found.kind, found.pk)


def _detail_with(request: ActingRequest, found: SheetImport, error: DomainError) -> HttpResponse:
    context = detail_context(found, request.GET) | {"form": ConfirmationForm(), "error": error.message}
    return render(request, "sheets/import_detail.html", context, status=error.status)

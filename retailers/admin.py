"""Duplicates of the directory, for the platform's staff: look, merge, undo (SPEC.md C7)."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retailers.errors import MergeRefused
from retailers.forms.merging import MergeForm, TwoEntriesForm
from retailers.models import Merge
from retailers.queries import merging, pairs
from retailers.services.merging import merge_retailers
from retailers.services.pairs import dismiss_pair, look_again
from retailers.services.undoing import undo_merge
from wholesale.accounts.models import User
from wholesale.audit.staff import ModelAdmin
from wholesale.ui.paging import keyset_page


@admin.register(Merge)
class MergeAdmin(ModelAdmin):
    """The staff's index leads here; the pages are ours."""

    def get_urls(self) -> list[URLPattern]:
        """Serve our pages in the place of Django's."""
        site, may = self.admin_site, self.has_add_permission
        named: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", pair_list, "changelist"),
            ("done/", merge_list, "list"),
            ("choice/", choice, "choice"),
            ("search/", search_create, "search"),
            ("pairs/<uuid:pair>/dismissal/", dismissal_create, "dismissal"),
            ("<uuid:kept>/<uuid:gone>/", merge_create, "add"),
            ("<uuid:merge>/", merge_detail, "change"),
            ("<uuid:merge>/undoing/", undoing_create, "undo"),
        ]
        return [
            path(route, site.admin_view(_for(may, view)), name=f"retailers_merge_{name}")
            for route, view, name in named
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep what was merged as it was written."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep it on record."""
        return False


def _for(
    may: Callable[[HttpRequest], bool], view: Callable[..., HttpResponse]
) -> Callable[..., HttpResponse]:
    """Let in whoever of the staff may merge."""

    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not may(request):
            raise PermissionDenied
        return view(request, **kwargs)

    return guarded


@require_safe
def pair_list(request: HttpRequest) -> HttpResponse:
    found = pairs.pairs_to_look_at()
    page = keyset_page(found, order=["-points", "-id"], cursor=request.GET.get("cursor", ""), counted=found)
    return render(request, "retailers/pair_list.html", {"page": page, "tab": "pairs"})


@require_safe
def merge_list(request: HttpRequest) -> HttpResponse:
    page = keyset_page(merging.merges(), order=["-at", "-id"], cursor=request.GET.get("cursor", ""))
    return render(request, "retailers/merge_list.html", {"page": page, "tab": "done"})


@require_safe
def choice(request: HttpRequest) -> HttpResponse:
    form = TwoEntriesForm(request.GET)
    form.is_valid()
    context = {"form": form, "tab": "choice", "error": ""}
    if "compare" in request.GET:
        if pair := form.pair():
            return redirect("admin:retailers_merge_add", *pair)
        context["error"] = _("Choose one entry on each side.")
    for name in ("first", "second"):
        query = form.cleaned_data.get(name, "")
        context[f"{name}_hits"] = pairs.staff_matches(query) if query else []
    return render(request, "retailers/merge_choice.html", context)


@require_POST
def search_create(request: HttpRequest) -> HttpResponse:
    look_again()
    messages.success(request, _("The directory is being looked through. It takes up to a minute."))
    return redirect("admin:retailers_merge_changelist")


@require_POST
def dismissal_create(request: HttpRequest, pair: UUID) -> HttpResponse:
    dismiss_pair(pair=pairs.pair_by_id(pair), by=_person(request))
    messages.success(request, _("Noted: two companies. They are not put forward again."))
    return redirect("admin:retailers_merge_changelist")


@require_http_methods(["GET", "HEAD", "POST"])
def merge_create(request: HttpRequest, kept: UUID, gone: UUID) -> HttpResponse:
    form = MergeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _preview(request, form, kept, gone, status=422 if form.is_bound else 200)
    try:
        merge = merge_retailers(
            kept=kept,
            gone=gone,
            choices=form.chosen,
            is_one_company=form.cleaned_data["is_one_company"],
            by=_person(request),
        )
    except MergeRefused as error:
        form.add_error(None, error.message)
        return _preview(request, form, kept, gone, status=error.status)
    messages.success(
        request, _("%(gone)s is now %(kept)s.") % {"gone": merge.gone_name, "kept": merge.kept_name}
    )
    return redirect("admin:retailers_merge_change", merge.pk)


@require_safe
def merge_detail(request: HttpRequest, merge: UUID) -> HttpResponse:
    return _merge_page(request, merging.merge_by_id(merge))


@require_POST
def undoing_create(request: HttpRequest, merge: UUID) -> HttpResponse:
    found = merging.merge_by_id(merge)
    try:
        undo_merge(merge=found, by=_person(request))
    except MergeRefused as error:
        return _merge_page(request, found, error=error)
    messages.success(request, _("Undone: these are two retailers again."))
    return redirect("admin:retailers_merge_change", merge)


def _preview(request: HttpRequest, form: MergeForm, kept: UUID, gone: UUID, *, status: int) -> HttpResponse:
    entries = merging.both_entries(kept, gone)
    first, second = merging.in_order(entries, preferred=kept)
    if first.pk != kept:
        return redirect("admin:retailers_merge_add", first.pk, second.pk)
    choices = form.chosen if form.is_bound and form.is_valid() else {}
    context: dict[str, Any] = {"form": form, "kept": first, "gone": second, "pair": pairs.pair_of(kept, gone)}
    try:
        preview = merging.merge_preview(entries, kept, gone, choices)
    except MergeRefused as error:
        context["error"] = error.message
        return render(request, "retailers/merge_create.html", context, status=error.status)
    context |= {"preview": preview, "fields": preview.fields(choices), "counts": merging.counts_of(gone)}
    return render(request, "retailers/merge_create.html", context, status=status)


def _merge_page(request: HttpRequest, merge: Merge, error: MergeRefused | None = None) -> HttpResponse:
    context = {"merge": merge, "counts": merging.named(merge.moved), "error": error and error.message}
    return render(request, "retailers/merge_detail.html", context, status=error.status if error else 200)


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)

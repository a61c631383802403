"""Cases of companies claimed by others, for the platform's staff: both sides' facts, decide, undo (SPEC.md N6)."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from invitations import queries, services
from invitations.errors import ClaimRefused
from invitations.forms import DecisionForm
from invitations.models import ClaimCase
from wholesale.accounts.models import User
from wholesale.audit.staff import ModelAdmin
from wholesale.ui.paging import keyset_page


@admin.register(ClaimCase)
class ClaimCaseAdmin(ModelAdmin):
    """The staff's index leads here; the pages are ours."""

    def get_urls(self) -> list[URLPattern]:
        """Serve our pages in the place of Django's."""
        site = self.admin_site
        named: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("", claim_list, "changelist"),
            ("decided/", decided_list, "decided"),
            ("<uuid:case>/", claim_detail, "change"),
            ("<uuid:case>/reassignment/", reassignment_create, "reassign"),
            ("<uuid:case>/refusal/", refusal_create, "decline"),
            ("<uuid:case>/undoing/", undoing_create, "undo"),
        ]
        return [
            path(route, site.admin_view(self._guarded(view)), name=f"invitations_claimcase_{name}")
            for route, view, name in named
        ]

    def _guarded(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """Let in whoever of the staff may decide."""

        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not self.has_change_permission(request):
                raise PermissionDenied
            return view(request, **kwargs)

        return guarded

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave it to whoever has proven an address."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep it on record."""
        return False


@require_safe
def claim_list(request: HttpRequest) -> HttpResponse:
    return _list(request, is_open=True)


@require_safe
def decided_list(request: HttpRequest) -> HttpResponse:
    return _list(request, is_open=False)


@require_safe
def claim_detail(request: HttpRequest, case: UUID) -> HttpResponse:
    return _page(request, queries.case_by_id(case), DecisionForm())


@require_POST
def reassignment_create(request: HttpRequest, case: UUID) -> HttpResponse:
    return _decide(request, case, services.reassign_company, _("Handed over. Both sides have a mail."))


@require_POST
def refusal_create(request: HttpRequest, case: UUID) -> HttpResponse:
    return _decide(request, case, services.decline_claim, _("Declined. The claimant has a mail."))


@require_POST
def undoing_create(request: HttpRequest, case: UUID) -> HttpResponse:
    return _decide(
        request, case, services.undo_reassignment, _("Undone: the company is back with its people.")
    )


def _decide(request: HttpRequest, case: UUID, decision: Callable[..., ClaimCase], said: str) -> HttpResponse:
    found, form = queries.case_by_id(case), DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        decision(case=found, reason=form.cleaned_data["reason"], by=cast("User", request.user))
    except ClaimRefused as error:
        form.add_error(None, error.message)
        return _page(request, found, form, status=error.status)
    messages.success(request, said)
    return redirect("admin:invitations_claimcase_change", case)


def _list(request: HttpRequest, *, is_open: bool) -> HttpResponse:
    found = queries.claim_cases(is_open=is_open)
    page = keyset_page(
        found, order=["-opened_at", "-id"], cursor=request.GET.get("cursor", ""), counted=found
    )
    return render(request, "invitations/claim_list.html", {"page": page, "is_open": is_open})


def _page(request: HttpRequest, case: ClaimCase, form: DecisionForm, status: int = 200) -> HttpResponse:
    context = {"case": case, "facts": queries.facts_of(case), "form": form}
    return render(request, "invitations/claim_detail.html", context, status=status)

"""One tag of the invite link: its address and code, what came of it, another name, put away (SPEC.md N5)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from invitations import queries, services
from invitations.errors import TagChangedMeanwhile
from invitations.forms import TagRenameForm
from invitations.models import InviteTag
from retailers.errors import DetailsRefused
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.paging import keyset_page

NEWEST = ["-asked_at", "-id"]


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.INVITE_CUSTOMERS)
def invite_tag(request: ActingRequest, organization: str, tag: UUID) -> HttpResponse:
    """Show a tag, and call it something else."""
    found = queries.tag_for_supplier(request.acting.organization, tag)
    form = TagRenameForm(request.POST or None, initial=TagRenameForm.values_of(found))
    if not form.is_bound or not form.is_valid():
        return _page(request, found, form, status=422 if form.is_bound else 200)
    name, version = form.cleaned_data["name"], form.cleaned_data["version"] or 0
    try:
        services.rename_tag(tag=found, name=name, version=version, by=request.user)
    except DetailsRefused as error:
        form.add_error("name", error.message)
        return _page(request, found, form, status=error.status)
    except TagChangedMeanwhile as error:
        told = {"message": error.message, "differences": form.told_of(error.current)}
        return _page(request, error.current, form, status=error.status, stale=told)
    messages.success(request, _("Saved."))
    return redirect("invitations:invite_tag", organization, tag)


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def tag_archiving(request: ActingRequest, organization: str, tag: UUID) -> HttpResponse:
    return _changed(request, tag, services.archive_tag, _("%(name)s is put away. Its codes still work."))


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def tag_restoring(request: ActingRequest, organization: str, tag: UUID) -> HttpResponse:
    return _changed(request, tag, services.restore_tag, _("%(name)s is in use again."))


def _changed(request: ActingRequest, tag: UUID, service: Callable[..., InviteTag], told: str) -> HttpResponse:
    found = queries.tag_for_supplier(request.acting.organization, tag)
    try:
        service(tag=found, by=request.user)
    except DetailsRefused as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, told % {"name": found.name})
    return redirect("invitations:invite_tag", request.acting.organization.slug, tag)


def _page(
    request: ActingRequest,
    tag: InviteTag,
    form: TagRenameForm,
    *,
    status: int,
    stale: dict[str, Any] | None = None,
) -> HttpResponse:
    link = queries.link_in_use(request.acting.organization)
    came = queries.requests_by_tag(request.acting, tag)
    context = {
        "link": link,
        "tag": tag,
        "way": queries.way_of_tag(tag),
        "page": keyset_page(came, order=NEWEST, cursor=request.GET.get("cursor", ""), size=25),
        "address": queries.address_of(link, tag),
        "form": form,
        "stale": stale,
    }
    return render(request, "invitations/invite_tag.html", context, status=status)

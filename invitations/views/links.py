"""Invite customers, a page of Setup: the permanent link, its QR code, off, on and another (SPEC.md N5)."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from invitations import queries, services
from invitations.forms import TagForm
from invitations.limits import count_code, count_link_change
from invitations.models import InviteLink, InviteTag
from invitations.printing import code_file
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.INVITE_CUSTOMERS)
def invite_link(request: ActingRequest, organization: str) -> HttpResponse:
    """Show the link with its tags, and make a tag."""
    form = TagForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    supplier = request.acting.organization
    try:
        count_link_change(supplier.pk)
        made = services.make_tag(supplier=supplier, by=request.user, **form.cleaned_data)
    except DomainError as error:
        form.add_error("name", error.message)
        return _page(request, form, status=error.status)
    messages.success(request, _("%(name)s has an address and a QR code of its own.") % {"name": made.name})
    return redirect("invitations:invite_tag", organization, made.pk)


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def link_opening(request: ActingRequest, organization: str) -> HttpResponse:
    """Switch the link on."""
    return _changed(request, services.switch_link_on, _("The link is on: people can ask by it again."))


@require_POST
@selling(Permission.INVITE_CUSTOMERS)
def link_closing(request: ActingRequest, organization: str) -> HttpResponse:
    """Switch the link off."""
    return _changed(request, services.switch_link_off, _("The link is off: nobody can ask by it for now."))


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.INVITE_CUSTOMERS)
def link_replacement(request: ActingRequest, organization: str) -> HttpResponse:
    """Say what happens to printed codes, and replace the link."""
    supplier = request.acting.organization
    if request.method == "POST":
        return _changed(request, services.replace_link, _("This is your new link."), count_link_change)
    link = queries.link_in_use(supplier)
    context = {
        "link": link,
        "address": queries.address_of(link),
        "tag_count": queries.tags_of(supplier).count(),
    }
    return render(request, "invitations/link_replacement.html", context)


@require_safe
@selling(Permission.INVITE_CUSTOMERS)
def link_code(request: ActingRequest, organization: str, kind: str) -> HttpResponse:
    """Answer the link's QR code as a file to print."""
    return _file(request, kind)


@require_safe
@selling(Permission.INVITE_CUSTOMERS)
def tag_code(request: ActingRequest, organization: str, tag: UUID, kind: str) -> HttpResponse:
    """Answer a tag's QR code as a file to print."""
    return _file(request, kind, queries.tag_for_supplier(request.acting.organization, tag))


def _page(request: ActingRequest, form: TagForm, *, status: int) -> HttpResponse:
    supplier = request.acting.organization
    link = queries.link_in_use(supplier)
    context = {
        "link": link,
        "address": queries.address_of(link),
        "ways": queries.ways_of(supplier),
        "form": form,
        "brand": supplier,
    }
    return render(request, "invitations/invite_link.html", context, status=status)


def _changed(
    request: ActingRequest,
    service: Callable[..., InviteLink],
    told: str,
    count: Callable[[UUID], None] | None = None,
) -> HttpResponse:
    supplier = request.acting.organization
    try:
        if count:
            count(supplier.pk)
        service(supplier=supplier, code=request.POST.get("code", ""), by=request.user)
    except DomainError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, told)
    return redirect("invitations:invite_link", supplier.slug)


def _file(request: ActingRequest, kind: str, tag: InviteTag | None = None) -> HttpResponse:
    supplier = request.acting.organization
    try:
        count_code(supplier.pk)
    except DomainError as error:
        return HttpResponse(error.message, status=error.status, content_type="text/plain")
    link = queries.link_in_use(supplier)
    caption = supplier.name if "name" in request.GET else ""
    name = queries.file_name_of(link, tag)
    return code_file(kind, address=queries.address_of(link, tag), caption=caption, name=name)

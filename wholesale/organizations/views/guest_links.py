"""The link of a guest distributor's people: made, switched, replaced (SPEC.md I1)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wholesale.organizations import queries, services
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.forms import GuestLinkForm
from wholesale.organizations.roles import Permission
from wholesale.organizations.views.agreement_page import context_of_side
from wholesale.organizations.views.guest_page import LIST, done, guest_agreement


@require_POST
@selling(Permission.MANAGE_PEOPLE)
def guest_link_create(request: ActingRequest, organization: str, agreement_id: UUID) -> HttpResponse:
    found = guest_agreement(request, agreement_id)
    told = _("This is the link. Send it to whoever runs %(name)s.") % {"name": found.distributor.name}
    return done(request, found, told, services.make_guest_link)


@require_POST
@selling(Permission.MANAGE_PEOPLE)
def guest_link_closing(request: ActingRequest, organization: str, agreement_id: UUID) -> HttpResponse:
    told = _("The link is off: nobody can ask by it for now.")
    return _seen(request, agreement_id, told, services.switch_guest_link_off)


@require_POST
@selling(Permission.MANAGE_PEOPLE)
def guest_link_opening(request: ActingRequest, organization: str, agreement_id: UUID) -> HttpResponse:
    told = _("The link is on: people can ask by it again.")
    return _seen(request, agreement_id, told, services.switch_guest_link_on)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_PEOPLE)
def guest_link_replacement(request: ActingRequest, organization: str, agreement_id: UUID) -> HttpResponse:
    """Say what happens to the old link, and replace it."""
    if request.method == "POST":
        return _seen(request, agreement_id, _("This is the new link."), services.replace_guest_link)
    found = guest_agreement(request, agreement_id)
    link = queries.guest_link_in_use(found)
    if link is None:
        return redirect(LIST, organization, agreement_id)
    context = context_of_side(request) | {"agreement": found, "other": found.distributor, "link": link}
    return render(request, "organizations/guest_link_replacement.html", context)


def _seen(request: ActingRequest, agreement_id: UUID, told: str, verb: Callable[..., Any]) -> HttpResponse:
    form = GuestLinkForm(request.POST)
    if not form.is_valid():
        raise Http404
    found = guest_agreement(request, agreement_id)
    return done(request, found, told, verb, seen=form.cleaned_data["seen"])

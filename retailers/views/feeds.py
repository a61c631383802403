"""Delivery days in a retailer's own calendar: the secret address, and its page in Setup (SPEC.md C15)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from retailers import queries, services
from retailers.ics import calendar_of
from wholesale.organizations.access import ActingRequest, buying
from wholesale.organizations.roles import Permission
from wholesale.tenancy.contexts import act_as


@require_safe
@buying(Permission.PLACE_ORDERS)
def feed(request: ActingRequest, organization: str) -> HttpResponse:
    found = queries.feed_of(request.acting.organization)
    address = ""
    if found:
        address = request.build_absolute_uri(
            reverse("retailers:calendar_file", args=[queries.secret_of(found)])
        )
    context = {"address": address, "expected": queries.expected_deliveries(request.acting.organization)}
    return render(request, "retailers/feed.html", context)


@require_POST
@buying(Permission.PLACE_ORDERS)
def feed_create(request: ActingRequest, organization: str) -> HttpResponse:
    services.make_feed(retailer=request.acting.organization, by=request.user)
    messages.success(request, _("The address is made. Whoever has it sees your delivery days."))
    return redirect("retailers:feed", organization)


@require_POST
@buying(Permission.PLACE_ORDERS)
def feed_removal(request: ActingRequest, organization: str) -> HttpResponse:
    services.revoke_feed(retailer=request.acting.organization, by=request.user)
    messages.success(request, _("The address answers no more."))
    return redirect("retailers:feed", organization)


@require_safe
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar program, which cannot sign in: its address is the secret."""
    retailer_id = queries.retailer_of_secret(secret)
    if retailer_id is None:
        raise Http404
    with act_as(queries.retailer_context(retailer_id)):
        retailer = queries.feed_owner(retailer_id)
        with translation.override(retailer.language):
            expected = queries.expected_deliveries(retailer)
            name = _("Deliveries, %(name)s") % {"name": retailer.name}
    response = HttpResponse(
        calendar_of(expected, name=name, now=timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    response["Cache-Control"] = "private, max-age=900"
    response["Content-Disposition"] = 'inline; filename="deliveries.ics"'
    return response

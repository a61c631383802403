"""The first page, and a company's sign-up."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wholesale.accounts.models import User
from wholesale.organizations import localities, queries, services
from wholesale.organizations.acting import Seat, seats_of
from wholesale.organizations.enums import Side
from wholesale.organizations.forms import CompanyForm
from wholesale.organizations.middleware import SEAT_COOKIE
from wholesale.organizations.queries.guests import OwnRequest
from wholesale.ui.context import resolved


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not user.is_authenticated:
        return render(request, "organizations/landing.html", {"sides": list(Side)})
    seats = seats_of(user)
    seat = seats[0] if len(seats) == 1 else _last_seat(request, seats)
    asked = [] if seat else queries.own_guest_requests(user)
    if "choose" not in request.GET and (onward := seat.home_url if seat else _of_nobody(seats, asked)):
        return redirect(onward)
    context = {"seats": seats, "sides": list(Side), "asked": asked}
    return render(request, "organizations/seat_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def company_create(request: HttpRequest, side: str) -> HttpResponse:
    user: Any = request.user
    form = CompanyForm(request.POST or None, initial=_guesses(request, user))
    if request.method == "POST" and form.is_valid():
        organization = services.sign_up_company(details=form.details(), side=Side(side), by=user)
        messages.success(request, _("%(name)s is on Cratebook.") % {"name": organization.name})
        return redirect(Seat(organization, Side(side)).home_url)
    status = 422 if form.is_bound else 200
    return render(
        request, "organizations/company_create.html", {"form": form, "side": Side(side)}, status=status
    )


def _of_nobody(seats: list[Seat], asked: list[OwnRequest]) -> str:
    """Return where somebody who is at no company sees what they have asked for: as a guest, or in an app above."""
    if seats:
        return ""
    return reverse("organizations:guest_requests") if asked else resolved(("invitations:own_requests",))


def _last_seat(request: HttpRequest, seats: list[Seat]) -> Seat | None:
    """Return the seat that this device's cookie names, if it is still the person's."""
    slug, _colon, side = request.COOKIES.get(SEAT_COOKIE, "").partition(":")
    return next((seat for seat in seats if (seat.organization.slug, seat.side) == (slug, side)), None)


def _guesses(request: HttpRequest, user: User) -> dict[str, str]:
    """Return what a company's details probably are, from the browser's languages and the person's settings."""
    country = localities.country_from_header(request.headers.get("Accept-Language", "")) or "US"
    return {
        "country": country,
        "currency": localities.currency_of(country),
        "time_zone": user.time_zone,
        "language": user.language,
    }

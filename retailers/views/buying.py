"""A retailer's own side of the directory: it signs itself up, and keeps its entry."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from retailers import queries, services
from retailers.errors import LikelyDuplicate, TooManySearches
from retailers.forms import EntryForm
from retailers.limits import count_likely_duplicates
from retailers.queries import corrections
from wholesale.errors import DomainError
from wholesale.organizations import localities
from wholesale.organizations.access import ActingRequest, buying
from wholesale.organizations.acting import Seat
from wholesale.organizations.details import CompanyDetails
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def company_create(request: HttpRequest) -> HttpResponse:
    """Sign a company up that buys; what looks like it in the directory is shown first."""
    user: Any = request.user
    form = EntryForm(request.POST or None, initial={"country": _country(request)})
    context: dict[str, Any] = {"form": form, "duplicates": [], "shown": ""}
    if not form.is_bound or not form.is_valid():
        return render(request, "retailers/company_create.html", context, status=422 if form.is_bound else 200)
    shown = (
        frozenset(request.POST.get("shown", "").split(",")) if request.POST.get("same_as") == "new" else None
    )
    try:
        count_likely_duplicates(user.pk)
        company = services.sign_up_retailer(
            company=_company(form, user), details=form.entry_details(), none_of=shown, by=user
        )
    except (LikelyDuplicate, TooManySearches) as error:
        return render(request, "retailers/company_create.html", _refused(form, error), status=error.status)
    messages.success(request, _("%(name)s is on Cratebook.") % {"name": company.name})
    return redirect(Seat(company, Side.BUYING).home_url)


@require_http_methods(["GET", "HEAD", "POST"])
@buying(Permission.MANAGE_SETTINGS)
def own_entry(request: ActingRequest, organization: str) -> HttpResponse:
    retailer = request.acting.organization
    entry = queries.own_entry(retailer)
    known = EntryForm.values_of(entry) if entry else {"name": retailer.name, "country": retailer.country}
    form = EntryForm(request.POST or None, initial=known)
    if form.is_bound and form.is_valid():
        services.keep_own_entry(retailer=retailer, details=form.entry_details(), by=request.user)
        messages.success(request, _("Saved. Suppliers see it at once."))
        return redirect("retailers:own_entry", organization)
    context = {"form": form, "entry": entry, "proposals": corrections.proposals_for(retailer)}
    return render(request, "retailers/own_entry.html", context, status=422 if form.is_bound else 200)


def _refused(form: EntryForm, error: DomainError) -> dict[str, Any]:
    """Return what the page says of why nothing was written: entries that look alike, or a limit."""
    duplicates = error.duplicates if isinstance(error, LikelyDuplicate) else []
    if not duplicates:
        form.add_error(None, error.message)
    shown = ",".join(str(each.entry.pk) for each in duplicates)
    return {"form": form, "duplicates": duplicates, "shown": shown}


def _company(form: EntryForm, user: Any) -> CompanyDetails:
    """Return the company's settings as they probably are; Setup changes them."""
    country = form.cleaned_data["country"]
    return CompanyDetails(
        name=form.cleaned_data["name"],
        country=country,
        time_zone=user.time_zone,
        currency=localities.currency_of(country),
        language=user.language,
    )


def _country(request: HttpRequest) -> str:
    return localities.country_from_header(request.headers.get("Accept-Language", "")) or "US"

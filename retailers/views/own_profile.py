"""What a retailer keeps for the suppliers that it buys from: contacts, ship-to and bill-to addresses."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from retailers import queries, services
from retailers.errors import ProfileChangedMeanwhile
from retailers.forms import AddressForm, ContactForm, ShipToForm
from retailers.forms.own_profile import ProfileForm
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, buying
from wholesale.organizations.roles import Permission
from wholesale.ui.paging import keyset_page


@require_safe
@buying(None)
def profile(request: ActingRequest, organization: str) -> HttpResponse:
    """Show any member what suppliers see; who may change it follows from the role."""
    retailer = request.acting.organization
    contacts = queries.contacts_of(retailer)
    cursor = request.GET.get("cursor", "")
    context = {
        "entry": queries.own_entry(retailer),
        "bill_to": queries.bill_to_of(retailer.pk),
        "ship_tos": list(queries.ship_tos_of(retailer)),
        "page": keyset_page(contacts, order=("supplier__name", "id"), cursor=cursor, size=50),
        "may_change": request.acting.may(Permission.MANAGE_SETTINGS),
    }
    return render(request, "retailers/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@buying(Permission.MANAGE_SETTINGS)
def contact_update(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    contact = queries.contact_for_retailer(request.acting.organization, supplier)
    form = ContactForm(request.POST or None, initial=ContactForm.values_of(contact))
    context: dict[str, Any] = {"form": form, "contact": contact}
    if form.is_bound and form.is_valid():
        change = services.change_contacts if form.cleaned_data["for_all"] else services.change_contact
        details, version = form.contact_details(), form.cleaned_data["version"]
        try:
            change(contact=contact, details=details, version=version, by=request.user)
        except DomainError as error:
            return _refused(request, "retailers/contact_update.html", context, error)
        return _saved(request)
    return _form_page(request, "retailers/contact_update.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@buying(Permission.MANAGE_SETTINGS)
def bill_to_update(request: ActingRequest, organization: str) -> HttpResponse:
    retailer = request.acting.organization
    bill_to = queries.bill_to_of(retailer.pk)
    known = AddressForm.values_of(bill_to or queries.own_entry(retailer) or retailer)
    form = AddressForm(request.POST or None, initial={"version": 0} | known)
    context: dict[str, Any] = {"form": form, "bill_to": bill_to}
    if form.is_bound and form.is_valid():
        details, version = form.address_details(), form.cleaned_data["version"]
        try:
            services.keep_bill_to(retailer=retailer, details=details, version=version, by=request.user)
        except DomainError as error:
            return _refused(request, "retailers/bill_to_update.html", context, error)
        return _saved(request)
    return _form_page(request, "retailers/bill_to_update.html", context)


@require_POST
@buying(Permission.MANAGE_SETTINGS)
def bill_to_removal(request: ActingRequest, organization: str) -> HttpResponse:
    services.clear_bill_to(retailer=request.acting.organization, by=request.user)
    return _saved(request)


@require_http_methods(["GET", "HEAD", "POST"])
@buying(Permission.MANAGE_SETTINGS)
def ship_to_create(request: ActingRequest, organization: str) -> HttpResponse:
    retailer = request.acting.organization
    form = ShipToForm(request.POST or None, initial={"version": 0, "country": retailer.country})
    context: dict[str, Any] = {"form": form, "ship_to": None}
    if form.is_bound and form.is_valid():
        try:
            services.add_ship_to(retailer=retailer, details=form.ship_to_details(), by=request.user)
        except DomainError as error:
            return _refused(request, "retailers/ship_to_update.html", context, error)
        return _saved(request)
    return _form_page(request, "retailers/ship_to_update.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@buying(Permission.MANAGE_SETTINGS)
def ship_to_update(request: ActingRequest, organization: str, ship_to: UUID) -> HttpResponse:
    place = queries.ship_to_for_retailer(request.acting.organization, ship_to)
    form = ShipToForm(request.POST or None, initial=ShipToForm.values_of(place))
    context: dict[str, Any] = {"form": form, "ship_to": place}
    if form.is_bound and form.is_valid():
        details, version = form.ship_to_details(), form.cleaned_data["version"]
        try:
            services.change_ship_to(place=place, details=details, version=version, by=request.user)
        except DomainError as error:
            return _refused(request, "retailers/ship_to_update.html", context, error)
        return _saved(request)
    return _form_page(request, "retailers/ship_to_update.html", context)


@require_POST
@buying(Permission.MANAGE_SETTINGS)
def ship_to_choice(request: ActingRequest, organization: str, ship_to: UUID) -> HttpResponse:
    place = queries.ship_to_for_retailer(request.acting.organization, ship_to)
    services.choose_default_ship_to(place=place, by=request.user)
    messages.success(request, _("%(name)s comes first at the checkout.") % {"name": place.name})
    return redirect("retailers:profile", organization)


@require_POST
@buying(Permission.MANAGE_SETTINGS)
def ship_to_removal(request: ActingRequest, organization: str, ship_to: UUID) -> HttpResponse:
    place = queries.ship_to_for_retailer(request.acting.organization, ship_to)
    services.remove_ship_to(place=place, by=request.user)
    messages.success(request, _("%(name)s removed. Orders keep their address.") % {"name": place.name})
    return redirect("retailers:profile", organization)


def _form_page(request: ActingRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].is_bound else 200)


def _refused(
    request: ActingRequest, template: str, context: dict[str, Any], error: DomainError
) -> HttpResponse:
    """Show the form as it was typed, with why it was refused and, if a colleague was quicker, what differs."""
    form: ProfileForm = context["form"]
    form.add_error(None, error.message)
    if isinstance(error, ProfileChangedMeanwhile):
        context["differences"] = form.told_of(error.current)
    return render(request, template, context, status=error.status)


def _saved(request: ActingRequest) -> HttpResponse:
    messages.success(request, _("Saved. Your suppliers see it at once."))
    return redirect("retailers:profile", request.acting.organization.slug)

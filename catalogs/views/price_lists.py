"""A supplier's price lists, on pages: the list, one of them, made, changed, deleted (SPEC.md K2)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogs import queries, services
from catalogs.errors import PriceListChangedMeanwhile, PriceListRefused
from catalogs.forms.price_lists import PriceListForm
from catalogs.models import PriceList
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import ListFilters
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import see_other

SORTS = {"name": ["name", "id"], "newest": ["-created_at", "-id"]}
EDIT = Permission.MANAGE_PRODUCTS


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def price_list_list(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    filters = ListFilters(request.GET, (), SORTS)
    rows = queries.price_list_rows(supplier).filter(name__icontains=filters.search)
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor, counted=True)
    standings = queries.standings_of(supplier, page.rows)
    context = {
        "page": page,
        "filters": filters,
        "rows": [(each, standings[each.pk]) for each in page.rows],
        "can_edit": request.acting.may(EDIT),
    }
    return render(request, "catalogs/price_list_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(EDIT)
def price_list_create(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    lists = list(queries.price_lists_of(supplier))
    form = PriceListForm(request.POST or None, lists=lists, initial={"currency": supplier.currency})
    if form.is_bound and form.is_valid():
        try:
            made = _make(request, form)
        except PriceListRefused as error:
            form.refuse(error.fields)
        else:
            messages.success(request, _("%(name)s is made. Nobody pays by it yet.") % {"name": made})
            return redirect("catalogs:price_list_detail", organization, made.pk)
    context = {"form": form}
    return render(request, "catalogs/price_list_form.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _make(request: ActingRequest, form: PriceListForm) -> PriceList:
    """Make the list and draft the prices that it begins with: both or neither."""
    supplier, details = request.acting.organization, services.PriceListDetails(**form.details)
    made = services.create_price_list(supplier=supplier, details=details, by=request.user)
    if form.source:
        services.copy_prices(price_list=made, source=form.source)
    return made


@require_http_methods(["GET", "HEAD", "POST"])
@selling(EDIT)
def price_list_update(request: ActingRequest, organization: str, price_list: UUID) -> HttpResponse:
    found = queries.price_list_for_supplier(request.acting.organization, price_list)
    lists = list(queries.price_lists_of(found.supplier))
    initial = PriceListForm.values_of(found)
    form = PriceListForm(request.POST or None, lists=lists, price_list=found, initial=initial)
    context: dict[str, Any] = {"form": form, "price_list": found, "stale": None}
    status = 200
    if form.is_bound:
        status = _change(request, form, found, context)
        if status == 200:
            messages.success(request, _("Saved."))
            return redirect("catalogs:price_list_detail", organization, price_list)
    return render(request, "catalogs/price_list_form.html", context, status=status)


def _change(
    request: ActingRequest, form: PriceListForm, price_list: PriceList, context: dict[str, Any]
) -> int:
    """Save the form; on a refusal say it in the form, and return the status of the answer."""
    if not form.is_valid():
        return 422
    details, version = services.PriceListDetails(**form.details), form.cleaned_data["version"] or 0
    try:
        services.edit_price_list(price_list=price_list, details=details, version=version, by=request.user)
    except PriceListRefused as error:
        form.refuse(error.fields)
        return error.status
    except PriceListChangedMeanwhile as error:
        context["stale"] = {"message": error.message, "differences": form.told_of(error.current)}
        return error.status
    return 200


@require_POST
@selling(EDIT)
def price_list_default_create(request: ActingRequest, organization: str, price_list: UUID) -> HttpResponse:
    found = queries.price_list_for_supplier(request.acting.organization, price_list)
    try:
        services.choose_default(price_list=found, by=request.user)
    except PriceListRefused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("%(name)s is your default list now.") % {"name": found})
    return see_other(request, "catalogs:price_list_detail", organization, price_list)


@require_POST
@selling(EDIT)
def price_list_deletion_create(request: ActingRequest, organization: str, price_list: UUID) -> HttpResponse:
    found = queries.price_list_for_supplier(request.acting.organization, price_list)
    try:
        services.delete_price_list(price_list=found, by=request.user)
    except PriceListRefused as error:
        messages.error(request, error.message)
        return see_other(request, "catalogs:price_list_detail", organization, price_list)
    messages.success(request, _("The price list %(name)s is deleted.") % {"name": found})
    return see_other(request, "catalogs:price_list_list", organization)

"""A supplier's tax classes, below Setup (SPEC.md K1, O18)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogs import queries, services
from catalogs.errors import TaxClassChangedMeanwhile, TaxClassInUse, TaxClassRefused
from catalogs.forms.taxes import TaxClassForm
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import see_other


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def tax_class_list(request: ActingRequest, organization: str) -> HttpResponse:
    classes = queries.tax_class_rows(request.acting.organization)
    return render(request, "catalogs/tax_class_list.html", {"classes": classes})


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_TAXES)
def tax_class_create(request: ActingRequest, organization: str) -> HttpResponse:
    form = TaxClassForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = services.create_tax_class(
                supplier=request.acting.organization,
                details=services.TaxDetails(**form.details),
                by=request.user,
            )
        except TaxClassRefused as error:
            form.refuse(error.fields)
        else:
            messages.success(request, _("%(name)s is made.") % {"name": made})
            return redirect("catalogs:tax_class_list", organization)
    return render(
        request, "catalogs/tax_class_form.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_TAXES)
def tax_class_update(request: ActingRequest, organization: str, tax_class: UUID) -> HttpResponse:
    found = queries.tax_class_for_supplier(request.acting.organization, tax_class)
    rates, initial = TaxClassForm.rates_of(found), TaxClassForm.values_of(found)
    form = TaxClassForm(request.POST or None, rates=rates, initial=initial)
    context: dict[str, Any] = {"form": form, "tax_class": found, "stale": None}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        details = services.TaxDetails(**form.details)
        version = form.cleaned_data["version"] or 0
        try:
            services.edit_tax_class(tax_class=found, details=details, version=version, by=request.user)
        except TaxClassRefused as error:
            form.refuse(error.fields)
        except TaxClassChangedMeanwhile as error:
            told = {"message": error.message, "differences": form.told_of(error.current)}
            context["stale"], status = told, error.status
        else:
            messages.success(request, _("Saved."))
            return redirect("catalogs:tax_class_list", organization)
    return render(request, "catalogs/tax_class_form.html", context, status=status)


@require_POST
@selling(Permission.MANAGE_TAXES)
def tax_class_deletion_create(request: ActingRequest, organization: str, tax_class: UUID) -> HttpResponse:
    found = queries.tax_class_for_supplier(request.acting.organization, tax_class)
    try:
        services.delete_tax_class(tax_class=found, by=request.user)
    except TaxClassInUse as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The tax class %(name)s is deleted.") % {"name": found})
    return see_other(request, "catalogs:tax_class_list", organization)

"""Terms on pages: of one customer, of a group, of all customers; each value with where it comes from (SPEC.md C14)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogs import queries, services
from catalogs.errors import TermsRefused
from catalogs.forms.terms import TermsForm
from catalogs.terms import SETTINGS, Setting, Term, inherited_by, terms_by
from retailers.queries import Level, level_for_member
from wholesale.errors import StaleVersion
from wholesale.organizations.access import Acting, ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui import parts


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_terms(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    return _shown(
        request, level_for_member(request.acting, customer=customer), "catalogs/customer_terms.html"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.VIEW_CUSTOMERS)
def customer_terms_update(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    back = reverse("catalogs:customer_terms", args=[organization, customer])
    return _updated(request, level_for_member(request.acting, customer=customer), back)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def group_terms(request: ActingRequest, organization: str, group: UUID) -> HttpResponse:
    return _shown(request, level_for_member(request.acting, group=group), "catalogs/group_terms.html")


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.VIEW_CUSTOMERS)
def group_terms_update(request: ActingRequest, organization: str, group: UUID) -> HttpResponse:
    back = reverse("catalogs:group_terms", args=[organization, group])
    return _updated(request, level_for_member(request.acting, group=group), back)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def default_terms(request: ActingRequest, organization: str) -> HttpResponse:
    return _shown(request, level_for_member(request.acting), "catalogs/default_terms.html")


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.VIEW_CUSTOMERS)
def default_terms_update(request: ActingRequest, organization: str) -> HttpResponse:
    return _updated(
        request, level_for_member(request.acting), reverse("catalogs:default_terms", args=[organization])
    )


def editable(acting: Acting, holder: Level) -> list[Setting]:
    """Return the settings that this person may change at a level (P3)."""
    return [
        setting
        for setting in SETTINGS
        if acting.may(
            Permission.MANAGE_CREDIT_TERMS if setting.is_credit else Permission.MANAGE_PRICING_TERMS
        )
        if setting.name != "price_list" or holder.customer or holder.group
    ]


def _shown(request: ActingRequest, holder: Level, page: str) -> HttpResponse:
    terms = queries.terms_of_level(holder)
    context = _around(holder, terms) | {
        "can_edit": bool(editable(request.acting, holder)),
        "update_url": f"{request.path}edit/",
        "parts": [part for part in parts.TERMS_PARTS if request.acting.may(part.permission)],
    }
    return render(request, page, context)


def _updated(request: ActingRequest, holder: Level, back: str) -> HttpResponse:
    levels = queries.levels_of(holder)
    context = _around(holder, terms_by(levels)) | {"back_url": back}
    form = _form(request, holder, context["currency"])
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            _change(request, holder, form)
        except TermsRefused as error:
            form.refuse(error.fields)
        except StaleVersion as error:
            context["differences"], status = form.told_of(queries.level_of(holder)), error.status
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    context |= {"form": form, "rows": form.rows(context["terms"], inherited_by(levels))}
    return render(request, "catalogs/terms_update.html", context, status=status)


def _form(request: ActingRequest, holder: Level, currency: str) -> TermsForm:
    settings = editable(request.acting, holder)
    if not settings:
        raise PermissionDenied
    return TermsForm(
        request.POST or None,
        settings=settings,
        lists=queries.price_lists_of(holder.supplier),
        currency=currency,
        initial=TermsForm.values_of(queries.level_of(holder), currency),
    )


def _change(request: ActingRequest, holder: Level, form: TermsForm) -> None:
    version = form.cleaned_data["version"]
    services.change_terms(holder=holder, changes=form.changes, version=version, by=request.user)


def _around(holder: Level, terms: list[Term]) -> dict[str, Any]:
    """Return whose terms they are, and the currency that their amounts are in: that of the price list."""
    lists = list(queries.priced_lists_of(holder.supplier))
    default = next((each for each in lists if each.is_default), None)
    applied = queries.applied_list(lists, terms)
    return {
        "terms": terms,
        "holder": holder,
        "customer": holder.customer,
        "group": holder.group,
        "default_list": default.name if default else "",
        "price_list": applied,
        "has_prices": bool(applied and applied.has_prices),  # type: ignore[attr-defined]
        "currency": applied.currency if applied else holder.supplier.currency,
    }

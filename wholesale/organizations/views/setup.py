"""Setup: the company's details and hats, roles, security."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholesale.errors import DomainError, StaleVersion
from wholesale.organizations import services
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.acting import Seat
from wholesale.organizations.enums import Side
from wholesale.organizations.forms import SecondFactorForm, SettingsForm
from wholesale.organizations.roles import Permission, matrix
from wholesale.ui.checklist import checklist_of, setup_sections_of
from wholesale.ui.replies import reply


@require_safe
@any_side(None)
def setup(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    context = {"sections": setup_sections_of(request.acting), "checklist": checklist_of(request.acting)}
    return render(request, "organizations/setup.html", context)


@require_safe
@any_side(None)
def checklist(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    """Answer the home page's card, and a reader without script with the page that has it."""
    context = {"sections": setup_sections_of(request.acting), "checklist": checklist_of(request.acting)}
    page, fragment = "organizations/setup.html", "organizations/_checklist.html"
    return reply(request, page=page, fragment=fragment, context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_SETTINGS)
def company_update(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    company = request.acting.organization
    form = SettingsForm(request.POST or None, initial=SettingsForm.values_of(company))
    status, differences = 200, []
    if form.is_bound:
        try:
            if form.is_valid():
                _save_company(request, form)
                return redirect("organizations:company_update", organization, side)
            status = 422
        except StaleVersion as error:
            form.add_error(None, error.message)
            form.rebase(company.version)
            status, differences = error.status, form.differences(company)
    context = {"form": form, "differences": differences, "missing": _missing(request)}
    return render(request, "organizations/company_update.html", context, status=status)


@require_POST
@any_side(Permission.MANAGE_SETTINGS)
def hat_create(request: ActingRequest, organization: str, side: str, hat: str) -> HttpResponse:
    try:
        company = services.add_hat(organization=request.acting.organization, side=Side(hat), by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("organizations:company_update", organization, side)
    messages.success(request, _("Your company has a new section."))
    return redirect(Seat(company, Side(hat)).home_url)


@require_safe
@any_side(None)
def role_list(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    sections = [matrix(hat) for hat in request.acting.organization.sides]
    return render(request, "organizations/role_list.html", {"sections": sections})


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.MANAGE_SETTINGS)
def security_update(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    company = request.acting.organization
    now = {"required": company.requires_second_factor, "version": company.version}
    form = SecondFactorForm(request.POST or None, initial=now)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.require_second_factor(organization=company, by=request.user, **form.cleaned_data)
        except StaleVersion as error:
            form.add_error(None, error.message)
            form.rebase(company.version)
            status = error.status
        else:
            messages.success(request, _("Saved."))
            return redirect("organizations:security_update", organization, side)
    return render(request, "organizations/security_update.html", {"form": form}, status=status)


def _save_company(request: ActingRequest, form: SettingsForm) -> None:
    services.change_company(
        organization=request.acting.organization,
        details=form.details(),
        brand_color=form.cleaned_data["brand_color"],
        version=form.cleaned_data["version"],
        by=request.user,
    )
    messages.success(request, _("Saved."))


def _missing(request: ActingRequest) -> list[Side]:
    return [hat for hat in Side if hat not in request.acting.organization.sides]

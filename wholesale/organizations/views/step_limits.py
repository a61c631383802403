"""The limits of a supplier's steps, below Setup (SPEC.md O12)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wholesale.errors import StaleVersion
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.forms.step_limits import StepLimitsForm
from wholesale.organizations.queries import step_limits_of
from wholesale.organizations.roles import Permission
from wholesale.organizations.services import change_step_limits


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_SETTINGS)
def step_limits_update(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    limits = step_limits_of(supplier.pk)
    form = StepLimitsForm(request.POST or None, initial=StepLimitsForm.values_of(limits))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            change_step_limits(supplier=supplier, hours=form.hours, version=version, by=request.user)
        except StaleVersion as error:
            form.add_error(None, error.message)
            form.rebase(step_limits_of(supplier.pk).version)
            status = error.status
        else:
            messages.success(request, _("Saved."))
            return redirect("organizations:step_limits_update", organization)
    return render(request, "organizations/step_limits_update.html", {"form": form}, status=status)

"""What a customer's orders take: a PO number, a licence (SPEC.md O4, O18)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from retailers import queries, services
from retailers.errors import ChangedMeanwhile, DetailsRefused
from retailers.forms.conditions import ConditionsForm
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_CUSTOMERS)
def conditions_update(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Change what the orders of a customer take."""
    found = queries.customer_for_member(request.acting, customer)
    data = request.POST if request.method == "POST" else None
    form = ConditionsForm(data, initial=ConditionsForm.values_of(found))
    context = {"customer": found, "form": form, "stale": None}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        kept = services.Conditions(**form.typed)
        try:
            services.keep_conditions(
                customer=found, conditions=kept, version=form.read_version, by=request.user
            )
        except DetailsRefused as error:
            form.refuse(error.fields)
        except ChangedMeanwhile as error:
            form.rebase(error.current.version)
            context["stale"], status = error, error.status
        else:
            messages.success(request, _("Saved."))
            return redirect("retailers:customer_detail", organization, customer)
    return render(request, "retailers/conditions.html", context, status=status)

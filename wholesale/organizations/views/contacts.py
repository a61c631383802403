"""Where the orders of an external distributor are mailed to: the supplier's page of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wholesale.errors import DomainError
from wholesale.organizations import queries, services
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.enums import AgreementMode, AgreementStatus, Side
from wholesale.organizations.forms import OrdersAddressForm
from wholesale.organizations.models import Agreement
from wholesale.organizations.roles import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_AGREEMENTS)
def orders_address_update(request: ActingRequest, organization: str, agreement_id: UUID) -> HttpResponse:
    agreement = queries.agreement_for(request.acting.organization, Side.SELLING, agreement_id)
    if agreement.mode != AgreementMode.EXTERNAL or agreement.status != AgreementStatus.ACTIVE:
        raise Http404
    if request.method != "POST":
        return _page(request, agreement, OrdersAddressForm(initial=OrdersAddressForm.values_of(agreement)))
    form = OrdersAddressForm(request.POST)
    if not form.is_valid():
        return _page(request, agreement, form, status=422)
    try:
        services.change_orders_address(agreement=agreement, by=request.user, **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, error.message)
        return _page(request, agreement, form, status=error.status)
    messages.success(
        request, _("Orders are mailed to %(email)s now.") % {"email": form.cleaned_data["email"]}
    )
    return redirect("organizations:agreement_detail", organization, agreement.pk)


def _page(
    request: ActingRequest, agreement: Agreement, form: OrdersAddressForm, *, status: int = 200
) -> HttpResponse:
    context = {"agreement": agreement, "form": form}
    return render(request, "organizations/orders_address.html", context, status=status)

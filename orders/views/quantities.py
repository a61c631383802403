"""Whoever supplies or prepares an order says how much of it is to come, line by line with a reason (SPEC.md O9)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inventory.errors import InsufficientStock
from orders.change_errors import QuantitiesRefused
from orders.enums import SIDE_OF_HAT, may_change_quantities
from orders.forms.editing import QuantitiesForm
from orders.models import Order
from orders.queries.changing import plain_lines_of
from orders.queries.delivering import order_for_distributor
from orders.queries.selling import order_for_supplier
from orders.services.quantities import change_quantities
from orders.views.detail import order_url, title_of
from orders.views.ordering import is_first
from wholesale.errors import DomainError, StaleVersion
from wholesale.organizations.access import ActingRequest, delivering, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import see_other


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.CONFIRM_ORDERS)
def selling_quantities(request: ActingRequest, organization: str, number: int) -> HttpResponse:
    """Change quantities of an order that has not shipped."""
    return _change(request, order_for_supplier(request.acting, number))


@require_http_methods(["GET", "HEAD", "POST"])
@delivering(Permission.PREPARE_ORDERS)
def delivering_quantities(
    request: ActingRequest, organization: str, supplier: str, number: int
) -> HttpResponse:
    """Change quantities of an order that the distributor prepares."""
    return _change(request, order_for_distributor(request.acting.organization, supplier, number))


def _change(request: ActingRequest, order: Order) -> HttpResponse:
    side = SIDE_OF_HAT[request.acting.side]
    form = QuantitiesForm(request.POST or None, order=order, lines=plain_lines_of(order))
    if not form.is_bound:
        if not may_change_quantities(order.status, side, order.owed_by):
            return see_other(request, order_url(request, order))
        return _page(request, order, form)
    if not form.is_valid():
        return _page(request, order, form, status=422)
    try:
        return _save(request, order, form)
    except DomainError as error:
        _refuse(form, error, order)
        return _page(request, order, form, status=error.status)


def _save(request: ActingRequest, order: Order, form: QuantitiesForm) -> HttpResponse:
    if is_first(request, form, "order-quantities"):
        change_quantities(
            order=order,
            quantities=form.quantities,
            side=SIDE_OF_HAT[request.acting.side],
            by=request.acting.user,
            version=form.cleaned_data["version"],
        )
        text = _("The quantities of order %(number)s are changed. The retailer is told.")
        messages.success(request, text % {"number": order.label})
    return see_other(request, order_url(request, order))


def _refuse(form: QuantitiesForm, error: DomainError, order: Order) -> None:
    """Say beside each line what is wrong with it; what is wrong with all of it, above."""
    if isinstance(error, QuantitiesRefused):
        for product, why in error.by_product.items():
            form.refuse_line(product, why, field="reason")
    elif isinstance(error, InsufficientStock):
        form.refuse_short(error.shortages)
    else:
        form.add_error(None, error.message)
    if isinstance(error, StaleVersion):
        form.rebase(order.version)


def _page(request: ActingRequest, order: Order, form: QuantitiesForm, *, status: int = 200) -> HttpResponse:
    context = {"order": order, "form": form, "order_url": order_url(request, order)}
    context |= {"title": title_of(order, SIDE_OF_HAT[request.acting.side])}
    return render(request, "orders/order_quantities.html", context, status=status)

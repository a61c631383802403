"""The driver's phone: one stop, how to get there, and what happened at the door (SPEC.md O9, O14)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orders.enums import SIDE_OF_HAT, Move
from orders.forms.door import FailureForm, HandoverForm
from orders.models import Order
from orders.queries.delivering import cash_to_collect, order_for_distributor
from orders.queries.details import lines_without_amounts, moves_for
from orders.queries.selling import order_for_supplier
from orders.queries.stops import Stop, today_of_company
from orders.services.day_papers import locale_of
from orders.services.door import Visit, bring_back, days_at_door, hand_over, postpone_delivery
from orders.services.reporting import Said
from orders.views.delivering import today_url
from orders.views.detail import order_url
from wholesale.errors import DomainError
from wholesale.money import format_money
from wholesale.organizations.access import ActingRequest, any_side
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import see_other


@require_safe
@any_side(Permission.DELIVER_ORDERS)
def door(
    request: ActingRequest, organization: str, side: str, number: int, supplier: str = ""
) -> HttpResponse:
    """Show one stop, and what can be said of it; an order that is not on the way shows its own page."""
    order = _order(request, supplier, number)
    if not _is_mine(request, order):
        return see_other(request, order_url(request, order))
    return _shown(request, order)


@require_POST
@any_side(Permission.DELIVER_ORDERS)
def handover(
    request: ActingRequest, organization: str, side: str, number: int, supplier: str = ""
) -> HttpResponse:
    """Say that it was handed over, all or in part; sent again, nothing happens twice."""
    order = _order(request, supplier, number)
    form = _handover_form(request, order, days_at_door(order=order, by=request.user)[1])
    if not form.is_valid():
        return _shown(request, order, handover=form, status=422)
    try:
        hand_over(order=order, said=Said(**form.said()), lines=form.at_door(), visit=_visit(request, form))
    except DomainError as error:
        _refuse(form, error)
        return _shown(request, _order(request, supplier, number), handover=form, status=error.status)
    messages.success(request, _delivered(request, order))
    return see_other(request, _day_of(request, order))


@require_POST
@any_side(Permission.DELIVER_ORDERS)
def failure(
    request: ActingRequest, organization: str, side: str, number: int, supplier: str = ""
) -> HttpResponse:
    """Say that it failed, and when it is tried again, or that everything goes back."""
    order = _order(request, supplier, number)
    days, _may = days_at_door(order=order, by=request.user)
    form = FailureForm(request.POST, request.FILES, prefix="failure", days=days)
    if not form.is_valid():
        return _shown(request, order, failure=form, status=422)
    try:
        text = _fail(order, form, _visit(request, form))
    except DomainError as error:
        _refuse(form, error)
        return _shown(request, _order(request, supplier, number), failure=form, status=error.status)
    messages.success(request, text % {"number": order.label})
    return see_other(request, _day_of(request, order))


def _delivered(request: ActingRequest, order: Order) -> str:
    """Return what is said after a hand-over; where it is paid at the door, what for that which was handed over."""
    said = {"number": order.label}
    if cash := cash_to_collect([order.pk]).get(order.pk):
        said["amount"] = format_money(cash[1], cash[0], locale_of(request.acting))
        return _("Order %(number)s delivered. Collect %(amount)s.") % said
    return _("Order %(number)s delivered.") % said


def _fail(order: Order, form: FailureForm, visit: Visit) -> str:
    said = Said(**form.said())
    if form.day is None:
        bring_back(order=order, said=said, visit=visit)
        return _("Order %(number)s returned.")
    postpone_delivery(order=order, said=said, day=form.day, visit=visit)
    return _("Order %(number)s is tried again. The retailer is told.")


def _order(request: ActingRequest, supplier: str, number: int) -> Order:
    if request.acting.side == Side.DELIVERING:
        return order_for_distributor(request.acting.organization, supplier, number)
    if request.acting.side == Side.SELLING:
        return order_for_supplier(request.acting, number)
    raise PermissionDenied


def _is_mine(request: ActingRequest, order: Order) -> bool:
    side = SIDE_OF_HAT[request.acting.side]
    return any(row.move == Move.DELIVER for row in moves_for(order, side, request.acting))


def _visit(request: ActingRequest, form: HandoverForm | FailureForm) -> Visit:
    data = form.cleaned_data
    return Visit(SIDE_OF_HAT[request.acting.side], request.user, data["form_key"], data["version"])


def _refuse(form: Any, error: DomainError) -> None:
    """Say beside the field what was refused; what was typed stays, over the order as it stands now."""
    if fields := getattr(error, "fields", None):
        form.refuse(fields)
    else:
        form.add_error("photo" if error.code.startswith("picture_") else None, error.message)


def _handover_form(request: ActingRequest, order: Order, may_shorten: bool) -> HandoverForm:  # noqa: FBT001
    lines = list(lines_without_amounts(order)) if may_shorten else []
    initial = {"version": order.version}
    if request.method == "POST" and request.path.endswith("/handover/"):
        return HandoverForm(request.POST, request.FILES, prefix="handover", lines=lines, initial=initial)
    return HandoverForm(prefix="handover", lines=lines, initial=initial)


def _shown(
    request: ActingRequest,
    order: Order,
    *,
    handover: HandoverForm | None = None,
    failure: FailureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    days, may_shorten = days_at_door(order=order, by=request.user)
    fresh = {"version": order.version}
    for form in (handover, failure):
        if form is not None and status == 412:
            form.rebase(order.version)
    context = {
        "order": order,
        "place": order.ship_to,
        "name": getattr(order, "customer_name", "") or order.retailer_name,
        "map_query": Stop(order, 0, None, is_next=False, number=0).map_query,
        "cash": cash_to_collect([order.pk]).get(order.pk),
        "handover": handover or _handover_form(request, order, may_shorten),
        "failure": failure or FailureForm(prefix="failure", days=days, initial=fresh),
        "tried": "failure" if failure else "handover" if handover else "",
        "base_url": request.path.removesuffix("handover/").removesuffix("failed/"),
        "order_url": order_url(request, order),
        "today_url": today_url(request),
    }
    return render(request, "orders/door.html", context, status=status)


def _day_of(request: ActingRequest, order: Order) -> str:
    """Return the day on which its deliverer finds it: what is late stands on today's."""
    if order.delivery_date < today_of_company(request.acting):
        return today_url(request)
    return f"{today_url(request)}?day={order.delivery_date.isoformat()}"

"""A retailer changes its order, in two steps: what it wants, and what that comes to (SPEC.md O3)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inventory.errors import InsufficientStock
from orders.change_errors import NothingChanged, OrderNotOpen
from orders.edits import OrderEdit
from orders.errors import EmptyCart, LinesRefused
from orders.forms.checkout import SHOWN_DAYS
from orders.forms.editing import AdditionForm, EditForm
from orders.models import Cart, Order
from orders.queries.addresses import delivery_addresses
from orders.queries.buying import order_for_retailer
from orders.queries.carts import cart_for_buyer, units_in_cart
from orders.queries.changed import ChangedOrder
from orders.queries.changing import customer_of_order, lines_of_order
from orders.services.cut_off import check_open
from orders.services.editing import add_cart_to_order, edit_order, preview, with_cart
from orders.views.detail import order_url, render_order
from orders.views.ordering import is_first
from orders.views.places import cart_key_named
from retailers.models import Customer
from retailers.queries import deliveries, plan_of
from wholesale.errors import DomainError, StaleVersion
from wholesale.organizations.access import ActingRequest, buying
from wholesale.organizations.roles import Permission
from wholesale.tenancy.models import uuid7
from wholesale.ui.replies import see_other


@require_http_methods(["GET", "HEAD", "POST"])
@buying(Permission.PLACE_ORDERS)
def order_change(request: ActingRequest, organization: str, supplier: str, number: int) -> HttpResponse:
    """Show the order to be changed; then what the change comes to; then make it."""
    order = order_for_retailer(request.acting.organization, supplier, number)
    customer = customer_of_order(order)
    form = _form(request, order, customer)
    try:
        check_open(order, customer)
        if not form.is_bound:
            return _page(request, order, form)
        if not form.is_valid():
            return _page(request, order, form, status=422)
        return _go_on(request, order, customer, form)
    except OrderNotOpen as error:
        return render_order(request, order, error=error.message, status=error.status)
    except DomainError as error:
        return _refused(request, order, form, error)


@require_http_methods(["GET", "HEAD", "POST"])
@buying(Permission.PLACE_ORDERS)
def order_addition(request: ActingRequest, organization: str, supplier: str, number: int) -> HttpResponse:
    """Show an order with the cart's lines in it and what it comes to; then add them (SPEC.md O3)."""
    acting = request.acting
    order = order_for_retailer(acting.organization, supplier, number)
    cart = cart_for_buyer(acting.organization, supplier, cart_key_named(request))
    form = AdditionForm(request.POST or None)
    try:
        if form.is_bound and form.is_valid():
            said = form.cleaned_data
            seen, key = OrderEdit(digest=said["digest"]), said["submission_key"]
            order = add_cart_to_order(order=order, cart=cart, seen=seen, submission_key=key, by=acting.user)
            return _done(request, order, _("The cart was added to order %(number)s. The supplier is told."))
        return _addition(request, order, cart, status=422 if form.is_bound else 200)
    except (OrderNotOpen, EmptyCart) as error:
        return render_order(request, order, error=error.message, status=error.status)
    except DomainError as error:
        return _addition(request, order, cart, error)


def _go_on(request: ActingRequest, order: Order, customer: Customer, form: EditForm) -> HttpResponse:
    """Take the step whose button was pressed."""
    step = request.POST.get("step")
    if step == "edit":
        return _page(request, order, form)
    if step != "confirm":
        if not form.wants_something:
            raise NothingChanged
        return _review(request, order, form, preview(order, customer, form.wish))
    if not is_first(request, form, "order-change"):
        return see_other(request, order_url(request, order))
    version = form.cleaned_data["version"]
    changed = edit_order(order=order, wish=form.wish, by=request.acting.user, version=version)
    if changed.is_open:
        return _done(request, changed, _("Order %(number)s is changed. The supplier is told."))
    return _done(request, changed, _("Order %(number)s is cancelled: nothing was left in it."))


def _form(request: ActingRequest, order: Order, customer: Customer) -> EditForm:
    plan = plan_of(customer)
    return EditForm(
        request.POST or None,
        order=order,
        lines=lines_of_order(order),
        days=[each.day for each in deliveries(plan, timezone.now())[:SHOWN_DAYS]],
        addresses=delivery_addresses(order.retailer_id),
        language=get_language() or "en",
    )


def _refused(request: ActingRequest, order: Order, form: EditForm, error: DomainError) -> HttpResponse:
    """Show the form as it was typed, with what is wrong beside the lines that it is wrong with."""
    if isinstance(error, LinesRefused):
        for line in error.lines:
            form.refuse_line(line.product_id, line.reason)
    elif isinstance(error, InsufficientStock):
        form.refuse_short(error.shortages)
    else:
        form.add_error(None, error.message)
    if isinstance(error, StaleVersion):
        form.rebase(order.version)
    return _page(request, order, form, status=error.status)


def _page(request: ActingRequest, order: Order, form: EditForm, *, status: int = 200) -> HttpResponse:
    context = {"order": order, "form": form, "order_url": order_url(request, order)}
    return render(request, "orders/order_change.html", context, status=status)


def _review(request: ActingRequest, order: Order, form: EditForm, changed: ChangedOrder) -> HttpResponse:
    data = form.data.copy()
    data["digest"] = changed.digest
    form.data = data
    context = {"order": order, "form": form, "order_url": order_url(request, order), "changed": changed}
    context |= {"supplier": order.supplier}
    return render(request, "orders/order_review.html", context)


def _addition(
    request: ActingRequest, order: Order, cart: Cart, error: DomainError | None = None, *, status: int = 200
) -> HttpResponse:
    """Show the order with what is in the cart now; the refusal of it where there was one."""
    changed = None
    try:
        changed = _with_cart(order, cart)
    except (OrderNotOpen, EmptyCart):
        raise
    except DomainError as refusal:
        error = error or refusal
    form = AdditionForm(
        initial={"submission_key": uuid7(), "digest": changed.digest if changed else ""},
    )
    context = {"order": order, "form": form, "changed": changed, "error": error, "is_addition": True}
    context |= {"order_url": order_url(request, order), "supplier": order.supplier}
    return render(request, "orders/order_review.html", context, status=error.status if error else status)


def _with_cart(order: Order, cart: Cart) -> ChangedOrder:
    changed = preview(order, customer_of_order(order), with_cart(order, units_in_cart(cart)))
    if not changed.changed:
        raise EmptyCart(_("Nothing is in the cart: perhaps it was submitted in another window."))
    return changed


def _done(request: ActingRequest, order: Order, text: str) -> HttpResponse:
    messages.success(request, text % {"number": order.label})
    return see_other(request, order_url(request, order))

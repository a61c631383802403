"""Orders that a supplier enters for its customers, registered or not (SPEC.md O17)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from inventory.errors import InsufficientStock
from orders.errors import PoNumberMissing
from orders.forms.cart import CartLineForm
from orders.forms.checkout import EnteringForm
from orders.forms.filling import QuickOrderForm
from orders.queries.addresses import delivery_addresses, place_chosen
from orders.queries.carts import cart_of, priced_cart
from orders.queries.entering import carts_to_enter, customer_to_enter_for
from orders.queries.offering import offers_page
from orders.queries.shop import FEW_UNITS, offer_row
from orders.queries.wishing import Wish
from orders.services.cart import step_cart_line
from orders.services.filling import QuicklyFilled, order_quickly
from orders.services.submission import submit_order
from orders.views.cart import cart_parts, decided
from orders.views.ordering import is_first, put_words
from retailers.models import Customer
from retailers.queries import customers_of, plan_of, search_customers
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.tenancy.models import uuid7
from wholesale.ui.replies import is_fragment, see_other, toasts

MOST_FOUND = 20


@require_safe
@selling(Permission.PLACE_ORDERS)
def order_new(request: ActingRequest, organization: str) -> HttpResponse:
    """Choose for whom an order is entered, or go on with one."""
    text = _asked(request)
    found = search_customers(customers_of(request.acting), text).order_by("private__display_name", "pk")
    context = {
        "q": text,
        "customers": found[:MOST_FOUND],
        "carts": carts_to_enter(request.acting)[:MOST_FOUND],
    }
    return render(request, "orders/order_new.html", context)


@require_safe
@selling(Permission.PLACE_ORDERS)
def order_entering(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Show the supplier's cart for a customer; a fragment is the total alone, for the address that was chosen."""
    found = customer_to_enter_for(request.acting, customer)
    if not is_fragment(request):
        return _page(request, found)
    place = place_chosen(found.retailer_id, request.GET.get("address_key", ""))
    context = _around(request, found) | {"cart": priced_cart(found, place=place)}
    return render(request, "orders/_cart_total.html", context)


@require_POST
@selling(Permission.PLACE_ORDERS)
def entering_line_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Set how many units of a product are in the supplier's cart for a customer."""
    found = customer_to_enter_for(request.acting, customer)
    form, status = CartLineForm(request.POST), 200
    try:
        if form.is_valid():
            step_cart_line(customer=found, by=request.acting.user, **form.arguments)
        else:
            status = 422
            messages.error(request, _("Type how many you want as a whole number."))
    except DomainError as error:
        status = error.status
        messages.error(request, error.message)
    if not is_fragment(request):
        return see_other(request, _url(request, found, "order_entering"))
    return HttpResponse(_parts(request, found, form), status=status)


@require_POST
@selling(Permission.PLACE_ORDERS)
def entering_quick_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Put typed lines of SKU and quantity into the supplier's cart; what is wrong stays to be mended."""
    found = customer_to_enter_for(request.acting, customer)
    form = QuickOrderForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, quick=form, status=422)
    if not is_first(request, form, "enter"):
        return see_other(request, _url(request, found, "order_entering"))
    done = order_quickly(customer=found, lines=form.lines, by=request.acting.user)
    if not done.refused:
        messages.success(request, put_words(done.filled))
        return see_other(request, _url(request, found, "order_entering"))
    left = QuickOrderForm(initial={"text": "\n".join(refused.line.text for refused in done.refused)})
    return _page(request, found, quick=left, done=done, status=200 if done.filled.put else 422)


@require_POST
@selling(Permission.PLACE_ORDERS)
def entering_submission_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Place what is in the supplier's cart as the customer's order; refused, show why with everything typed."""
    found = customer_to_enter_for(request.acting, customer)
    form = _form_of(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        order = submit_order(cart=cart_of(found), by=request.acting.user, **decided(form.cleaned_data))
    except PoNumberMissing as error:
        form.refuse(error.fields)
        return _page(request, found, form=form, status=error.status)
    except DomainError as error:
        return _page(request, found, form=form, status=error.status, error=error)
    words = _("Order %(number)s entered for %(name)s.")
    messages.success(request, words % {"number": order.label, "name": found.private})
    return see_other(request, "orders:selling_detail", organization, order.number)


def _form_of(customer: Customer, data: Any = None) -> EnteringForm:
    return EnteringForm(
        data,
        initial={"submission_key": uuid7()},
        addresses=delivery_addresses(customer.retailer_id),
        plan=plan_of(customer),
        now=timezone.now(),
        needs_po_number=customer.requires_po_number,
    )


def _asked(request: ActingRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]


def _url(request: ActingRequest, customer: Customer, name: str) -> str:
    return reverse(f"orders:{name}", args=[request.acting.organization.slug, customer.pk])


def _around(request: ActingRequest, customer: Customer) -> dict[str, Any]:
    return {
        "customer": customer,
        "supplier": customer.supplier,
        "entering": True,
        "lines_url": _url(request, customer, "entering_line_create"),
        "few": FEW_UNITS,
    }


def _parts(request: ActingRequest, customer: Customer, form: CartLineForm) -> str:
    """Return what a changed quantity changes: the lines with what hangs on them, and the row that it was typed in."""
    place = place_chosen(customer.retailer_id, request.POST.get("address_key", ""))
    cart = priced_cart(customer, place=place)
    context = _around(request, customer) | {"cart": cart, "is_swap": True}
    if request.POST.get("back") == "cart":
        return cart_parts(request, context) + toasts(request)
    context |= {"is_lines_swap": True}
    context["offer"] = offer_row(cart, form.product_id) if form.product_id else None
    return render_to_string("orders/_entering_offer.html", context, request) + (
        cart_parts(request, context) + toasts(request)
    )


def _page(
    request: ActingRequest,
    customer: Customer,
    *,
    form: EnteringForm | None = None,
    quick: QuickOrderForm | None = None,
    done: QuicklyFilled | None = None,
    status: int = 200,
    error: DomainError | None = None,
) -> HttpResponse:
    form, text = form or _form_of(customer), _asked(request)
    cart = priced_cart(customer, place=form.place)
    found = offers_page(customer, Wish(text=text), size=MOST_FOUND).page.rows if text else []
    offers = [row | {"cart_units": cart.units_by_product.get(row["id"], 0)} for row in found]
    context = _around(request, customer) | {
        "cart": cart,
        "form": form,
        "quick": quick or QuickOrderForm(),
        "done": done,
        "q": text,
        "offers": offers,
        "error": error,
        "shortages": error.shortages if isinstance(error, InsufficientStock) else [],
    }
    return render(request, "orders/order_entering.html", context, status=status)

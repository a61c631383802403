"""Reviewing a cart and submitting it as an order (SPEC.md O4, O5)."""

from typing import Any

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
from orders.forms.checkout import CheckoutForm
from orders.models import Order
from orders.queries.addresses import address_of, delivery_addresses
from orders.queries.carts import cart_of, carts_of_retailer, priced_cart
from orders.queries.changing import open_orders_of
from orders.queries.places import ordering_of, place_for
from orders.services.cart import move_cart
from orders.services.submission import Checkout, submit_order
from orders.views.places import customer_of
from orders.views.shopbar import shop_context
from retailers.models import Customer
from retailers.queries import plan_of
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, buying
from wholesale.organizations.roles import Permission
from wholesale.tenancy.models import uuid7
from wholesale.ui.replies import see_other


@require_safe
@buying(Permission.PLACE_ORDERS)
def cart(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Show the cart at today's prices, and what is to be decided before it is submitted."""
    return _review(request, customer_of(request, supplier))


@require_POST
@buying(Permission.PLACE_ORDERS)
def submission_create(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Submit the cart; refused, show the same page with the reason and everything typed."""
    acting = request.acting
    customer = customer_of(request, supplier)
    form = _form_of(customer, request.POST)
    if not form.is_valid():
        return _review(request, customer, form, status=422)
    try:
        order = submit_order(cart=cart_of(customer), by=acting.user, **decided(form.cleaned_data))
    except PoNumberMissing as error:
        form.refuse(error.fields)
        return _review(request, customer, form, status=error.status)
    except DomainError as error:
        return _review(request, customer, form, status=error.status, error=error)
    messages.success(
        request,
        _("Order %(number)s sent to %(name)s.") % {"number": order.label, "name": order.supplier_name},
    )
    return see_other(request, "orders:buying_detail", organization, supplier, order.number)


@require_POST
@buying(Permission.PLACE_ORDERS)
def cart_address_create(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Let what is in the cart be ordered for another address, and show the cart there."""
    customer = customer_of(request, supplier)
    to = place_for(customer, request.POST.get("to", ""))
    try:
        move_cart(cart=cart_of(customer), customer=customer, to=to, by=request.acting.user)
    except DomainError as error:
        return _review(request, customer, status=error.status, error=error)
    messages.success(request, _("The cart goes to %(place)s now.") % {"place": to.name})
    address = reverse("orders:cart", kwargs={"organization": organization, "supplier": supplier})
    return see_other(request, f"{address}?ship_to={to.key}")


@require_safe
@buying(Permission.PLACE_ORDERS)
def cart_list(request: ActingRequest, organization: str) -> HttpResponse:
    """Show the carts that hold something, one for each supplier and address."""
    carts = carts_of_retailer(request.acting.organization)[:50]
    return render(request, "orders/cart_list.html", {"carts": carts})


def cart_parts(request: ActingRequest, context: dict[str, Any]) -> str:
    """Render what a changed quantity changes on the cart's page: the lines, the total and what was seen."""
    parts = ("orders/_cart_lines.html", "orders/_cart_total.html", "orders/_cart_notices.html")
    return "".join(render_to_string(part, context, request) for part in parts)


def decided(data: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of submit_order."""
    rest = {name: value for name, value in data.items() if name != "submission_key"}
    return {"submission_key": data["submission_key"], "checkout": Checkout(**rest)}


def _form_of(customer: Customer, data: Any = None) -> CheckoutForm:
    return CheckoutForm(
        data,
        initial={"submission_key": uuid7()},
        plan=plan_of(customer),
        now=timezone.now(),
        needs_po_number=customer.requires_po_number,
    )


def _review(
    request: ActingRequest,
    customer: Customer,
    form: CheckoutForm | None = None,
    *,
    status: int = 200,
    error: DomainError | None = None,
) -> HttpResponse:
    """Show the cart as it is now, with the form as it was typed."""
    context = shop_context(request, customer, current="cart")
    ordering = ordering_of(customer)
    context |= {
        "address": address_of(delivery_addresses(customer.retailer_id), ordering.cart_key.key),
        "elsewhere": [place for place in ordering.places if place != ordering.place],
    }
    context |= {"cart": priced_cart(customer), "form": form or _form_of(customer), "error": error}
    context["additions"] = _additions(customer, context)
    context["shortages"] = error.shortages if isinstance(error, InsufficientStock) else []
    return render(request, "orders/cart.html", context, status=status)


def _additions(customer: Customer, context: dict[str, Any]) -> list[Order]:
    """Return the open orders that the cart can be added to: of several addresses those that go to its own.

    By its key: opening hours that were written down since make no other place of it.
    """
    if not context["cart"].lines:
        return []
    orders, address = open_orders_of(customer), context["address"]
    if not context["elsewhere"]:
        return orders
    return [order for order in orders if address and order.ship_to.get("key") == address.key]

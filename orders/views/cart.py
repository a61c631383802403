"""Reviewing a cart and submitting it as an order (SPEC.md O4, O5)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from inventory.errors import InsufficientStock
from orders.forms.checkout import CheckoutForm
from orders.queries.addresses import delivery_addresses, place_chosen
from orders.queries.carts import cart_for_buyer, carts_of_retailer, customer_for_buyer, priced_cart
from orders.queries.changing import open_orders_of
from orders.services.submission import Checkout, submit_order
from orders.views.shopbar import shop_context
from retailers.models import Customer
from retailers.queries import plan_of
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, buying
from wholesale.organizations.roles import Permission
from wholesale.tenancy.models import uuid7
from wholesale.ui.replies import is_fragment, see_other


@require_safe
@buying(Permission.PLACE_ORDERS)
def cart(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Show the cart at today's prices, and what is to be decided before it is submitted.

    Where it is delivered decides its taxes: a fragment is the total alone, for the address that was chosen.
    """
    customer = customer_for_buyer(request.acting.organization, supplier)
    if not is_fragment(request):
        return _review(request, customer)
    place = place_chosen(customer.retailer_id, request.GET.get("address_key", ""))
    context = shop_context(request, customer, current="cart") | {"cart": priced_cart(customer, place=place)}
    return render(request, "orders/_cart_total.html", context)


@require_POST
@buying(Permission.PLACE_ORDERS)
def submission_create(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Submit the cart; refused, show the same page with the reason and everything typed."""
    acting = request.acting
    customer = customer_for_buyer(acting.organization, supplier)
    form = _form_of(customer, request.POST)
    if not form.is_valid():
        return _review(request, customer, form, status=422)
    try:
        found = cart_for_buyer(acting.organization, supplier)
        order = submit_order(cart=found, by=acting.user, **_decided(form.cleaned_data))
    except DomainError as error:
        return _review(request, customer, form, status=error.status, error=error)
    messages.success(
        request,
        _("Order %(number)s sent to %(name)s.") % {"number": order.label, "name": order.supplier_name},
    )
    return see_other(request, "orders:buying_detail", organization, supplier, order.number)


@require_safe
@buying(Permission.PLACE_ORDERS)
def cart_list(request: ActingRequest, organization: str) -> HttpResponse:
    """Show the carts that hold something, one for each supplier."""
    carts = carts_of_retailer(request.acting.organization)[:50]
    return render(request, "orders/cart_list.html", {"carts": carts})


def cart_parts(request: ActingRequest, context: dict[str, Any]) -> str:
    """Render what a changed quantity changes on the cart's page: the lines, the total and what was seen."""
    parts = ("orders/_cart_lines.html", "orders/_cart_total.html", "orders/_cart_notices.html")
    return "".join(render_to_string(part, context, request) for part in parts)


def _decided(data: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of submit_order."""
    rest = {name: value for name, value in data.items() if name != "submission_key"}
    return {"submission_key": data["submission_key"], "checkout": Checkout(**rest)}


def _form_of(customer: Customer, data: Any = None) -> CheckoutForm:
    addresses = delivery_addresses(customer.retailer_id)
    initial, plan = {"submission_key": uuid7()}, plan_of(customer)
    return CheckoutForm(data, initial=initial, addresses=addresses, plan=plan, now=timezone.now())


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
    form = form or _form_of(customer)
    context |= {"cart": priced_cart(customer, place=form.place), "form": form, "error": error}
    context["additions"] = open_orders_of(customer) if context["cart"].lines else []
    context["shortages"] = error.shortages if isinstance(error, InsufficientStock) else []
    return render(request, "orders/cart.html", context, status=status)

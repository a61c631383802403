"""The shop: what a customer is offered, and putting it into the cart (SPEC.md O1, O2)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orders.forms.cart import CartLineForm
from orders.queries.carts import PricedCart, customer_for_buyer, priced_cart
from orders.queries.shop import offer_row, shop_of
from orders.queries.standing import mark_starred
from orders.services.cart import step_cart_line
from orders.views.cart import cart_parts
from orders.views.shopbar import category_chips, shop_context, wish_of
from retailers.models import Customer
from retailers.queries import next_delivery_of
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, buying
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import is_fragment, reply, see_other, toasts


@require_safe
@buying(Permission.VIEW_PRODUCTS)
def shop(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Show what this customer may buy, at its price, from its distributor's stock."""
    customer = customer_for_buyer(request.acting.organization, supplier)
    context = shop_context(request, customer, current="shop")
    return (
        shop_page(request, context, priced_cart(customer))
        if customer.is_active
        else pending(request, context)
    )


def shop_page(request: ActingRequest, context: dict[str, Any], cart: PricedCart) -> HttpResponse:
    """Show what the cart's customer may buy, to its buyer or to its supplier."""
    wish = wish_of(request.GET)
    found = shop_of(cart, wish)
    if "viewed_as" not in context:
        mark_starred(cart.customer, found.page.rows)
    chips = category_chips(request.GET, found.categories, wish)
    context |= {"wish": wish, "chips": chips, "page": found.page, "cart": found.cart}
    context["delivery"] = next_delivery_of(cart.customer)
    return reply(request, page="orders/shop.html", fragment="orders/_shop_list.html", context=context)


def pending(request: ActingRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the brand, and that the supplier has not switched the customer on yet (SPEC.md C11)."""
    return render(request, "orders/shop_pending.html", context)


@require_POST
@buying(Permission.PLACE_ORDERS)
def cart_line_create(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Set how many units of a product are in the cart, and show the line as it now is."""
    customer = customer_for_buyer(request.acting.organization, supplier)
    form = CartLineForm(request.POST)
    status = 200
    if form.is_valid():
        try:
            step_cart_line(customer=customer, by=request.acting.user, **form.arguments)
        except DomainError as error:
            messages.error(request, error.message)
            status = 422
    else:
        messages.error(request, _("Type how many you want as a whole number."))
        status = 422
    return _answer(request, customer, form, status)


def _answer(request: ActingRequest, customer: Customer, form: CartLineForm, status: int) -> HttpResponse:
    """Show what the box changed; without htmx go back to the page that it stands on."""
    from_cart = request.POST.get("back") == "cart"
    context = shop_context(request, customer, current="cart" if from_cart else "shop")
    if not is_fragment(request):
        anchor = "" if from_cart else f"#p-{form.product_id}"
        return see_other(
            request, reverse("orders:cart" if from_cart else "orders:shop", kwargs=context["keys"]) + anchor
        )
    context |= {"cart": priced_cart(customer), "is_swap": True}
    if from_cart:
        return HttpResponse(cart_parts(request, context) + toasts(request), status=status)
    held = {line.product_id: line.quantity_units for line in context["cart"].lines}
    product_id = form.product_id
    context["offer"] = offer_row(customer, product_id, held.get(product_id, 0)) if product_id else None
    if context["offer"]:
        mark_starred(customer, [context["offer"]])
    parts = ("orders/_shop_item.html", "orders/_cart_bar.html")
    html = "".join(render_to_string(part, context, request) for part in parts)
    return HttpResponse(html + toasts(request), status=status)

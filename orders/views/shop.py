"""The shop: what a customer is offered, and putting it into the cart (SPEC.md O1, O2)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orders.forms.cart import CartLineForm
from orders.queries.carts import priced_cart
from orders.queries.priced import PricedCart
from orders.queries.shop import offer_row
from orders.queries.standing import is_starred
from orders.services.cart import step_cart_line
from orders.views.cart import cart_parts
from orders.views.places import customer_of
from orders.views.shopbar import shop_context
from orders.views.storefront import facets_page, product_page, store_file, store_page
from retailers.models import Customer
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, buying
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import is_fragment, see_other, toasts


@require_safe
@buying(Permission.VIEW_PRODUCTS)
def shop(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Show what this customer may buy, at its price, from its distributor's stock."""
    customer = customer_of(request, supplier)
    cart = priced_cart(customer) if customer.is_active else PricedCart(customer)
    return store_page(request, shop_context(request, customer, current="shop"), cart)


@require_safe
@buying(Permission.VIEW_PRODUCTS)
def shop_facets(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Show what the shop can be narrowed by, with counts."""
    customer = customer_of(request, supplier)
    context = shop_context(request, customer, current="shop")
    return facets_page(request, context, PricedCart(customer))


@require_safe
@buying(Permission.VIEW_PRODUCTS)
def shop_product(request: ActingRequest, organization: str, supplier: str, product: UUID) -> HttpResponse:
    """Show one product of the shop whole."""
    customer = customer_of(request, supplier)
    return product_page(
        request, shop_context(request, customer, current="shop"), priced_cart(customer), product
    )


@require_safe
@buying(Permission.VIEW_PRODUCTS)
def shop_export(request: ActingRequest, organization: str, supplier: str) -> Any:
    """Send the shop as a sheet."""
    customer = customer_of(request, supplier)
    return store_file(request, priced_cart(customer))


@require_POST
@buying(Permission.PLACE_ORDERS)
def cart_line_create(request: ActingRequest, organization: str, supplier: str) -> HttpResponse:
    """Set how many units of a product are in the cart, and show the line as it now is."""
    customer = customer_of(request, supplier)
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
    back = request.POST.get("back", "")
    context = shop_context(request, customer, current="cart" if back == "cart" else "shop")
    if not is_fragment(request):
        return see_other(request, _way_back(context, back, form.product_id))
    context |= {"cart": priced_cart(customer), "is_swap": True}
    if back == "cart":
        return HttpResponse(cart_parts(request, context) + toasts(request), status=status)
    stars = {"is_starred": is_starred}
    context["offer"] = offer_row(context["cart"], form.product_id, beside=stars) if form.product_id else None
    context["offers"] = [context["offer"]]
    item = "orders/_shop_buying.html" if back == "product" else "orders/_shop_item.html"
    html = "".join(render_to_string(part, context, request) for part in (item, "orders/_cart_bar.html"))
    return HttpResponse(html + toasts(request), status=status)


def _way_back(context: dict[str, Any], back: str, product_id: UUID | None) -> str:
    if back == "cart":
        return reverse("orders:cart", kwargs=context["keys"])
    if back == "product" and product_id:
        return reverse("orders:shop_product", kwargs=context["keys"] | {"product": product_id})
    return f"{context['shop_url']}#p-{product_id}"

"""The pages of a store, the same for the buyer and for the supplier that views it as its customer (SPEC.md O1, C16).

Both bring a context of shopbar.py, and a cart with its customer: the supplier's is empty.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from catalogs.queries import pictures_of
from orders.queries.facets import facets_of
from orders.queries.offering import Beside
from orders.queries.priced import PricedCart
from orders.queries.shop import offer_for_page, shop_of
from orders.queries.shop_sheet import shop_headings, shop_rows
from orders.queries.standing import is_starred
from orders.views.wishes import choices_of, kept_fields, wish_of
from retailers.queries import next_delivery_of
from wholesale.organizations.access import ActingRequest
from wholesale.sheets.writing import FORMATS, sheet_response
from wholesale.ui.preferences import keep_shop_view, shop_view_of
from wholesale.ui.replies import reply

Context = dict[str, Any]


def store_page(request: ActingRequest, context: Context, cart: PricedCart) -> HttpResponse:
    """Show a page of what the customer may buy, or its brand while it is not active (SPEC.md C11)."""
    if not cart.customer.is_active:
        return pending(request, context)
    wish = wish_of(request.GET)
    found = shop_of(cart, wish, beside=_stars(context))
    context |= {
        "wish": wish,
        "kept": kept_fields(request.GET),
        "choices": choices_of(context["shop_url"], request.GET, wish),
        "page": found.page,
        "meant": found.meant,
        "cart": cart,
        "view": shop_view_of(request),
        "delivery": next_delivery_of(cart.customer),
    }
    response = reply(request, page="orders/shop.html", fragment="orders/_shop_list.html", context=context)
    response["HX-Trigger-After-Settle"] = "shop-found"
    keep_shop_view(request, response)
    return response


def pending(request: ActingRequest, context: Context) -> HttpResponse:
    """Show the brand, and that the supplier has not switched the customer on yet (SPEC.md C11)."""
    return render(request, "orders/shop_pending.html", context)


def _stars(context: Context) -> Beside:
    """Return the buyer's favourites beside its products; the supplier is not told of them."""
    return {} if "viewed_as" in context else {"is_starred": is_starred}


def facets_page(request: ActingRequest, context: Context, cart: PricedCart) -> HttpResponse:
    """Show what there is to filter by, with how many products each leaves; 404 while the customer is not active."""
    if not cart.customer.is_active:
        raise Http404
    wish = wish_of(request.GET)
    facets = facets_of(cart.customer, wish)
    context |= {"wish": wish, "cart": cart, "facets": facets}
    context["choices"] = choices_of(context["shop_url"], request.GET, wish, facets)
    return reply(
        request, page="orders/shop_facets.html", fragment="orders/_shop_facets.html", context=context
    )


def product_page(request: ActingRequest, context: Context, cart: PricedCart, product: UUID) -> HttpResponse:
    """Show one product whole; 404 if it is not offered, as if it did not exist."""
    offer = offer_for_page(cart, product, beside=_stars(context))
    context |= {"cart": cart, "offer": offer, "pictures": list(pictures_of(product))}
    context["delivery"] = next_delivery_of(cart.customer)
    return render(request, "orders/shop_product.html", context)


def store_file(request: ActingRequest, cart: PricedCart) -> Any:
    """Send what the customer is offered and looks for as a sheet; 404 while it is not active."""
    if not cart.customer.is_active:
        raise Http404
    asked = request.GET.get("as", "")
    return sheet_response(
        shop_rows(cart, wish_of(request.GET)),
        headings=shop_headings(),
        name=f"{cart.customer.supplier.slug}-{timezone.localdate().isoformat()}",
        as_format=asked if asked in FORMATS else FORMATS[0],
    )

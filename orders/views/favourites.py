"""Favourites: starred in the shop, listed on a page of their own (SPEC.md O1)."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from orders.forms.favourites import StarForm
from orders.queries.assortment import Offer, offers_of
from orders.queries.carts import priced_cart
from orders.queries.shop import breaks_of
from orders.queries.standing import FAVOURITES_ORDER, favourites_of
from orders.services.favourites import star_product, unstar_product
from orders.views.ordering import ordering
from retailers.models import Customer
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import is_fragment, see_other, toasts


@require_safe
@ordering("lists")
def favourite_list(request: ActingRequest, customer: Customer, context: dict[str, Any]) -> HttpResponse:
    """Show what is starred, to be ordered from here; what is gone by the name it had."""
    cursor = request.GET.get("cursor", "")
    page = keyset_page(favourites_of(customer), order=FAVOURITES_ORDER, cursor=cursor)
    context["cart"] = cart = priced_cart(customer)
    units = cart.units_by_product
    ids = [favourite.product_id for favourite in page.rows]
    offers = offers_of(customer, {product: units.get(product, 1) for product in ids}) if ids else {}
    rows = [
        _row(offers[product]) | {"cart_units": units.get(product, 0)} for product in ids if product in offers
    ]
    gone = [favourite for favourite in page.rows if favourite.product_id not in offers]
    return render(request, "orders/favourites.html", context | {"page": page, "offers": rows, "gone": gone})


@require_POST
@ordering("lists")
def star_create(request: ActingRequest, customer: Customer, context: dict[str, Any]) -> HttpResponse:
    """Give a product a star, or take it away; without a script go back to where it was done."""
    form = StarForm(request.POST)
    status = _change(request, customer, form) if form.is_valid() else 422
    if is_fragment(request) and status == 200:
        offer = form.cleaned_data | {"id": form.cleaned_data["product"]}
        return render(request, "orders/_star.html", context | {"offer": offer})
    if is_fragment(request):
        return HttpResponse(toasts(request), status=status)
    from_list = request.POST.get("back") == "favourites"
    return see_other(
        request, reverse("orders:favourite_list" if from_list else "orders:shop", kwargs=context["keys"])
    )


def _row(offer: Offer) -> dict[str, Any]:
    """Return a starred product as the shop's list shows it."""
    row = asdict(offer)
    return row | {"breaks": breaks_of(row), "is_starred": True}


def _change(request: ActingRequest, customer: Customer, form: StarForm) -> int:
    """Give or take the star; refused, say why. Returns the status of the answer."""
    change = star_product if form.cleaned_data["is_starred"] else unstar_product
    try:
        change(customer=customer, product_id=form.cleaned_data["product"])
    except DomainError as error:
        messages.error(request, error.message)
        return error.status
    return 200

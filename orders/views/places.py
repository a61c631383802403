"""For which of its addresses a buyer orders: what the form says, else what was chosen last (SPEC.md O2)."""

from typing import Any

from django.http import Http404

from orders.queries.carts import customer_for_buyer
from orders.queries.places import CartKey, cart_key_from, choose_cart, ordering_of
from retailers.models import Customer
from wholesale.organizations.access import ActingRequest

_CHOSEN = "ship_to"  # in the session: by retailer, the key of an address


def customer_of(request: ActingRequest, supplier: str) -> Customer:
    """Return the customer that a buyer orders as, with the cart of the address that it orders for.

    Every form says which address its page was for, so that a tab of one never writes into the cart of another. What
    was chosen last is remembered as long as the person is signed in. 404 for a stranger's supplier.
    """
    customer = customer_for_buyer(request.acting.organization, supplier)
    if (cart_key := cart_key_named(request)) is not None:
        return _remembered(request, customer, cart_key)
    places = ordering_of(customer).places
    last = request.session.get(_CHOSEN, {}).get(str(customer.retailer_id))
    chosen = next((place for place in places if place.key == last), None)
    return choose_cart(customer, CartKey(chosen.id)) if chosen else customer


def cart_key_named(request: ActingRequest) -> CartKey | None:
    """Return which cart a form or an address names; None for none. 404 for what names no address."""
    named = request.POST.get("ship_to") or request.GET.get("ship_to")
    cart_key = cart_key_from(named) if named else None
    if named and cart_key is None:
        raise Http404
    return cart_key


def _remembered(request: ActingRequest, customer: Customer, cart_key: CartKey) -> Customer:
    ordering = ordering_of(choose_cart(customer, cart_key))
    before: dict[str, Any] = request.session.get(_CHOSEN, {})
    company = str(customer.retailer_id)
    if len(ordering.places) > 1 and ordering.place and before.get(company) != ordering.place.key:
        request.session[_CHOSEN] = before | {company: ordering.place.key}
    return customer

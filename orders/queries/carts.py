"""Carts, as a buyer reads them: the lines with today's price and stock beside what was seen."""

from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from catalogs.queries import TaxPlace, with_place
from orders.models import Cart, CartLine
from orders.queries.assortment import RELATED, Offer, currency_of, offers_of
from orders.queries.credit import with_open_amount
from orders.queries.places import CartKey, choose_cart, ordering_of, with_places
from orders.queries.priced import PricedCart, PricedLine
from orders.totals import (
    deposit_amount,
    line_amount,
)
from retailers.models import Customer, ShipToAddress
from retailers.queries import with_plans
from wholesale.organizations.models import Organization
from wholesale.tenancy.compiled import Compiled


def customer_for_buyer(
    organization: Organization, supplier_slug: str, *, related: tuple[str, ...] = RELATED
) -> Customer:
    """Return this retailer's customer record at a supplier that it is connected to; 404 for anyone else's.

    It brings the retailer's ship-to addresses, and orders for the first until choose_cart says otherwise.

    Args:
        related: what comes with it, by default companies, terms, days of service and what is open on orders.
    """
    found = _customers_of_buyer(related).all({_RETAILER: organization.pk, _SUPPLIER: supplier_slug})
    if not found:
        raise Http404
    return found[0]


_RETAILER, _SUPPLIER = UUID(int=1), "(a supplier's slug)"


@cache
def _customers_of_buyer(related: tuple[str, ...]) -> Compiled[Customer]:
    def build() -> QuerySet[Customer]:
        customers = with_places(with_place(Customer.objects.select_related(*related)))
        if related == RELATED:
            customers = with_open_amount(with_plans(customers))
        return customers.filter(retailer=_RETAILER, supplier__slug=_SUPPLIER, registered_at__isnull=False)

    return Compiled(build)


def cart_of(customer: Customer) -> Cart:
    """Return the cart that a customer orders with; 404 before anything was put in."""
    try:
        return Cart.objects.get(**_of_cart(customer))
    except Cart.DoesNotExist as error:
        raise Http404 from error


def cart_for_buyer(organization: Organization, supplier_slug: str, cart_key: CartKey | None) -> Cart:
    """Return one of this retailer's carts at a supplier, in one statement; without a key that of its first address.

    404 for anyone else's, and before anything was put in.
    """
    mine = Cart.objects.filter(retailer=organization, supplier__slug=supplier_slug, is_suppliers=False)
    places = ShipToAddress.objects.filter(retailer=organization).order_by("-is_default", "name", "pk")
    if cart_key is None:
        first = Q(ship_to_id=Subquery(places.values("pk")[:1])) | Q(ship_to_id=None) & ~Exists(places)
        mine = mine.filter(first)
    else:
        mine = mine.filter(ship_to_id=cart_key.ship_to_id)
    try:
        return mine.get()
    except Cart.DoesNotExist as error:
        raise Http404 from error


def priced_cart(customer: Customer, *, place: TaxPlace | None = None) -> PricedCart:
    """Return the cart that a customer orders with, at today's prices, taxes and stock, in two statements.

    Args:
        place: where it is delivered, if that is not the address of the cart.
    """
    key = {f"cart__{name}": value for name, value in _key_of(customer).items()}
    lines = CartLine.objects.filter(supplier_id=customer.supplier_id, retailer_id=customer.retailer_id, **key)
    rows = list(lines.order_by("added_at", "pk").values_list(*_LINE, "cart__version"))
    return PricedCart(
        customer, _priced_lines(customer, [row[:-1] for row in rows], place), rows[0][-1] if rows else 0
    )


def _of_cart(customer: Customer) -> dict[str, Any]:
    return {
        "supplier_id": customer.supplier_id,
        "retailer_id": customer.retailer_id,
        **_key_of(customer),
    }


def _key_of(customer: Customer) -> dict[str, Any]:
    key = ordering_of(customer).cart_key
    place = {"ship_to_id": key.ship_to_id} if key.ship_to_id else {"ship_to_id__isnull": True}
    return {**place, "is_suppliers": key.is_suppliers}


def price_cart(cart: Cart, customer: Customer, *, place: TaxPlace) -> PricedCart:
    """Return a cart that the caller has locked with today's prices, taxes and stock, delivered to a place."""
    rows = list(lines_of(cart).values_list(*_LINE))
    return PricedCart(customer, _priced_lines(customer, rows, place), cart.version)


def customer_behind(cart: Cart) -> Customer:
    """Return whose cart it is, with companies, terms, delivery days and open orders, in one statement."""
    found = _CUSTOMERS_BEHIND.all({_SUPPLIER_KEY: cart.supplier_id, _CUSTOMER_KEY: cart.customer_id})
    if not found:
        raise Customer.DoesNotExist
    return choose_cart(found[0], CartKey(cart.ship_to_id, cart.is_suppliers))


def _customers_behind() -> QuerySet[Customer]:
    customers = with_open_amount(with_plans(Customer.objects.select_related(*RELATED)))
    return customers.filter(supplier_id=_SUPPLIER_KEY, pk=_CUSTOMER_KEY)


_SUPPLIER_KEY, _CUSTOMER_KEY = UUID(int=1), UUID(int=2)
_CUSTOMERS_BEHIND = Compiled(_customers_behind)


def lines_of(cart: Cart) -> QuerySet[CartLine]:
    """Return a cart's lines in the order they were put in."""
    return CartLine.objects.filter(supplier_id=cart.supplier_id, cart_id=cart.pk).order_by("added_at", "pk")


def units_in_cart(cart: Cart | None) -> dict[UUID, int]:
    """Return how many units of each product are in a cart."""
    return dict(lines_of(cart).values_list("product_id", "quantity_units")) if cart else {}


def carts_of_retailer(organization: Organization) -> QuerySet[Cart]:
    """Return this retailer's carts that hold something, the last touched first, with supplier and line count.

    Each says where it is for: `place_name` is empty where that address is gone; `place_count` is of all addresses.
    """
    mine = Cart.objects.filter(retailer=organization, is_suppliers=False).select_related("supplier")
    places = ShipToAddress.objects.filter(retailer=organization)
    name = places.filter(pk=OuterRef("ship_to_id")).values("name")
    count = places.order_by().values("retailer").annotate(n=Count("pk")).values("n")
    carts = mine.annotate(
        line_count=Count("lines"),
        place_name=Coalesce(Subquery(name), Value("")),
        place_count=Coalesce(Subquery(count), 0),
    )
    return carts.filter(line_count__gt=0).order_by("-updated_at", "-pk")


_LINE = ("product_id", "seen_name", "quantity_units", "seen_unit_price")


def _priced_lines(
    customer: Customer, rows: list[tuple[Any, ...]], place: TaxPlace | None
) -> list[PricedLine]:
    offers = offers_of(customer, {row[0]: row[2] for row in rows}, place=place) if rows else {}
    return [_priced(row, offers.get(row[0]), currency_of(customer)) for row in rows]


def _priced(row: tuple[Any, ...], offer: Offer | None, currency: str) -> PricedLine:
    product_id, name, units, seen = row
    if offer is None:
        return PricedLine(product_id, name, units, seen, None, Decimal(0))
    amount = line_amount(unit_price=offer.unit_price, quantity_units=units, currency=currency)
    deposits = deposit_amount(deposit=offer.unit_deposit, quantity_units=units, currency=currency)
    return PricedLine(product_id, offer.name, units, seen, offer, amount, deposits)

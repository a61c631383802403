"""The shop as one customer sees it: a page of offers, its categories, and the cart beside them (SPEC.md O1)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from catalogs.models import Product
from catalogs.queries import matching
from orders.queries.assortment import COLUMNS, categories_of, in_stock, offered_products
from orders.queries.carts import PricedCart
from retailers.models import Customer
from wholesale.ui.paging import Page, keyset_page

FEW_UNITS = 20
ORDER = ("name", "id")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a buyer looks for in a shop."""

    text: str = ""
    category: str = ""
    sold_out: bool = False
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Shop:
    """What the shop's page shows."""

    page: Page
    categories: list[tuple[str, int]]
    cart: PricedCart


def shop_of(cart: PricedCart, wish: Wish, *, size: int = 50) -> Shop:
    """Return a page of the shop of the cart's customer, in two statements whatever the number of products."""
    customer = cart.customer
    page = offers_page(customer, wish, size=size)
    units = {line.product_id: line.quantity_units for line in cart.lines}
    for row in page.rows:
        row["cart_units"] = units.get(row["id"], 0)
    return Shop(page, categories_of(customer, sold_out=wish.sold_out), cart)


def offers_page(customer: Customer, wish: Wish, *, size: int = 50) -> Page:
    """Return a page of what a customer is offered, as dicts of assortment.COLUMNS, in one statement."""
    products = wished(offered_products(customer), wish)
    return keyset_page(products.values(*COLUMNS), order=ORDER, cursor=wish.cursor, size=size)


def offer_row(customer: Customer, product_id: UUID, cart_units: int) -> dict[str, Any] | None:
    """Return one product as the shop's list shows it; nothing if it is not offered."""
    row = offered_products(customer).filter(pk=product_id).values(*COLUMNS).first()
    return {**row, "cart_units": cart_units} if row else None


def wished(products: QuerySet[Product], wish: Wish) -> QuerySet[Product]:
    """Narrow what is offered to what a buyer looks for."""
    if not wish.sold_out:
        products = in_stock(products)
    if wish.category:
        products = products.filter(category=wish.category)
    return matching(products, wish.text)

"""The shop as one customer sees it: a page of offers, one of them whole, and the cart beside them (SPEC.md O1)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404

from orders.queries.assortment import COLUMNS, offered_products
from orders.queries.offering import NOTHING, Beside, offers_page
from orders.queries.priced import PricedCart
from orders.queries.wishing import Wish
from wholesale.ui.paging import Page

FEW_UNITS = 20
# What only the page of one product tells.
MORE = ("description", "gtin", "weight_grams")


@dataclass(frozen=True, slots=True)
class Shop:
    """What the shop's page shows."""

    page: Page
    cart: PricedCart
    meant: str = ""


def shop_of(cart: PricedCart, wish: Wish, *, beside: Beside = NOTHING, size: int = 50) -> Shop:
    """Return a page of the shop of the cart's customer, whatever the number of products in as many statements.

    One, with words to search for two, with misspelt ones three.

    Args:
        beside: what more each row tells.
    """
    offers = offers_page(cart.customer, wish, size=size, beside=beside)
    for row in offers.page.rows:
        _put_beside(row, cart)
    return Shop(offers.page, cart, offers.meant)


def offer_row(cart: PricedCart, product_id: UUID, *, beside: Beside = NOTHING) -> dict[str, Any] | None:
    """Return one product as the shop shows it, with what its own page tells; nothing if it is not offered."""
    products = offered_products(cart.customer).filter(pk=product_id)
    told = {name: tell(cart.customer) for name, tell in beside.items()}
    row = products.values(*COLUMNS, *MORE, **told).first()
    return _put_beside(row, cart) if row else None


def offer_for_page(cart: PricedCart, product_id: UUID, *, beside: Beside = NOTHING) -> dict[str, Any]:
    """Return one product as its own page shows it; 404 if it is not offered, as if it did not exist."""
    if (row := offer_row(cart, product_id, beside=beside)) is None:
        raise Http404
    return row


def breaks_of(row: dict[str, Any]) -> list[tuple[int, Decimal]]:
    """Return from how many units on a product costs how much each."""
    return [(units, Decimal(price)) for units, price in row.get("price_breaks") or []]


def _put_beside(row: dict[str, Any], cart: PricedCart) -> dict[str, Any]:
    """Put beside a product how many of it are in the cart."""
    row["cart_units"] = cart.units_by_product.get(row["id"], 0)
    row["breaks"] = breaks_of(row)
    return row

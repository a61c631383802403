"""A shop as a sheet: what the customer is offered and looks for, with what is in its cart (SPEC.md O1, X3)."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.queries.assortment import COLUMNS
from orders.queries.looking import looked_for
from orders.queries.priced import PricedCart
from orders.queries.shop import breaks_of
from orders.queries.wishing import Wish
from wholesale.money import round_amount

_AT_ONCE = 2_000


def shop_headings() -> list[str]:
    """Return the first row. With *SKU* and *Quantity* filled in it is a quick order."""
    return [
        _("SKU"),
        _("Quantity"),
        _("Product"),
        pgettext("of a product", "Brand"),
        _("Category"),
        _("Unit"),
        _("Pack"),
        _("Price"),
        _("Currency"),
        _("Quantity breaks"),
        _("Deposit"),
        _("Tax %"),
        _("Multiple"),
        _("Minimum"),
        _("Available"),
        _("Barcode"),
    ]


def shop_rows(cart: PricedCart, wish: Wish) -> list[list[Any]]:
    """Return the rows as the shop's list has them; read at once, as the answer is sent after its transaction."""
    looked = looked_for(cart.customer, wish)
    rows = looked.products.order_by(*looked.order).values(*COLUMNS, "gtin").iterator(chunk_size=_AT_ONCE)
    return [_cells(row, cart) for row in rows]


def _cells(row: dict[str, Any], cart: PricedCart) -> list[Any]:
    currency = cart.currency
    return [
        row["sku"],
        cart.units_by_product.get(row["id"]),
        row["name"],
        row["brand"],
        row["category"],
        row["unit"],
        row["pack"],
        _coins(row["unit_price"], currency),
        currency,
        "; ".join(f"{units}: {_coins(price, currency)}" for units, price in breaks_of(row)),
        _coins(row["unit_deposit"], currency),
        sum((Decimal(each["rate_percent"]) for each in row["taxes"]), Decimal(0)),
        row["order_multiple"],
        row["minimum_units"],
        row["available_units"],
        row["gtin"],
    ]


def _coins(price: Decimal, currency: str) -> Decimal:
    return round_amount(price, currency)

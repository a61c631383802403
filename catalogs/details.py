"""What a supplier says of a product, in one value; and the words it is found by."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stdnum import ean

from wholesale.money import decimals_of

MAX_ATTRIBUTES, LONGEST_NAME, LONGEST_TEXT = 30, 40, 120
LONGEST_DESCRIPTION = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDetails:
    """A product as it shall be.

    Args:
        deposit: of one unit, in the supplier's own currency.
        sold_from, sold_until: the moments at which its first day begins and its last has ended.
        unit_price: on the default price list, in the supplier's currency; None takes the product off it.
    """

    sku: str
    name: str
    description: str = ""
    category: str = ""
    brand: str = ""
    unit: str = ""
    pack: str = ""
    order_multiple: int = 1
    minimum_units: int = 1
    allows_backorder: bool = False
    licence: str = ""
    tracks_lots: bool = False
    low_stock_units: int = 10
    gtin: str = ""
    weight_grams: int | None = None
    tax_class_id: UUID | None = None
    deposit: Decimal = Decimal(0)
    sold_from: datetime | None = None
    sold_until: datetime | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    is_active: bool = True
    unit_price: Decimal | None = None


COLUMNS = tuple(name for name in ProductDetails.__slots__ if name != "unit_price")


def fold(text: str) -> str:
    """Return a text as it is searched: without accents or case, in single spaces."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in spread if not unicodedata.combining(letter)).split())


def search_text_of(details: ProductDetails) -> str:
    """Return what a product is found by: SKU and SKU run together, name, category, brand, pack, barcode, properties."""
    parts: Iterable[str] = (
        details.sku,
        "".join(filter(str.isalnum, details.sku)),
        details.name,
        details.category,
        details.brand,
        details.pack,
        details.gtin,
        *details.attributes.values(),
    )
    return fold(" ".join(parts))


def gtin_of(text: str) -> str:
    """Return a barcode as digits, or nothing for nothing.

    Raises: ValueError for a wrong length or check digit.
    """
    digits: str = ean.compact(text)
    if digits and not ean.is_valid(digits):
        raise ValueError(text)
    return digits


def has_coins_for(price: Decimal, currency: str) -> bool:
    """Tell whether a price can be paid exactly: it has no more decimals than its currency."""
    return price == round(price, decimals_of(currency))

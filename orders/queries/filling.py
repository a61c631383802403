"""What was ordered or listed once, beside what it costs and has left now: before it fills the cart (SPEC.md O1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from orders.errors import LinesRefused, RefusedLine
from orders.models import Order
from orders.queries.assortment import Offer, offered_products, offers_of
from orders.queries.details import lines_with_amounts
from orders.queries.priced import PricedCart
from retailers.models import Customer
from wholesale.sheets.typed import HIGHEST_UNITS, TypedLine


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many units of a product, by the name that its retailer knows; perhaps with what one unit cost it then."""

    product_id: UUID
    name: str
    units: int
    was_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FillLine:
    """What is wanted again, beside its offer now; no offer: it is gone, and nothing but its name is told."""

    wanted: Wanted
    offer: Offer | None
    cart_units: int

    @property
    def product_id(self) -> UUID:
        """Return the product that is wanted."""
        return self.wanted.product_id

    @property
    def name(self) -> str:
        """Return its name now, or the one it was known by."""
        return self.offer.name if self.offer else self.wanted.name

    @property
    def change(self) -> Decimal:
        """Return by how much one unit is dearer than it was; nought where nothing can be compared."""
        was = self.wanted.was_price
        return self.offer.unit_price - was if self.offer and was is not None else Decimal(0)

    @property
    def is_dearer(self) -> bool:
        """Tell whether one unit costs more than it did."""
        return self.change > 0

    @property
    def is_cheaper(self) -> bool:
        """Tell whether one unit costs less than it did."""
        return self.change < 0

    @property
    def is_short(self) -> bool:
        """Tell whether less is left than is wanted on top of what the cart holds, and the rest may not wait."""
        return self.offer is not None and self.offer.is_short_of(self.wanted.units + self.cart_units)

    @property
    def backordered_units(self) -> int:
        """Return how many of what is wanted would be back-ordered."""
        return self.offer.backordered_units(self.wanted.units + self.cart_units) if self.offer else 0

    @property
    def units(self) -> int:
        """Return how many can go into the cart: what is wanted, as multiple and minimum ask, or what is left."""
        if self.offer is None:
            return 0
        multiple = self.offer.order_multiple
        asked = max(self.wanted.units, self.offer.minimum_units - self.cart_units)
        whole = -(-asked // multiple) * multiple
        left = (self.offer.available_units - self.cart_units) // multiple * multiple
        fitting = whole if self.offer.allows_backorder else max(0, min(whole, left))
        return fitting if fitting + self.cart_units >= self.offer.minimum_units else 0


def fill_lines(cart: PricedCart, wanted: Sequence[Wanted]) -> list[FillLine]:
    """Return what is wanted beside its offers to the cart's customer now, in one statement."""
    held = {line.product_id: line.quantity_units for line in cart.lines}
    offers = offers_of(cart.customer, {line.product_id: line.units for line in wanted}) if wanted else {}
    return [FillLine(x, offers.get(x.product_id), held.get(x.product_id, 0)) for x in wanted]


def wanted_of_order(order: Order, *, currency: str) -> list[Wanted]:
    """Return the lines of an order, in one statement; without its prices where they were in another currency."""
    compares = order.total.currency == currency
    return [
        Wanted(
            row["product_id"],
            row["name"],
            row["ordered_units"] or row["quantity_units"],
            row["unit_price"] if compares else None,
        )
        for row in lines_with_amounts(order)
    ]


def wanted_of_cart(cart: PricedCart) -> list[Wanted]:
    """Return what is in a cart."""
    return [Wanted(line.product_id, line.name, line.quantity_units) for line in cart.lines]


def wanted_products(customer: Customer, units_by_product: Mapping[UUID, int]) -> list[Wanted]:
    """Return these products by the names that they are offered under, in one statement.

    Raises: LinesRefused for what is not offered.
    """
    offers = offers_of(customer, units_by_product) if units_by_product else {}
    unknown = {product: units for product, units in units_by_product.items() if product not in offers}
    if unknown:
        refused = [RefusedLine(p, str(p), units, _("not offered to you")) for p, units in unknown.items()]
        raise LinesRefused(refused)
    return [Wanted(product, offers[product].name, units) for product, units in units_by_product.items()]


def products_of_typed_skus(customer: Customer, skus: Iterable[str]) -> dict[str, Wanted]:
    """Return one unit of each offered product by SKU as it was typed, in one statement; what is not found is missing.

    Small and capital letters count only where two SKUs differ in nothing else. A barcode that only one product has
    names it too.
    """
    keys = {sku: sku.upper() for sku in skus if sku}
    if not keys:
        return {}
    products = offered_products(customer).annotate(sku_key=Upper("sku"))
    named = products.filter(Q(sku_key__in=sorted(set(keys.values()))) | Q(gtin__in=sorted(keys)))
    found: dict[str, set[Wanted]] = {}
    for sku, sku_key, gtin, product, name in named.values_list("sku", "sku_key", "gtin", "pk", "name"):
        for way in (f"sku {sku}", f"key {sku_key}", f"gtin {gtin}"):
            found.setdefault(way, set()).add(Wanted(product, name, 1))
    ways = {sku: (f"sku {sku}", f"key {key}", f"gtin {sku}") for sku, key in keys.items()}
    first = {sku: next((found[way] for way in tried if way in found), set()) for sku, tried in ways.items()}
    return {sku: next(iter(products)) for sku, products in first.items() if len(products) == 1}


def wanted_of_typed(
    customer: Customer, lines: Sequence[TypedLine]
) -> tuple[dict[TypedLine, Wanted], dict[TypedLine, str]]:
    """Return what typed lines ask for, and of the others why they ask for nothing; one statement.

    A SKU that does not exist and one that is not offered to this customer are told alike (SPEC.md K5).
    """
    known = products_of_typed_skus(customer, [line.sku for line in lines])
    reasons = {line: reason for line in lines if (reason := _unreadable(line, known))}
    asked = {
        line: Wanted(known[line.sku].product_id, known[line.sku].name, line.units or 0)
        for line in lines
        if line not in reasons
    }
    return asked, reasons


def added_up(lines: Iterable[Wanted]) -> list[Wanted]:
    """Return each product once, with the units of all lines that name it."""
    units: dict[UUID, int] = {}
    names = {}
    for line in lines:
        units[line.product_id] = units.get(line.product_id, 0) + line.units
        names[line.product_id] = line.name
    return [Wanted(product, names[product], count) for product, count in units.items()]


def _unreadable(line: TypedLine, known: Mapping[str, Wanted]) -> str:
    """Say why a line cannot be asked for at all, or nothing."""
    if not line.sku:
        return _("the SKU is missing")
    if line.units is None:
        return _("write how many, as a whole number behind the SKU")
    if line.units > HIGHEST_UNITS:
        return _("at most %(n)s at a time") % {"n": number_format(HIGHEST_UNITS, force_grouping=True)}
    if not line.units:
        return _("at least 1 at a time")
    return "" if line.sku in known else _("not offered to you")

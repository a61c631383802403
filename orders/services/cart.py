"""Filling a cart: shared by a retailer's buyers, kept on the server, safe in two tabs (SPEC.md O2)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.errors import AddressNotFound, CustomerNotActive, EmptyCart, LinesRefused, RefusedLine
from orders.models import Cart
from orders.queries.assortment import Offer, offers_of
from orders.queries.carts import lines_of, units_in_cart
from orders.queries.places import CartKey, Place, choose_cart, ordering_of
from retailers.models import Customer
from wholesale.accounts.models import User
from wholesale.tenancy.models import uuid7

MAX_UNITS = 1_000_000
_TOUCH = """
INSERT INTO orders_cart (id, supplier_id, retailer_id, customer_id, ship_to_id, is_suppliers, version, updated_at)
VALUES (%s, %s, %s, %s, %s, %s, 1, %s)
ON CONFLICT (supplier_id, retailer_id, ship_to_id, is_suppliers) DO UPDATE
SET version = orders_cart.version + 1, updated_at = EXCLUDED.updated_at
RETURNING id, version
"""
_LOCK = """
UPDATE orders_cart SET version = version + 1, updated_at = %s WHERE id = %s
RETURNING id, supplier_id, retailer_id, customer_id, ship_to_id, is_suppliers, version - 1 AS version, updated_at
"""
_PUT = """
INSERT INTO orders_cartline
  (id, supplier_id, retailer_id, cart_id, product_id, quantity_units, seen_name, seen_unit_price, added_at)
SELECT t.id, %(supplier)s, %(retailer)s, %(cart)s, t.product_id, t.units, t.name, t.price, %(at)s
FROM unnest(%(ids)s::uuid[], %(products)s::uuid[], %(units)s::int[], %(names)s::text[], %(prices)s::numeric[])
  AS t(id, product_id, units, name, price)
ON CONFLICT (supplier_id, cart_id, product_id) DO UPDATE
SET quantity_units = EXCLUDED.quantity_units, seen_name = EXCLUDED.seen_name,
  seen_unit_price = EXCLUDED.seen_unit_price
"""

# What stands in both is added up. The lines of the other go: a cart without lines is none.
_MOVE = """
WITH taken AS (DELETE FROM orders_cartline WHERE cart_id = %(from)s RETURNING *),
put AS (
  INSERT INTO orders_cartline
    (id, supplier_id, retailer_id, cart_id, product_id, quantity_units, seen_name, seen_unit_price, added_at)
  SELECT id, supplier_id, retailer_id, %(to)s, product_id, quantity_units, seen_name, seen_unit_price, added_at
  FROM taken
  ON CONFLICT (supplier_id, cart_id, product_id) DO UPDATE
  SET quantity_units = least(orders_cartline.quantity_units + EXCLUDED.quantity_units, %(most)s))
SELECT count(*) FROM taken
"""


@transaction.atomic
def set_cart_lines(*, customer: Customer, units_by_product: Mapping[UUID, int], by: User) -> Cart:
    """Set how many units of these products are in a customer's cart; 0 takes one out, the rest stays.

    The same number of statements for one product or a hundred.

    Locks: the cart, so that two tabs write one after the other.
    Raises: CustomerNotActive; LinesRefused for a product that is not offered, a quantity that does not fit the
        multiple or the minimum, or more than is left. Then nothing is written.
    Source: SPEC.md O1, O2.
    """
    cart = open_cart(customer)
    wanted = {product: units for product, units in units_by_product.items() if units > 0}
    if wanted:
        offers = offers_of(customer, wanted)
        _check(offers, wanted, cart)
        put_lines(cart, offers, wanted)
    removed = [product for product, units in units_by_product.items() if units <= 0]
    if removed:
        lines_of(cart).filter(product_id__in=removed).delete()
    return cart


@transaction.atomic
def step_cart_line(*, customer: Customer, product_id: UUID, units: int, seen_units: int, by: User) -> Cart:
    """Set a line as its quantity box says; one step up or down goes on top of what others did meanwhile.

    From nothing it begins at the product's minimum; below the minimum it is taken out.

    Args:
        seen_units: what the box showed before.
    Locks: the cart.
    Raises: as set_cart_lines.
    Source: SPEC.md O2.
    """
    cart = open_cart(customer)
    offers = offers_of(customer, {product_id: units})
    offer = offers.get(product_id)
    change, asked = units - seen_units, units
    if offer and abs(change) == offer.order_multiple:
        units = units_in_cart(cart).get(product_id, 0) + change
    if offer and units < offer.minimum_units:
        units = offer.minimum_units if change > 0 and units > 0 else 0
    if units > 0:
        if units != asked:  # its price may be another
            offers = offers_of(customer, {product_id: units})
        _check(offers, {product_id: units}, cart)
        put_lines(cart, offers, {product_id: units})
    else:
        lines_of(cart).filter(product_id=product_id).delete()
    return cart


@transaction.atomic
def move_cart(*, cart: Cart, customer: Customer, to: Place, by: User) -> Cart:
    """Let what is in a cart be ordered for another ship-to address: its lines are added to those of the cart there.

    Works for one whose own address has been removed, too. Moved twice, the second finds nothing.

    Locks: the customer's carts in key order.
    Raises: CustomerNotActive, EmptyCart (nothing is in it), AddressNotFound; then nothing is written.
    Source: SPEC.md O2, C13.
    """
    carts = Cart.objects.filter(supplier_id=customer.supplier_id, retailer_id=customer.retailer_id)
    list(carts.order_by("pk").select_for_update().values_list("pk"))
    target = open_cart(choose_cart(customer, CartKey(to.id)))
    if target.pk == cart.pk:
        return target
    lock_cart(cart)
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, {"from": cart.pk, "to": target.pk, "most": MAX_UNITS})
        if not cursor.fetchone()[0]:
            raise EmptyCart(_("Nothing is in the cart: perhaps it was submitted in another window."))
    return target


@transaction.atomic
def empty_cart(*, cart: Cart, by: User) -> None:
    """Take everything out of a cart.

    Locks: the cart.
    """
    lines_of(lock_cart(cart)).delete()


def lock_cart(cart: Cart) -> Cart:
    """Return the cart as it stands, locked until the end of the transaction and its version raised by one.

    The version returned is the one before, which whoever looked at the cart last has seen.

    Raises: EmptyCart if it has become another company's since it was read: two retailers were merged.
    """
    found = list(Cart.objects.raw(_LOCK, [timezone.now(), cart.pk]))
    if not found:
        raise EmptyCart(_("Nothing is in the cart: perhaps it was submitted in another window."))
    return found[0]


def open_cart(customer: Customer) -> Cart:
    """Make the cart that a customer orders with or raise its version; its row is locked until the transaction ends.

    Raises: CustomerNotActive, AddressNotFound (it is for an address that has been removed).
    """
    ordering = ordering_of(customer)
    if not customer.is_active:
        raise CustomerNotActive(_("This supplier has not activated your account yet."))
    if ordering.is_astray:
        raise AddressNotFound(_("This address has been removed. Choose where the order is to be delivered."))
    key = ordering.cart_key
    cart = Cart(
        supplier_id=customer.supplier_id,
        retailer_id=customer.retailer_id,
        customer_id=customer.pk,
        ship_to_id=key.ship_to_id,
        is_suppliers=key.is_suppliers,
    )
    keys: list[Any] = [uuid7(), cart.supplier_id, cart.retailer_id, cart.customer_id]
    keys += [key.ship_to_id, key.is_suppliers, timezone.now()]
    with connection.cursor() as cursor:
        cursor.execute(_TOUCH, keys)
        cart.pk, cart.version = cursor.fetchone()
    return cart


def _check(offers: Mapping[UUID, Offer], wanted: Mapping[UUID, int], cart: Cart) -> None:
    """Raise LinesRefused unless every line can be taken as asked; less than is in the cart always can."""
    refused = [
        RefusedLine(product, offer.name if offer else str(product), units, reason)
        for product, units in wanted.items()
        if (reason := misfit_of(offer := offers.get(product), units))
    ]
    short = {p: units for p, units in wanted.items() if p in offers and offers[p].is_short_of(units)}
    held = units_in_cart(cart) if short else {}
    refused += [_short(offers[p], units) for p, units in short.items() if units > held.get(p, 0)]
    if refused:
        raise LinesRefused(refused)


def _short(offer: Offer, units: int) -> RefusedLine:
    left = offer.available_units
    reason = _("only %(left)s left") % {"left": left} if left else _("sold out")
    return RefusedLine(offer.id, offer.name, units, reason, left)


def misfit_of(offer: Offer | None, units: int) -> str:
    """Say why this many units cannot be ordered, or nothing."""
    if offer is None:
        return _("not offered to you")
    if units % offer.order_multiple:
        return _("comes in multiples of %(n)s") % {"n": offer.order_multiple}
    if units < offer.minimum_units:
        return _("at least %(n)s at a time") % {"n": offer.minimum_units}
    if units > MAX_UNITS:
        return _("at most %(n)s at a time") % {"n": MAX_UNITS}
    return ""


def put_lines(cart: Cart, offers: Mapping[UUID, Offer], wanted: Mapping[UUID, int]) -> None:
    """Set these quantities in a cart that open_cart returned, in one statement; each product has an offer."""
    values: dict[str, Any] = {
        "supplier": cart.supplier_id,
        "retailer": cart.retailer_id,
        "cart": cart.pk,
        "at": timezone.now(),
        "ids": [uuid7() for product in wanted],
        "products": list(wanted),
        "units": list(wanted.values()),
        "names": [offers[product].name for product in wanted],
        "prices": [offers[product].unit_price for product in wanted],
    }
    with connection.cursor() as cursor:
        cursor.execute(_PUT, values)

"""Many products into a cart at once: what cannot be taken is named, all others go in (SPEC.md O1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from orders.errors import RefusedLine
from orders.queries.assortment import Offer, offers_of
from orders.queries.carts import units_in_cart
from orders.queries.filling import added_up, wanted_of_typed
from orders.services.cart import MAX_UNITS, misfit_of, open_cart, put_lines
from retailers.models import Customer
from wholesale.accounts.models import User
from wholesale.sheets.typed import TypedLine


@dataclass(frozen=True, slots=True)
class PutLine:
    """What went into a cart: how many units on top, and how many are in it now."""

    product_id: UUID
    name: str
    added_units: int
    quantity_units: int


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of products that were to go into a cart. Without a version nothing did."""

    put: list[PutLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    version: int = 0


@dataclass(frozen=True, slots=True)
class RefusedTyped:
    """A line of a quick order that did not go in, and why."""

    line: TypedLine
    reason: str


@dataclass(frozen=True, slots=True)
class QuicklyFilled:
    """What became of a quick order, line by line."""

    filled: Filled
    refused: list[RefusedTyped]


class _NothingFits(Exception):
    def __init__(self, filled: Filled) -> None:
        super().__init__()
        self.filled = filled


def add_to_cart(
    *,
    customer: Customer,
    units_by_product: Mapping[UUID, int],
    by: User,
    names: Mapping[UUID, str] | None = None,
) -> Filled:
    """Put so many units more of these products into a customer's cart; what cannot be taken is left out and named.

    The same number of statements for one product or a hundred. Where nothing can be taken, nothing is written.

    Args:
        names: by which the customer knows products, for those that are gone.
    Locks: the cart.
    Raises: CustomerNotActive; then nothing is written.
    Source: SPEC.md O1, O2.
    """
    try:
        return _added(customer, units_by_product, names or {})
    except _NothingFits as nothing:
        return nothing.filled


def order_quickly(*, customer: Customer, lines: Sequence[TypedLine], by: User) -> QuicklyFilled:
    """Put the lines of a quick order into a customer's cart; the same SKU in two lines adds up.

    A SKU that does not exist and one that is not offered to this customer are told alike.

    Locks: the cart.
    Raises: CustomerNotActive; then nothing is written.
    Source: SPEC.md K5, O1.
    """
    asked, reasons = wanted_of_typed(customer, lines)
    units = {wanted.product_id: wanted.units for wanted in added_up(asked.values())}
    filled = add_to_cart(customer=customer, units_by_product=units, by=by) if units else Filled()
    named = {refused.product_id: refused for refused in filled.refused}
    for line, wanted in asked.items():
        if refused := named.get(wanted.product_id):
            reasons[line] = f"{refused.name}: {refused.reason}"
    told = sorted(reasons.items(), key=lambda pair: pair[0].number)
    return QuicklyFilled(filled, [RefusedTyped(line, reason) for line, reason in told])


@transaction.atomic
def _added(customer: Customer, units_by_product: Mapping[UUID, int], names: Mapping[UUID, str]) -> Filled:
    cart = open_cart(customer)
    held = units_in_cart(cart)
    wanted = {
        product: min(held.get(product, 0) + units, MAX_UNITS + 1)
        for product, units in units_by_product.items()
        if units
    }
    offers = offers_of(customer, wanted) if wanted else {}
    reasons = {p: _reason(offers.get(p), units, held.get(p, 0)) for p, units in wanted.items()}
    refused = [
        RefusedLine(
            p,
            offers[p].name if p in offers else names.get(p, str(p)),
            units_by_product[p],
            reason,
            offers[p].available_units if p in offers else None,
        )
        for p, reason in reasons.items()
        if reason
    ]
    taken = {product: units for product, units in wanted.items() if not reasons[product]}
    if not taken:
        raise _NothingFits(Filled(refused=refused))
    put_lines(cart, offers, taken)
    put = [PutLine(p, offers[p].name, units_by_product[p], units) for p, units in taken.items()]
    return Filled(put, refused, cart.version)


def _reason(offer: Offer | None, units: int, held: int) -> str:
    """Say why a cart that holds so many cannot hold this many, or nothing."""
    if reason := misfit_of(offer, units):
        return reason
    if offer is None or not offer.is_short_of(units):
        return ""
    left = offer.available_units
    if not left:
        return _("sold out")
    if held:
        return _("only %(left)s left, %(held)s of them are in the cart") % {"left": left, "held": held}
    return _("only %(left)s left") % {"left": left}

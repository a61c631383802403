"""A retailer changes an order that it has placed: until the cut-off and before it is confirmed (SPEC.md O3)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from orders.change_errors import ChangeMoved, ElsewhereOrdered, NothingChanged, TaxedElsewhere
from orders.edits import OrderEdit
from orders.enums import Move, OrderSide
from orders.errors import (
    AddressNotFound,
    BelowMinimum,
    CartChanged,
    CustomerNotActive,
    CustomerOnHold,
    DayNotPossible,
    EmptyCart,
    LicenceNotGood,
    LinesNotOffered,
    LinesRefused,
    OrderTooLarge,
    OverCreditLimit,
    PoNumberMissing,
    RefusedLine,
)
from orders.models import Cart, Order, OrderEvent
from orders.queries.addresses import DeliveryAddress, delivery_addresses
from orders.queries.carts import lines_of, units_in_cart
from orders.queries.changed import ChangedOrder
from orders.queries.changing import customer_of_order, lines_of_order, order_with, place_of_order
from orders.services.cart import lock_cart, misfit_of
from orders.services.changing import Said, write_change
from orders.services.cut_off import check_open
from orders.services.progress import take_step
from orders.services.submission import MOST_AMOUNT
from retailers.models import Customer
from retailers.queries import cut_off_passed, delivery_on, next_delivery, plan_of
from wholesale.accounts.models import User
from wholesale.errors import StaleVersion
from wholesale.tenancy.contexts import act_for


@transaction.atomic
def edit_order(*, order: Order, wish: OrderEdit, by: User, version: int | None = None) -> Order:
    """Change an order as its retailer wants; without a line left it is cancelled.

    Runs in the retailer's context; the order came through an access function.

    Args:
        version: what the person looked at; None where nobody looked.
    Locks:  the order, then its stock in key order.
    Emails: the supplier's people and the distributor, after commit.
    Raises: StaleVersion, OrderNotOpen, NothingChanged, and as submit_order for what changes; then nothing is written.
    Source: SPEC.md O3, O4, I10; docs/decisions/0043.
    """
    addresses = delivery_addresses(order.retailer_id) if wish.address_key else []
    with act_for(order.supplier_id, by=by.pk):
        order = _locked(order, version)
        changed = preview(order, customer_of_order(order), wish)
        if changed.is_emptied:
            return take_step(order=order, move=Move.CANCEL, side=OrderSide.RETAILER, by=by)
        if wish.digest not in (None, changed.digest):
            raise ChangeMoved
        said = _apply_terms(changed, wish, addresses, by)
        if not changed.changed and not said.note:
            raise NothingChanged
        return write_change(changed, said)


@transaction.atomic
def add_cart_to_order(*, order: Order, cart: Cart, seen: OrderEdit, submission_key: UUID, by: User) -> Order:
    """Add what is in a cart to an order that is still open, and empty the cart; once per submission key.

    Runs in the retailer's context; order and cart came through access functions.

    Args:
        seen: only its digest counts: of the order with the cart's lines, as it was shown.
    Locks:  the cart, the order, stock in key order.
    Emails: as edit_order.
    Raises: EmptyCart, ElsewhereOrdered, and as edit_order; then nothing is written and the cart stays as it was.
    Source: SPEC.md O3, O5.
    """
    cart = lock_cart(cart)
    with act_for(cart.supplier_id, by=by.pk):
        order = _locked(order, None)
        if order.customer_id != cart.customer_id:
            raise ElsewhereOrdered
        mine = OrderEvent.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
        if mine.filter(submission_key=submission_key).exists():
            return order
        changed = preview(order, customer_of_order(order), with_cart(order, units_in_cart(cart)))
        if not changed.changed:
            raise EmptyCart(_("Nothing is in the cart: perhaps it was submitted in another window."))
        if seen.digest not in (None, changed.digest):
            raise CartChanged(_("The cart or its prices changed meanwhile. Look at it again, then add it."))
        lines_of(cart).delete()
        return write_change(changed, Said(OrderSide.RETAILER, by, submission_key=submission_key))


def with_cart(order: Order, units: Mapping[UUID, int]) -> OrderEdit:
    """Return the wish for an order with a cart's units on top of its own."""
    held = {line.product_id: line.quantity_units for line in lines_of_order(order)}
    return OrderEdit({product: held.get(product, 0) + more for product, more in units.items()})


def preview(order: Order, customer: Customer, wish: OrderEdit) -> ChangedOrder:
    """Return what an order would come to as its retailer wants it, or raise why that cannot be; writes nothing.

    In the retailer's or in the supplier's context. Stock is not asked: what is free may be gone by the time.

    Args:
        customer: of customer_of_order.
    Raises: as edit_order but StaleVersion, NothingChanged and ChangeMoved.
    """
    check_open(order, customer)
    changed = order_with(order, customer, wish.units_by_product)
    if changed.is_emptied or not changed.changed:
        return changed
    if not customer.is_active:
        raise CustomerNotActive(_("This supplier has not activated your account yet."))
    if gone := [x.name for x in changed.changed if x.offer is None and x.units > x.before_units]:
        raise LinesNotOffered(gone)
    misfits = [
        RefusedLine(x.product_id, x.name, x.units, why)
        for x in changed.changed
        if x.units and x.offer and (why := misfit_of(x.offer, x.units))
    ]
    if misfits:
        raise LinesRefused(misfits)
    if changed.total >= MOST_AMOUNT:
        raise OrderTooLarge
    _let_through(changed)
    return changed


def _locked(order: Order, version: int | None) -> Order:
    found = Order.objects.select_for_update(of=("self",)).select_related("supplier", "retailer", "total")
    order = found.get(pk=order.pk)
    if version not in (None, order.version):
        raise StaleVersion(_("Somebody else changed this order since you opened it. Look at it again."))
    return order


def _let_through(changed: ChangedOrder) -> None:
    """Raise if the customer's terms refuse what the change adds; who wants less than before is never refused for it.

    Below the minimum only a change that lowers the goods is refused: what was let through before stays let through.
    """
    allowance, was = changed.allowance, changed.order.total
    if changed.total > was.total:
        if allowance.refuses_hold:
            raise CustomerOnHold(changed.order.supplier_name)
        if allowance.refuses_credit:
            raise OverCreditLimit(allowance.over_credit_limit, changed.currency)
    if allowance.refuses_licence:
        raise LicenceNotGood([line.name for line in changed.unlicensed])
    if changed.goods < was.goods and allowance.refuses_minimum:
        raise BelowMinimum(allowance.missing_to_minimum, changed.currency)


def _apply_terms(changed: ChangedOrder, wish: OrderEdit, addresses: list[DeliveryAddress], by: User) -> Said:
    """Put day, address, PO number and note on the order; return what its timeline says of them."""
    order, words, day_before = changed.order, [], None
    if changed.customer.requires_po_number and wish.po_number is not None and not wish.po_number.strip():
        raise PoNumberMissing
    with override(order.supplier.language):
        if wish.delivery_date not in (None, order.delivery_date):
            day_before = order.delivery_date
            _move_day(order, changed.customer, wish.delivery_date)
            words.append(_said(_("Delivery day"), day_before, order.delivery_date))
        place = _place(order, addresses, wish.address_key)
        if place is not None and place != order.ship_to:
            order.ship_to = place
            words.append(_said(_("Ship to"), "", ", ".join(filter(None, [place["name"], place["street"]]))))
        for name, label in (("po_number", _("PO number")), ("note", _("Note to the supplier"))):
            value, was = getattr(wish, name), getattr(order, name)
            if value is not None and value != was:
                setattr(order, name, value)
                words.append(_said(label, was, value))
    return Said(OrderSide.RETAILER, by, note="\n".join(words), day_before=day_before)


def _said(label: str, before: object, after: object) -> str:
    return f"{label}: {before or '–'} → {after or '–'}"


def _move_day(order: Order, customer: Customer, day: Any) -> None:
    """Take another delivery day that can still be ordered for."""
    plan, now = plan_of(customer), timezone.now()
    found = delivery_on(plan, day, now)
    if found is None:
        raise DayNotPossible(day, passed=cut_off_passed(plan, day, now), following=next_delivery(plan, now))
    order.delivery_date, order.carrier_name = found.day, found.carrier


def _place(order: Order, addresses: list[DeliveryAddress], key: str | None) -> dict[str, str] | None:
    if not key:
        return None
    found = [address for address in addresses if address.key == key]
    if not found:
        raise AddressNotFound(_("Choose where the order is to be delivered."))
    if found[0].place != place_of_order(order):
        raise TaxedElsewhere
    return found[0].snapshot()

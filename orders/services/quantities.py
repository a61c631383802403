"""A supplier changes quantities of an order before it ships, each line with a reason (SPEC.md O9)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from orders.change_errors import NothingChanged, NothingLeft, QuantitiesRefused
from orders.edits import Quantity
from orders.enums import REASONS_OF_STAGE, ChangeReason, LineStage, OrderSide, may_change_quantities
from orders.errors import OrderTooLarge
from orders.models import Order
from orders.queries.changed import ChangedLine, ChangedOrder
from orders.queries.changing import customer_of_order, order_at_its_prices
from orders.services.cart import MAX_UNITS
from orders.services.changing import Said, write_change
from orders.services.submission import MOST_AMOUNT
from wholesale.accounts.models import User
from wholesale.errors import InvalidTransition, NotAllowed, StaleVersion
from wholesale.tenancy.contexts import act_for


@transaction.atomic
def change_quantities(
    *,
    order: Order,
    quantities: Mapping[UUID, Quantity],
    side: OrderSide,
    by: User,
    version: int | None = None,
) -> Order:
    """Say how many units of an order's products are to come: fewer, or more as far as they are there; prices stay.

    The order came through an access function in the context of `side`; the entrance has asked for the role's right. A
    distributor changes what it prepares or ships, by its agreement, and never to more than was ordered.

    Args:
        quantities: by product; products that are left out stay as they are.
        version: what the person looked at; None where nobody looked.
    Locks:  the order, then its stock in key order.
    Emails: the retailer's contact; the distributor, or of a distributor's change the supplier's people.
    Raises: StaleVersion, InvalidTransition, NotAllowed, QuantitiesRefused, NothingChanged, NothingLeft,
        OrderTooLarge, InsufficientStock, TooManyRequests; then nothing is written.
    Source: SPEC.md O9; docs/decisions/0043.
    """
    with act_for(order.supplier_id, by=by.pk):
        rows = Order.objects.select_for_update(of=("self",))
        order = rows.select_related("supplier", "retailer", "total").get(pk=order.pk)
        _check_may(order, side, version)
        units = {product: each.units for product, each in quantities.items()}
        changed = order_at_its_prices(order, customer_of_order(order), units)
        _check(changed, quantities, side)
        reasons = {
            each.product_id: (reason, quantities[each.product_id].note)
            for each in changed.changed
            if (reason := quantities[each.product_id].reason)
        }
        return write_change(changed, Said(side, by, reasons))


def _check_may(order: Order, side: OrderSide, version: int | None) -> None:
    if version not in (None, order.version):
        raise StaleVersion(_("Somebody else changed this order since you opened it. Look at it again."))
    if order.shipped_at or not order.is_open:
        text = _("Order %(number)s is %(status)s; its quantities can be changed only before it ships.")
        raise InvalidTransition(text % {"number": order.label, "status": order.get_status_display().lower()})
    if not may_change_quantities(order.status, side, order.owed_by):
        raise NotAllowed(_("This step of the order belongs to another party."))


def _check(changed: ChangedOrder, quantities: Mapping[UUID, Quantity], side: OrderSide) -> None:
    """Raise unless every line that changes has a reason, and something is left."""
    known = {each.product_id for each in changed.lines}
    wrong = {product: _("not in this order") for product in quantities if product not in known}
    for each in changed.changed:
        if why := _misfit(quantities[each.product_id]) or _too_many(each, side):
            wrong[each.product_id] = why
    if wrong:
        raise QuantitiesRefused(wrong)
    if not changed.changed:
        raise NothingChanged
    if changed.is_emptied:
        raise NothingLeft
    if changed.total >= MOST_AMOUNT:
        raise OrderTooLarge


def _misfit(quantity: Quantity) -> str:
    if not 0 <= quantity.units <= MAX_UNITS:
        return _("at most %(n)s at a time") % {"n": MAX_UNITS}
    if quantity.reason not in REASONS_OF_STAGE[LineStage.CONFIRMED]:
        return _("Say why.")
    if quantity.reason == ChangeReason.OTHER and not quantity.note:
        return _("Say in the note what the reason is.")
    return ""


def _too_many(line: ChangedLine, side: OrderSide) -> str:
    """Say why a side may not let so many come: what the retailer pays for is raised by its supplier alone."""
    ordered = line.line.ordered_units if line.line else 0
    if side == OrderSide.DISTRIBUTOR and line.units > max(line.before_units, ordered):
        return _("Only the supplier may send more than was ordered.")
    return ""

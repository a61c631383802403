"""From a cart to an order: once per key, stock held, a number without gaps (SPEC.md O4, O5, O6, I10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inventory.queries import keepers_of
from inventory.services import Held, Wanted, find_stock, reserve_stock
from orders import emails
from orders.enums import OrderSide, OrderStatus
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
    OrderTooLarge,
    OverCreditLimit,
    PoNumberMissing,
    deposits_moved,
    fee_moved,
    lines_moved,
    price_moved,
    tax_moved,
)
from orders.models import Cart, Order, OrderEvent
from orders.queries.addresses import DeliveryAddress, address_of, delivery_addresses
from orders.queries.carts import customer_behind, lines_of, price_cart
from orders.queries.entering import contact_in_person, contact_of
from orders.queries.links import agreement_of
from orders.queries.places import CartKey, ordering_of
from orders.queries.priced import PricedCart
from orders.services.cart import lock_cart
from orders.services.lines import insert_contents
from orders.services.links import open_first_link
from orders.services.numbers import take_number, take_test_number
from orders.services.turning import give_first_turn
from retailers.models import Customer
from retailers.queries import Delivery, cut_off_passed, delivery_on, next_delivery, plan_of
from retailers.services import record_ordered
from wholesale.accounts.models import User
from wholesale.tenancy.contexts import act_for
from wholesale.tenancy.models import uuid7

MOST_AMOUNT = Decimal(10) ** 11  # what the columns of amounts hold


@dataclass(frozen=True, slots=True)
class Checkout:
    """What a buyer decides beside the products.

    Args:
        address_key: of queries.addresses.delivery_addresses. A retailer's cart has its own, and no other is taken; for
            the supplier's, which has none, empty takes the first.
        cart_version, lines_digest, goods, delivery_fee, deposits, tax: what the buyer was shown; None or empty:
            nothing was (a machine).
    """

    delivery_date: date
    address_key: str = ""
    po_number: str = ""
    note: str = ""
    cart_version: int | None = None
    lines_digest: str | None = None
    goods: Decimal | None = None
    delivery_fee: Decimal | None = None
    deposits: Decimal | None = None
    tax: Decimal | None = None


@transaction.atomic
def submit_order(*, cart: Cart, checkout: Checkout, submission_key: UUID, by: User) -> Order:
    """Place what is in a cart as an order, hold its stock and empty the cart; once per submission key.

    Runs in the context of whoever enters it: the retailer, or for its own cart the supplier, which orders at the
    customer's price and stock, also before that is active or has registered: then nobody owes the order a step, and no
    distributor is told, until it has (services/waiting.py). The cart came through cart_of. A second
    call with the same key returns the first one's order, also while that one is still under way.

    Locks:  the cart, stock in key order, the counter of order numbers.
    Emails: the supplier's people and the distributor; of what the supplier entered, a registered customer's contact.
        After commit.
    Raises: EmptyCart, CartChanged, PricesChanged, CustomerNotActive, LinesNotOffered, DayNotPossible,
        OrderTooLarge, PoNumberMissing, BelowMinimum, CustomerOnHold, OverCreditLimit, LicenceNotGood, AddressNotFound,
        InsufficientStock; then nothing is written and the cart stays as it was.
    Source: SPEC.md C11, C14, O4, O5, O6, O17, O18, I7, I10.
    """
    cart = lock_cart(cart)
    addresses = delivery_addresses(cart.retailer_id)
    with act_for(cart.supplier_id, by=by.pk):
        placed = _placed_before(cart, submission_key)
        if placed:
            return placed
        address = _address(cart, addresses, checkout.address_key)
        priced = _checked(cart, checkout, address)
        delivery = _delivery(priced.customer, checkout.delivery_date)
        order = _new_order(priced, checkout, address, submission_key, by)
        order.contact_name, order.contact_email, order.contact_language = (
            contact_of(priced.customer) if cart.is_suppliers else contact_in_person(by)
        )
        order.carrier_name = delivery.carrier
        customer = record_ordered(customer=priced.customer, at=order.submitted_at, by=by)
        if customer.is_registered:
            give_first_turn(order, order.submitted_at)
        lines_of(cart).delete()
        # From here on others who want the same products wait.
        held = _hold(order, priced, by)
        take = take_test_number if order.is_test else take_number
        order.number = take(order.supplier_id)
        _write(order, priced, held, by)
        agreement = None if order.waits_for_registration else agreement_of(order)
        link = open_first_link(order=order, agreement=agreement, units=_going_along(priced, held))
        emails.queue_order_received(order, priced, held, agreement=agreement, link=link)
        if cart.is_suppliers and customer.is_registered:
            emails.queue_order_entered(order, by=by)
    return order


def _placed_before(cart: Cart, submission_key: UUID) -> Order | None:
    """Find the order of an earlier call. The cart is locked, so a twin under way has ended by now."""
    mine = Order.objects.filter(supplier_id=cart.supplier_id, retailer_id=cart.retailer_id)
    keyed = mine.filter(submission_key=submission_key)
    # Nearly always there is none: the companies and amounts are asked for only when there is.
    return keyed.select_related("supplier", "total").get() if keyed.exists() else None


def _checked(cart: Cart, checkout: Checkout, address: DeliveryAddress) -> PricedCart:
    """Return the cart at today's prices, or raise if it is not what the buyer saw or cannot be ordered."""
    customer = customer_behind(cart)
    if not customer.is_active:
        raise CustomerNotActive(_("This supplier has not activated your account yet."))
    priced = price_cart(cart, customer, place=address.place)
    if not priced.lines:
        raise EmptyCart(_("Nothing is in the cart: perhaps it was submitted in another window."))
    if checkout.cart_version not in (None, cart.version):
        raise CartChanged(_("The cart was changed in another window. Look at it again, then submit."))
    if priced.gone:
        raise LinesNotOffered([line.name for line in priced.gone])
    if priced.total >= MOST_AMOUNT:
        raise OrderTooLarge
    if customer.requires_po_number and not checkout.po_number.strip():
        raise PoNumberMissing
    _compare(priced, checkout)
    _let_through(priced)
    return priced


def _compare(priced: PricedCart, checkout: Checkout) -> None:
    """Raise if it costs something else than the buyer was shown."""
    if checkout.goods not in (None, priced.goods):
        raise price_moved(checkout.goods, priced.goods)
    if checkout.delivery_fee not in (None, priced.delivery_fee):
        raise fee_moved(checkout.delivery_fee, priced.delivery_fee)
    if checkout.deposits not in (None, priced.deposits):
        raise deposits_moved(checkout.deposits, priced.deposits)
    if checkout.tax not in (None, priced.tax):
        raise tax_moved(checkout.tax, priced.tax)
    if (checkout.lines_digest or priced.lines_digest) != priced.lines_digest:
        raise lines_moved()


def _let_through(priced: PricedCart) -> None:
    """Raise if the customer's terms refuse the order. The cart is locked: no other order of its passes meanwhile."""
    allowance = priced.allowance
    if allowance.refuses_hold:
        raise CustomerOnHold(priced.customer.supplier.name)
    if allowance.refuses_credit:
        raise OverCreditLimit(allowance.over_credit_limit, priced.currency)
    if allowance.refuses_licence:
        raise LicenceNotGood([line.name for line in priced.unlicensed])
    if allowance.refuses_minimum:
        raise BelowMinimum(allowance.missing_to_minimum, priced.currency)


def _delivery(customer: Customer, day: date) -> Delivery:
    """Return the delivery of the day that was chosen, if it can be ordered for at this moment."""
    plan, now = plan_of(customer), timezone.now()
    found = delivery_on(plan, day, now)
    if found is None:
        passed = cut_off_passed(plan, day, now)
        raise DayNotPossible(day, passed=passed, following=next_delivery(plan, now))
    return found


def _address(cart: Cart, addresses: list[DeliveryAddress], key: str) -> DeliveryAddress:
    """Return where a cart is for, or where the supplier has its own delivered to."""
    own = CartKey(cart.ship_to_id).key
    if cart.is_suppliers:
        found = address_of(addresses, key or addresses[0].key) if addresses else None
    else:
        found = address_of(addresses, own) if key in ("", own) else None
    if found is None:
        raise AddressNotFound(_("Choose where the order is to be delivered."))
    return found


def _going_along(priced: PricedCart, held: Mapping[UUID, Held]) -> list[tuple[UUID, str, int]]:
    """Return product, name and units of each line without what waits for stock."""
    return [
        (line.product_id, line.name, line.quantity_units - held[line.product_id].backordered_units)
        for line in priced.lines
    ]


def _hold(order: Order, priced: PricedCart, by: User) -> dict[UUID, Held]:
    """Hold the order's stock and return where each product lies; a test only looks (SPEC.md C17)."""
    keepers = keepers_of(priced.customer)
    offers = ((line, line.offer) for line in priced.lines if line.offer)
    wanted = {
        line.product_id: Wanted(line.quantity_units, allows_backorder=offer.allows_backorder)
        for line, offer in offers
    }
    if order.is_test:
        held = find_stock(supplier_id=order.supplier_id, keepers=keepers, wanted=wanted)
    else:
        held = reserve_stock(
            supplier_id=order.supplier_id,
            keepers=keepers,
            holder_id=order.pk,
            revision=order.version,
            wanted=wanted,
            by=by,
        )
    order.has_handover = any(each.own_units for each in held.values())
    order.has_backorder = any(each.backordered_units for each in held.values())
    return held


def _new_order(
    priced: PricedCart, checkout: Checkout, address: DeliveryAddress, submission_key: UUID, by: User
) -> Order:
    customer, now = priced.customer, timezone.now()
    distributor = None if customer.is_test else customer.distributor
    return Order(
        pk=uuid7(),
        supplier=customer.supplier,
        retailer=customer.retailer,
        distributor=distributor,
        customer=customer,
        is_test=customer.is_test,
        status=OrderStatus.SUBMITTED,
        submission_key=submission_key,
        submitted_at=now,
        delivery_date=checkout.delivery_date,
        supplier_name=customer.supplier.name,
        retailer_name=customer.retailer.name,
        distributor_name=distributor.name if distributor else "",
        ship_to=address.snapshot(),
        po_number=checkout.po_number,
        note=checkout.note,
        placed_by_id=by.pk,
        line_count=len(priced.lines),
    )


def _write(order: Order, priced: PricedCart, held: dict[UUID, Held], by: User) -> None:
    """Write the rows that carry the number: the order, its lines, amounts and first event."""
    order.save(force_insert=True)
    insert_contents(order, priced, held)
    OrderEvent.objects.create(
        supplier_id=order.supplier_id,
        retailer_id=order.retailer_id,
        distributor_id=order.distributor_id,
        order_id=order.pk,
        sequence=order.version,
        kind=OrderStatus.SUBMITTED,
        status_after=OrderStatus.SUBMITTED,
        by_id=by.pk,
        by_name=by.name,
        by_side=OrderSide.SUPPLIER
        if ordering_of(priced.customer).cart_key.is_suppliers
        else OrderSide.RETAILER,
        note=order.note,
        at=order.submitted_at,
    )

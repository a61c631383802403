"""An order that follows another: what the first could not ship, at the price it was ordered for (SPEC.md I10, O6)."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext, override

from orders import emails
from orders.enums import OrderStatus
from orders.errors import NoFurtherDay
from orders.models import Order, OrderEvent, OrderLine, OrderLineAmount, OrderTax, OrderTotal
from orders.services.links import tell_external
from orders.services.numbers import take_number, take_test_number
from orders.services.turning import give_first_turn
from orders.totals import (
    Taxed,
    deposit_amount,
    goods_total,
    line_amount,
    order_total,
    rates_from,
    tax_total,
    taxes_of,
)
from retailers.models import Customer
from retailers.queries import Delivery, next_delivery_of
from wholesale.accounts.models import User
from wholesale.tenancy.models import uuid7

_COPIED = (
    "supplier", "retailer", "customer", "supplier_name", "retailer_name", "ship_to", "contact_name", "contact_email",
    "contact_language", "po_number", "note", "placed_by_id", "is_test",
)  # fmt: skip
_TERMS = (
    "currency",
    "payment_terms",
    "payment_terms_days",
    "is_tax_exempt",
    "tax_certificate",
    "includes_tax",
)
_OF_TAX = ("name", "rate_percent", "number", "base", "amount")


def follow_up(order: Order, waiting: Sequence[OrderLine], by: User) -> Order:
    """Place what waits on an order's lines as an order of its own, for the customer's next possible delivery day.

    All of it waits there too, at the prices, deposits and taxes of the first; the delivery was charged with that one.

    Args:
        waiting: lines with their amounts.
    Locks:  the counter of order numbers; the caller holds order and stock.
    Emails: the supplier's people and the distributor; the retailer reads of it in the first one's mail.
    Raises: NoFurtherDay; then nothing is written.
    """
    customer = Customer.objects.select_related("distributor").get(
        supplier=order.supplier_id, pk=order.customer_id
    )
    delivery = next_delivery_of(customer)
    if delivery is None:
        raise NoFurtherDay
    follow = _new_order(order, customer, delivery, len(waiting))
    take = take_test_number if order.is_test else take_number
    follow.number = take(order.supplier_id)
    follow.save(force_insert=True)
    _write_contents(follow, order, waiting)
    with override(follow.supplier.language):
        note = gettext("Follows order %(number)s, which could not ship this.") % {"number": order.label}
    event = OrderEvent.objects.create(
        supplier_id=follow.supplier_id,
        order_id=follow.pk,
        sequence=follow.version,
        kind=OrderStatus.SUBMITTED,
        status_after=OrderStatus.SUBMITTED,
        by_id=by.pk,
        by_name=by.name,
        note=note,
        at=follow.submitted_at,
    )
    emails.queue_order_follows(follow, order, event)
    tell_external(order=follow)
    return follow


def _new_order(order: Order, customer: Customer, delivery: Delivery, line_count: int) -> Order:
    now = timezone.now()
    distributor = None if order.is_test else customer.distributor
    follow = Order(
        pk=uuid7(),
        **{name: getattr(order, name) for name in _COPIED},
        distributor=distributor,
        distributor_name=distributor.name if distributor else "",
        carrier_name=delivery.carrier,
        delivery_date=delivery.day,
        status=OrderStatus.SUBMITTED,
        submission_key=uuid7(),
        submitted_at=now,
        line_count=line_count,
        follows_id=order.pk,
        has_backorder=True,
    )
    give_first_turn(follow, now)
    return follow


def _write_contents(follow: Order, order: Order, waiting: Sequence[OrderLine]) -> None:
    """Write lines, amounts, taxes and total, in a statement each."""
    first = OrderTotal.objects.get(supplier_id=order.supplier_id, order_id=order.pk)
    keys = {"supplier_id": follow.supplier_id}
    pairs = [(_line(follow, place, line), line) for place, line in enumerate(waiting, 1)]
    amounts = [_amount(line, old, first.currency) for line, old in pairs]
    taxed = [Taxed(rates_from(each.taxes), each.amount) for each in amounts]
    taxes = taxes_of(taxed, first.currency, included=first.includes_tax)
    deposits = [
        deposit_amount(deposit=each.deposit, quantity_units=line.quantity_units, currency=first.currency)
        for (line, _old), each in zip(pairs, amounts, strict=True)
    ]
    goods = goods_total((each.amount for each in amounts), first.currency)
    deposited = goods_total(deposits, first.currency)
    OrderLine.objects.bulk_create(line for line, _old in pairs)
    OrderLineAmount.objects.bulk_create(amounts)
    OrderTax.objects.bulk_create(
        OrderTax(order_id=follow.pk, **{name: getattr(tax, name) for name in _OF_TAX}, **keys)
        for tax in taxes
    )
    follow.total = OrderTotal.objects.create(
        order_id=follow.pk,
        goods=goods,
        deposits=deposited,
        tax=tax_total(taxes),
        total=order_total(
            goods=goods,
            delivery=Decimal(0),
            deposits=deposited,
            taxes=taxes,
            included=first.includes_tax,
        ),
        **{name: getattr(first, name) for name in _TERMS},
        **keys,
    )


def _line(follow: Order, place: int, line: OrderLine) -> OrderLine:
    return OrderLine(
        supplier_id=follow.supplier_id,
        order_id=follow.pk,
        position=place,
        product_id=line.product_id,
        sku=line.sku,
        name=line.name,
        pack=line.pack,
        ordered_units=line.backordered_units,
        quantity_units=line.backordered_units,
        backordered_units=line.backordered_units,
    )


def _amount(line: OrderLine, old: OrderLine, currency: str) -> OrderLineAmount:
    was = old.amount
    amount = line_amount(unit_price=was.unit_price, quantity_units=line.quantity_units, currency=currency)
    return OrderLineAmount(
        supplier_id=line.supplier_id,
        line_id=line.pk,
        unit_price=was.unit_price,
        amount=amount,
        deposit=was.deposit,
        taxes=was.taxes,
    )

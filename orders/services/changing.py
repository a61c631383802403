"""Writing a change of an order: its stock, lines, amounts, history and mails, whoever changes it (SPEC.md O3, O9).

One mechanism for the retailer's edit, an addition from its cart and the supplier's quantities. The caller holds the
lock of the order, runs in the supplier's context and has checked everything but the stock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from orders import emails
from orders.enums import CHANGED, ChangeReason, LineStage, OrderSide
from orders.limits import count_change
from orders.models import Order, OrderEvent, OrderLine, OrderLineAmount, OrderLineChange, OrderTax
from orders.queries.changed import ChangedLine, ChangedOrder
from orders.services.links import tell_external
from orders.services.rebooking import rebook
from wholesale.accounts.models import User
from wholesale.tenancy.models import uuid7

_LINE = (
    "ordered_units", "quantity_units", "warehouse", "handover_warehouse", "handover_units", "backordered_units",
)  # fmt: skip
_AMOUNT = ("unit_price", "amount", "deposit", "taxes")
_ORDER = (
    "version", "line_count", "has_handover", "has_backorder", "delivery_date", "carrier_name", "ship_to", "po_number",
    "note",
)  # fmt: skip
_SUMS = ("goods", "delivery_fee", "deposits", "tax", "total")
_AGAINST = ("missing_to_minimum", "over_credit_limit")


@dataclass(frozen=True, slots=True)
class Said:
    """Who changes an order, and what is said of it.

    Args:
        reasons: by product, why, with a note; a retailer gives none.
        note: what the timeline says besides the lines, in the supplier's language.
        day_before: the delivery day until now, where it becomes another one.
        submission_key: of an addition, so that it happens once.
    """

    side: OrderSide
    by: User
    reasons: Mapping[UUID, tuple[ChangeReason, str]] = field(default_factory=dict)
    note: str = ""
    day_before: date | None = None
    submission_key: UUID | None = None


def write_change(changed: ChangedOrder, said: Said) -> Order:
    """Make an order what it would be: as many statements for one line as for a hundred.

    What the caller has set on the order itself (day, address, PO number, note) is stored with it.

    Locks:  its stock in key order: of what changes; of all it holds once lots may have been picked.
    Emails: the retailer's contact, the supplier's people, the distributor: whoever did not change it.
    Raises: InsufficientStock, TooManyRequests; then nothing is written.
    """
    order = changed.order
    count_change(order.pk, said.side)
    order.version += 1
    rows = {each.product_id: each.line or _new_line(order, each) for each in changed.lines}
    rebook(changed, rows, said.by)
    for each in changed.changed:
        line = rows[each.product_id]
        line.quantity_units = each.units
        if said.side == OrderSide.RETAILER:
            line.ordered_units = each.units
    _write_lines(changed, rows)
    _write_sums(changed, said.side)
    _write_order(order, rows)
    event = _record(order, said)
    history = [_change(event, rows[each.product_id], each, said) for each in changed.changed]
    OrderLineChange.objects.bulk_create(history)
    emails.queue_order_edited(changed, event, history, day_before=said.day_before)
    tell_external(order=order)
    return order


def _new_line(order: Order, each: ChangedLine) -> OrderLine:
    return OrderLine(
        pk=uuid7(),
        supplier_id=order.supplier_id,
        order_id=order.pk,
        product_id=each.product_id,
        sku=each.sku,
        name=each.name,
        pack=each.pack,
        ordered_units=each.units,
        quantity_units=each.units,
    )


def _write_lines(changed: ChangedOrder, rows: Mapping[UUID, OrderLine]) -> None:
    """Write the lines that change with what they cost, and new ones after the last."""
    old = [each for each in changed.changed if each.line]
    new = [each for each in changed.changed if each.line is None]
    last = max((each.line.position for each in changed.lines if each.line), default=0)
    for place, each in enumerate(new, last + 1):
        rows[each.product_id].position = place
    OrderLine.objects.bulk_update([rows[each.product_id] for each in old], _LINE)
    OrderLine.objects.bulk_create([rows[each.product_id] for each in new])
    OrderLineAmount.objects.bulk_update(
        [_priced(each, each.line.amount) for each in old if each.line], _AMOUNT
    )
    fresh = [
        _priced(
            each, OrderLineAmount(supplier_id=changed.order.supplier_id, line_id=rows[each.product_id].pk)
        )
        for each in new
    ]
    OrderLineAmount.objects.bulk_create(fresh)


def _priced(each: ChangedLine, amount: OrderLineAmount) -> OrderLineAmount:
    amount.unit_price, amount.amount = each.unit_price, each.amount
    amount.deposit, amount.taxes = each.unit_deposit, each.taxes
    return amount


def _write_sums(changed: ChangedOrder, side: OrderSide) -> None:
    """Write what the order comes to; against what warning it stands is asked anew where its retailer changes it."""
    if not changed.changed:
        return
    total, names = changed.order.total, list(_SUMS)
    for name in _SUMS:
        setattr(total, name, getattr(changed, name))
    if side == OrderSide.RETAILER:
        names += [*_AGAINST, "was_on_hold"]
        for name in _AGAINST:
            setattr(total, name, getattr(changed.allowance, name))
        total.was_on_hold = changed.allowance.is_on_hold
    total.save(update_fields=names)
    _write_taxes(changed)


def _write_taxes(changed: ChangedOrder) -> None:
    """Write each tax; one that is charged on nothing any more stays, with nothing: no role removes taxes."""
    order = changed.order
    found = OrderTax.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
    stored = {(tax.name, tax.rate_percent): tax for tax in found}
    for tax in stored.values():
        tax.base = tax.amount = changed.tax * 0
    fresh = []
    for each in changed.taxes:
        row = stored.get((each.name, each.rate_percent))
        if row is None:
            row = OrderTax(supplier_id=order.supplier_id, order_id=order.pk, name=each.name)
            row.rate_percent = each.rate_percent
            fresh.append(row)
        row.base, row.amount, row.number = each.base, each.amount, each.number
    OrderTax.objects.bulk_update(stored.values(), ["base", "amount", "number"])
    OrderTax.objects.bulk_create(fresh)


def _write_order(order: Order, rows: Mapping[UUID, OrderLine]) -> None:
    lines = rows.values()
    order.line_count = sum(1 for line in lines if line.ordered_units or line.quantity_units)
    order.has_handover = any(line.handover_units for line in lines)
    order.has_backorder = any(line.backordered_units for line in lines)
    order.save(update_fields=_ORDER)


def _record(order: Order, said: Said) -> OrderEvent:
    return OrderEvent.objects.create(
        supplier_id=order.supplier_id,
        retailer_id=order.retailer_id,
        distributor_id=order.distributor_id,
        order_id=order.pk,
        sequence=order.version,
        kind=CHANGED,
        status_before=order.status,
        status_after=order.status,
        by_id=said.by.pk,
        by_name=said.by.name,
        by_side=said.side,
        note=said.note[:500],
        submission_key=said.submission_key,
    )


def _change(event: OrderEvent, line: OrderLine, each: ChangedLine, said: Said) -> OrderLineChange:
    reason, note = said.reasons.get(each.product_id, ("", ""))
    return OrderLineChange(
        supplier_id=event.supplier_id,
        order_id=event.order_id,
        line=line,
        sequence=event.sequence,
        stage=LineStage.ORDERED if said.side == OrderSide.RETAILER else LineStage.CONFIRMED,
        before_units=each.before_units,
        after_units=each.units,
        reason=reason,
        note=note,
        by_id=event.by_id,
        by_name=event.by_name,
        by_side=event.by_side,
        at=event.at,
    )

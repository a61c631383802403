"""What happened at a customer's door, said by whoever delivers from its account (SPEC.md O9, O14).

One report is the proof, as by the link of a distributor without account; the order moves with it. All is written in the
supplier's context; the order came through an access function in the context of the side that acts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from inventory.services import return_stock
from orders import emails
from orders.at_door import AtDoor, allows_quantities, comes_back, short_lines
from orders.enums import LineStage, Move, OrderSide
from orders.limits import count_change
from orders.models import DelivererReport, Order, OrderEvent, OrderLine, OrderLineChange, ReportPhoto
from orders.queries.links import agreement_of
from orders.queries.reports import offered_days
from orders.reported import note_of
from orders.route_errors import DayNotOffered, DoorQuantitiesNotGranted
from orders.services.links import tell_external
from orders.services.progress import row_for, take_step
from orders.services.redating import redate
from orders.services.reporting import KEPT_SIZES, Said
from wholesale.accounts.models import User
from wholesale.files.pictures import Photo, drawn_photo
from wholesale.organizations.enums import Switch
from wholesale.tenancy.contexts import act_for

FAILED_DELIVERY = "failed_delivery"  # kind of an event


@dataclass(frozen=True, slots=True)
class Visit:
    """Who was at the door, for which side; `version` of the order is what was looked at, `key` that of the form."""

    side: OrderSide
    by: User
    key: UUID
    version: int | None = None


@transaction.atomic
def hand_over(*, order: Order, said: Said, lines: Mapping[UUID, AtDoor], visit: Visit) -> Order:
    """Deliver an order, or part of it, with who received it, a note and a photo.

    What was delivered less has a reason; by that it comes back to the stock that it left, or is lost (`comes_back`).
    A second call with the same key changes nothing.

    Args:
        lines: by line, what was handed over; lines left out were handed over whole.
    Locks:  the order, then its stock in key order.
    Emails: as take_step, with what was delivered less and why.
    Raises: PictureRefused, StaleVersion, InvalidTransition, NotAllowed, DoorRefused (a count or a reason),
        DoorQuantitiesNotGranted; then nothing is written.
    Source: SPEC.md O9, O14; docs/decisions/0046.
    """
    photo = drawn_photo(said.photo) if said.photo else None
    with act_for(order.supplier_id, by=visit.by.pk):
        order = _locked(order)
        if _was_said(order, said, visit):
            return order
        row_for(order, Move.DELIVER, visit.side, visit.version)
        short = short_lines(_lines_of(order), lines)
        if short and not may_change_quantities(order, visit.side):
            raise DoorQuantitiesNotGranted
        _shorten(order, short, visit)
        report = _report(order, said, photo, visit)
        return take_step(order=order, move=Move.DELIVER, side=visit.side, by=visit.by, note=note_of(report))


@transaction.atomic
def postpone_delivery(*, order: Order, said: Said, day: date, visit: Visit) -> Order:
    """Say that a delivery failed, why, and on which day it is tried again; its goods stay with whoever delivers.

    A second call with the same key changes nothing.

    Args:
        day: of offered_days.
    Locks:  the order.
    Emails: the retailer's contact; the supplier, where a distributor was at the door.
    Raises: PictureRefused, StaleVersion, InvalidTransition, NotAllowed, DayNotOffered; then nothing is written.
    Source: SPEC.md O14; docs/decisions/0046.
    """
    photo = drawn_photo(said.photo) if said.photo else None
    with act_for(order.supplier_id, by=visit.by.pk):
        order = _locked(order)
        if _was_said(order, said, visit):
            return order
        row_for(order, Move.FAIL, visit.side, visit.version)
        if day not in {each.day for each in offered_days(order)}:
            raise DayNotOffered(day)
        count_change(order.pk, visit.side)
        report, before = _report(order, said, photo, visit), order.delivery_date
        redate(order, day)
        event = _failed(order, report, visit)
        emails.queue_delivery_failed(order, event, report, before=before)
        tell_external(order=order)
    return order


@transaction.atomic
def bring_back(*, order: Order, said: Said, visit: Visit) -> Order:
    """Take a whole order back from the door: its goods return to the stock that they left, the order ends.

    Locks, Emails: as take_step. A second call with the same key changes nothing.
    Raises: PictureRefused, StaleVersion, InvalidTransition, NotAllowed; then nothing is written.
    """
    photo = drawn_photo(said.photo) if said.photo else None
    with act_for(order.supplier_id, by=visit.by.pk):
        order = _locked(order)
        if _was_said(order, said, visit):
            return order
        row_for(order, Move.RETURN, visit.side, visit.version)
        report = _report(order, said, photo, visit)
        return take_step(order=order, move=Move.RETURN, side=visit.side, by=visit.by, note=note_of(report))


@transaction.atomic
def days_at_door(*, order: Order, by: User) -> tuple[list[date], bool]:
    """Return the days on which a failed delivery can be tried again, and whether quantities may be changed there.

    Read in the supplier's context, for a distributor knows neither the customer's schedule nor the agreement's grants.
    """
    with act_for(order.supplier_id, by=by.pk):
        stored = Order.objects.get(pk=order.pk)
        side = OrderSide.DISTRIBUTOR if stored.distributor_id else OrderSide.SUPPLIER
        return [each.day for each in offered_days(stored)], may_change_quantities(stored, side)


def may_change_quantities(order: Order, side: OrderSide) -> bool:
    """Tell whether a side may deliver less than was shipped: a distributor where its supplier grants it."""
    if side == OrderSide.SUPPLIER:
        return True
    agreement = agreement_of(order)
    return allows_quantities(agreement.granted_since(Switch.DOOR_QUANTITIES) if agreement else None)


def _locked(order: Order) -> Order:
    return Order.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=order.pk)


def _lines_of(order: Order) -> list[OrderLine]:
    mine = OrderLine.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
    return list(mine.order_by("position"))


def _was_said(order: Order, said: Said, visit: Visit) -> bool:
    """Tell whether this was sent before: a double click, a retry after a lost answer. Not another word by the same
    form, gone back to: that is of an order which has changed since.
    """
    mine = DelivererReport.objects.filter(supplier_id=order.supplier_id, order_id=order.pk)
    return mine.filter(submission_key=visit.key, kind=said.kind).exists()


def _shorten(order: Order, short: list[tuple[OrderLine, AtDoor]], visit: Visit) -> None:
    """Write down what was handed over of these lines and why not all, and put back into stock what comes back."""
    if not short:
        return
    for line, found in short:
        line.delivered_units = found.delivered_units
    OrderLine.objects.bulk_update([line for line, _found in short], ["delivered_units"])
    OrderLineChange.objects.bulk_create(
        OrderLineChange(
            supplier_id=order.supplier_id,
            order_id=order.pk,
            line=line,
            sequence=order.version + 1,  # of the delivery, which follows
            stage=LineStage.DELIVERED,
            before_units=line.shipped_units or 0,
            after_units=found.delivered_units,
            reason=found.reason,
            note=found.note,
            by=visit.by,
            by_name=visit.by.name,
            by_side=visit.side,
        )
        for line, found in short
    )
    back = {
        line.product_id: (line.shipped_units or 0) - found.delivered_units
        for line, found in short
        if comes_back(found)
    }
    if back and not order.is_test:
        return_stock(
            supplier_id=order.supplier_id,
            holder_id=order.pk,
            revision=order.version + 1,
            units_by_product=back,
            by=visit.by,
        )


def _report(order: Order, said: Said, photo: Photo | None, visit: Visit) -> DelivererReport:
    report = DelivererReport.objects.create(
        supplier_id=order.supplier_id,
        order_id=order.pk,
        by=visit.by,
        by_name=visit.by.name,
        kind=said.kind,
        problem=said.problem,
        received_by=said.received_by,
        note=said.note,
        photo_digest=photo.digest if photo else "",
        submission_key=visit.key,
        at=timezone.now(),
    )
    if photo:
        keys = {"supplier_id": order.supplier_id, "order_id": order.pk, "report": report}
        ReportPhoto.objects.bulk_create(
            ReportPhoto(size=size, content=photo.files[size], **keys) for size in KEPT_SIZES
        )
    return report


def _failed(order: Order, report: DelivererReport, visit: Visit) -> OrderEvent:
    return OrderEvent.objects.create(
        supplier_id=order.supplier_id,
        order_id=order.pk,
        sequence=order.version,
        kind=FAILED_DELIVERY,
        status_before=order.status,
        status_after=order.status,
        by_id=visit.by.pk,
        by_name=visit.by.name,
        by_side=visit.side,
        note=f"{note_of(report)} → {order.delivery_date.isoformat()}"[:500],
    )

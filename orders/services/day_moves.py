"""A whole day moved to another: snow, a holiday (SPEC.md O14).

In the context of whoever delivers; what is asked of schedules and written to orders, in each supplier's.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from orders import emails
from orders.enums import OPEN_STATUSES, SIDE_OF_HAT
from orders.limits import count_day_move
from orders.models import Order, OrderEvent
from orders.moved_days import Moving
from orders.queries.delivering import orders_to_deliver
from orders.queries.routes import on_routes, with_routes
from orders.queries.stops import today_of_company
from orders.route_errors import DayMoved, DayPassed, DayTooFar, NothingToMove
from orders.services.links import tell_external
from orders.services.redating import redate
from retailers.queries import plans_of
from wholesale.accounts.models import User
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import Party, Step
from wholesale.organizations.queries import responsibilities
from wholesale.tenancy.contexts import act_for

DAY_MOVED = "day_moved"  # kind of an event
MOST_MOVED = 500
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Mover:
    """One order of the day; `hindrance` says why it cannot move, `warning` what is unusual although it can."""

    order: Any
    hindrance: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What moving a day would do; `digest` names exactly these orders as they stand.

    `is_cut` says that more stand on the day than are moved at once: MOST_MOVED.
    """

    movers: list[Mover]
    digest: str
    is_cut: bool = False

    @property
    def moving(self) -> list[Mover]:
        """Return those that can move."""
        return [each for each in self.movers if not each.hindrance]

    @property
    def staying(self) -> list[Mover]:
        """Return those that cannot."""
        return [each for each in self.movers if each.hindrance]


@transaction.atomic
def preview_day(*, acting: Acting, moving: Moving) -> Preview:
    """Return which orders of a day would move and which cannot, and why; three statements for each supplier.

    Raises: DayPassed, DayTooFar.
    """
    today = today_of_company(acting)
    if moving.new_day == moving.day or moving.new_day < today:
        raise DayPassed
    if moving.new_day > today + FARTHEST:
        raise DayTooFar
    there = _orders(acting, moving)
    found = there[:MOST_MOVED]
    by_supplier: dict[UUID, list[Any]] = defaultdict(list)
    for order in found:
        by_supplier[order.supplier_id].append(order)
    judged: dict[UUID, Mover] = {}
    for supplier_id, orders in by_supplier.items():
        with act_for(supplier_id, by=acting.user.pk):
            plans = plans_of({order.customer_id for order in orders})
            delivers = {
                order.distributor_id: responsibilities(supplier_id, order.distributor_id)[Step.DELIVER][0]
                for order in {each.distributor_id: each for each in orders}.values()
            }
        for order in orders:
            owner = delivers[order.distributor_id]
            judged[order.pk] = _judged(order, plans[order.customer_id], moving, owner, acting)
    movers = [judged[order.pk] for order in found]
    return Preview(movers, _digest(movers, moving), is_cut=len(there) > MOST_MOVED)


@transaction.atomic
def move_day(*, acting: Acting, moving: Moving, digest: str | None) -> int:
    """Put every order of a day that can move on another one, all of them or none; return how many.

    Safe twice: the second time nothing stands on the day any more.

    Args:
        digest: of the preview that the person saw; None where nobody looked.
    Locks:  the orders, in key order.
    Emails: each order's retailer; where a distributor moves it each supplier once, with all of its orders.
    Raises: TooManyRequests, DayPassed, DayTooFar, DayMoved where the day is no longer as it was seen, NothingToMove;
        then nothing is written.
    """
    preview = preview_day(acting=acting, moving=moving)
    if digest not in (None, preview.digest):
        raise DayMoved
    if not preview.moving:
        raise NothingToMove
    count_day_move(acting.organization.pk)
    by_supplier: dict[UUID, list[UUID]] = defaultdict(list)
    versions = {each.order.pk: each.order.version for each in preview.moving}
    for each in preview.moving:
        by_supplier[each.order.supplier_id].append(each.order.pk)
    for supplier_id in sorted(by_supplier):
        with act_for(supplier_id, by=acting.user.pk):
            _move(by_supplier[supplier_id], versions, acting, moving)
    return len(preview.moving)


def _move(keys: list[UUID], versions: dict[UUID, int], acting: Acting, moving: Moving) -> None:
    rows = Order.objects.select_for_update(of=("self",)).select_related("supplier", "retailer")
    orders = list(rows.filter(pk__in=keys).order_by("pk"))
    if any(order.version != versions[order.pk] for order in orders):
        raise DayMoved
    side = SIDE_OF_HAT[acting.side]
    for order in orders:
        redate(order, moving.new_day)
        event = _event(order, moving, side, acting.user)
        emails.queue_day_moved(order, event, before=moving.day, reason=moving.reason)
        tell_external(order=order)
    if orders and orders[0].distributor_id:
        emails.queue_day_moved_for_supplier(
            orders, before=moving.day, reason=moving.reason, who=acting.organization.name
        )


def _orders(acting: Acting, moving: Moving) -> list[Any]:
    there = orders_to_deliver(acting).filter(delivery_date=moving.day, status__in=sorted(OPEN_STATUSES))
    narrowed = on_routes(with_routes(there, acting.organization), list(moving.routes))
    return list(narrowed.order_by("retailer_name", "pk")[: MOST_MOVED + 1])


def _judged(order: Any, plan: Any, moving: Moving, owner: Party, acting: Acting) -> Mover:
    """Return whether an order can move: whoever owes its delivery moves it, and its supplier must be open."""
    if owner.value != SIDE_OF_HAT[acting.side].value:
        return Mover(order, hindrance=_("The agreement gives its delivery to the other side."))
    if not plan.calendar.is_open(moving.new_day):
        why = plan.calendar.closed_days.get(moving.new_day, "")
        text = _("%(supplier)s is closed on that day.") % {"supplier": order.supplier_name}
        return Mover(order, hindrance=f"{text} {why}".strip())
    if plan.is_set and not any(line.delivers_on(moving.new_day) for line in plan.running):
        return Mover(order, warning=_("Not one of this customer’s delivery days."))
    return Mover(order)


def _digest(movers: list[Mover], moving: Moving) -> str:
    rows = "".join(f"{each.order.pk}:{each.order.version}:{bool(each.hindrance)};" for each in movers)
    return sha256(f"{moving.day}>{moving.new_day}>{rows}".encode()).hexdigest()[:32]


def _event(order: Order, moving: Moving, side: str, by: User) -> OrderEvent:
    return OrderEvent.objects.create(
        supplier_id=order.supplier_id,
        order_id=order.pk,
        sequence=order.version,
        kind=DAY_MOVED,
        status_before=order.status,
        status_after=order.status,
        by_id=by.pk,
        by_name=by.name,
        by_side=side,
        note=f"{moving.reason} ({moving.day.isoformat()} → {moving.new_day.isoformat()})"[:500],
    )

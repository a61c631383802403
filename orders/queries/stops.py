"""A distributor's day: its stops in order, how far it is, and what lies in the van (SPEC.md O14)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, Subquery, Sum
from django.utils import timezone

from orders.enums import Move, OrderSide, OrderStatus
from orders.models import Order, OrderLine
from orders.queries.delivering import listed_orders_of_distributor
from orders.queries.details import moves_for, next_move
from wholesale.organizations.access import Acting

# A day of one distributor's vans is a page; what is beyond it is reached through the list.
MOST_STOPS = 200
_ON_THE_WAY = (OrderStatus.CONFIRMED, OrderStatus.PREPARING, OrderStatus.SHIPPED)


@dataclass(frozen=True, slots=True)
class Stop:
    """One order of the day, with the step that the reader may take now."""

    order: Order
    units: int
    move: Move | None
    is_next: bool

    @property
    def is_done(self) -> bool:
        """Tell whether it was handed over."""
        return self.order.status == OrderStatus.DELIVERED

    @property
    def address(self) -> str:
        """Return where it goes, on one line."""
        place = self.order.ship_to
        return ", ".join(filter(None, [place.get("street"), place.get("city")]))


Date = date  # in Day the field's name hides the type's


@dataclass(frozen=True)
class Day:
    """The stops of one day; on today's page also the late ones of days before."""

    date: Date
    today: Date
    stops: list[Stop]

    @property
    def is_today(self) -> bool:
        """Tell whether it is this day."""
        return self.date == self.today

    @property
    def before(self) -> Date:
        """Return the day before."""
        return self.date - timedelta(days=1)

    @property
    def after(self) -> Date:
        """Return the day after."""
        return self.date + timedelta(days=1)

    @cached_property
    def done(self) -> int:
        """Return how many stops are done."""
        return sum(stop.is_done for stop in self.stops)

    @cached_property
    def by_supplier(self) -> list[dict[str, Any]]:
        """Return for each supplier how many orders and units still lie in the van or wait for it."""
        found: dict[str, dict[str, Any]] = {}
        for stop in self.stops:
            if not stop.is_done:
                row = found.setdefault(stop.order.supplier_name, {"orders": 0, "units": 0})
                row["orders"] += 1
                row["units"] += stop.units
        return [{"name": name, **row} for name, row in sorted(found.items())]


def day_of(acting: Acting, asked: str | None) -> Day:
    """Return a distributor's day, today's where none or nonsense is asked for; one statement."""
    today = timezone.localdate(timezone=ZoneInfo(acting.organization.time_zone))
    shown = _date(asked) or today
    wanted = Q(delivery_date=shown, status__in=(*_ON_THE_WAY, OrderStatus.DELIVERED))
    if shown == today:
        wanted |= Q(delivery_date__lt=today, status__in=_ON_THE_WAY)
    # For each stop by its key: joined and grouped, the lines of all orders would be read.
    lines = OrderLine.objects.filter(supplier=OuterRef("supplier"), order=OuterRef("pk")).order_by()
    orders = (
        listed_orders_of_distributor(acting.organization)
        .filter(wanted)
        .annotate(units=Subquery(lines.values("order_id").values(units=Sum("quantity_units"))))
        .order_by("delivery_date", "id")[:MOST_STOPS]
    )
    return Day(shown, today, _stops(list(orders), acting))


def _stops(orders: list[Any], acting: Acting) -> list[Stop]:
    waiting = next((order.pk for order in orders if order.status != OrderStatus.DELIVERED), None)
    return [Stop(order, order.units or 0, _move(order, acting), order.pk == waiting) for order in orders]


def _move(order: Order, acting: Acting) -> Move | None:
    """Return the step that waits, if it is this side's and this person's."""
    return next_move(order, moves_for(order, OrderSide.DISTRIBUTOR, acting))


def _date(text: str | None) -> date | None:
    """Return the day that an address names, if there is a day before and after it."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if date.min < day < date.max else None

"""A day of whoever delivers: its stops round by round, how far it is, and what lies in the van (SPEC.md O14)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from orders.enums import SIDE_OF_HAT, Move, OrderStatus
from orders.models import OrderLine
from orders.queries.delivering import cash_to_collect, may_know_cash, orders_to_deliver
from orders.queries.details import moves_for, next_move
from orders.queries.routes import DRIVEN, on_routes, with_routes
from wholesale.organizations.access import Acting

# A day of one company's vans is a page; what is beyond it is reached through the list.
MOST_STOPS = 200
ON_THE_WAY = (OrderStatus.CONFIRMED, OrderStatus.PREPARING, OrderStatus.SHIPPED)
SHOWN = (*ON_THE_WAY, OrderStatus.DELIVERED, OrderStatus.RETURNED)
Date = date  # in Day the field's name hides the type's


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a day is asked for; what is empty narrows nothing.

    Args:
        routes: ids as text, NO_ROUTE for what is on none.
        suppliers: their words in addresses.
    """

    day: Date
    routes: Sequence[str] = ()
    suppliers: Sequence[str] = ()
    statuses: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """One order of the day, with the step that the reader may take now; `cash` is (currency, amount) or None."""

    order: Any
    units: int
    move: Move | None
    is_next: bool
    number: int
    cash: tuple[str, Decimal] | None = None

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left to do there."""
        return self.order.status not in ON_THE_WAY

    @property
    def is_at_the_door(self) -> bool:
        """Tell whether the reader may say now what happened at the door."""
        return self.move == Move.DELIVER

    @property
    def name(self) -> str:
        """Return whose door it is, as the reader calls it."""
        return str(getattr(self.order, "customer_name", "") or self.order.retailer_name)

    @property
    def address(self) -> str:
        """Return where it goes, on one line."""
        place = self.order.ship_to
        return ", ".join(filter(None, [place.get("street"), place.get("city")]))

    @property
    def map_query(self) -> str:
        """Return what a map is asked for."""
        place = self.order.ship_to
        parts = ("street", "postal_code", "city", "region", "country")
        return ", ".join(filter(None, (str(place.get(part) or "") for part in parts)))


@dataclass(frozen=True, slots=True)
class Round:
    """The stops of one route on the day, in their order; without an id what is on none."""

    route_id: UUID | None
    name: str
    stops: list[Stop]

    @property
    def done(self) -> int:
        """Return how many stops are done."""
        return sum(stop.is_done for stop in self.stops)


@dataclass(frozen=True)
class Day:
    """The stops of one day by rounds; on today's page also the late ones of days before."""

    date: Date
    today: Date
    rounds: list[Round]
    is_cut: bool = field(default=False)

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
    def stops(self) -> list[Stop]:
        """Return all stops, as they are driven."""
        return [stop for each in self.rounds for stop in each.stops]

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


def today_of_company(acting: Acting) -> date:
    """Return this day, where whoever acts is."""
    return timezone.localdate(timezone=ZoneInfo(acting.organization.time_zone))


def day_asked(acting: Acting, text: str | None) -> date:
    """Return the day that an address names, today's where none or nonsense is asked for."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return today_of_company(acting)
    return day if date.min < day < date.max else today_of_company(acting)


def orders_of_day(acting: Acting, wanted: Wanted) -> QuerySet[Any]:
    """Return the orders of a day with their rounds and `units`, as they are driven; today's also with late ones."""
    of_day = Q(delivery_date=wanted.day, status__in=SHOWN)
    if wanted.day == today_of_company(acting):
        of_day |= Q(delivery_date__lt=wanted.day, status__in=ON_THE_WAY)
    # For each stop by its key: joined and grouped, the lines of all orders would be read.
    lines = OrderLine.objects.filter(supplier=OuterRef("supplier"), order=OuterRef("pk")).order_by()
    going = Coalesce("shipped_units", F("quantity_units") - F("backordered_units"))
    orders = with_routes(orders_to_deliver(acting).filter(of_day), acting.organization)
    orders = on_routes(orders, list(wanted.routes))
    if wanted.suppliers:
        orders = orders.filter(supplier__slug__in=wanted.suppliers)
    if wanted.statuses:
        orders = orders.filter(status__in=wanted.statuses)
    units = lines.values("order_id").values(units=Sum(going))
    driven: QuerySet[Any] = orders.annotate(units=Subquery(units)).order_by(*DRIVEN)
    return driven


def day_of(acting: Acting, wanted: Wanted) -> Day:
    """Return a day of whoever acts; three statements, however many stops: orders, their suppliers, cash to collect."""
    orders = list(orders_of_day(acting, wanted)[: MOST_STOPS + 1])
    shown, cash = orders[:MOST_STOPS], {}
    if shown and may_know_cash(acting):
        cash = cash_to_collect(order.pk for order in shown)
    rounds = [
        Round(key[0], key[1] or "", _stops(list(found), acting, cash))
        for key, found in groupby(shown, key=lambda order: (order.route_id, order.route_name))
    ]
    return Day(wanted.day, today_of_company(acting), rounds, is_cut=len(orders) > MOST_STOPS)


def suppliers_of_day(acting: Acting, day: date) -> list[tuple[str, str]]:
    """Return word and name of the suppliers whose orders stand on a day, to narrow it by."""
    orders = orders_of_day(acting, Wanted(day)).order_by()
    found = orders.values_list("supplier__slug", "supplier_name").distinct()
    return sorted(dict(found).items(), key=lambda pair: pair[1])


def _stops(orders: list[Any], acting: Acting, cash: dict[UUID, tuple[str, Decimal]]) -> list[Stop]:
    waiting = next((order.pk for order in orders if order.status in ON_THE_WAY), None)
    return [
        Stop(order, order.units or 0, _move(order, acting), order.pk == waiting, number, cash.get(order.pk))
        for number, order in enumerate(orders, 1)
    ]


def _move(order: Any, acting: Acting) -> Move | None:
    """Return the step that waits, if it is this side's and this person's."""
    return next_move(order, moves_for(order, SIDE_OF_HAT[acting.side], acting))

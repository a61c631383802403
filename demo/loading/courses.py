"""How an order goes: when it comes to which state, and what is said when something goes wrong."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from catalogs.models import Product
from demo import cast
from demo.loading.clients import Client
from demo.loading.world import World
from orders.enums import OrderStatus as Status

Reached = list[tuple[Status, datetime]]
PlannedLine = tuple[Product, int, Decimal | None]  # with a price where it is not today's

# How an order goes when nothing goes wrong, and the words for when something does.
COURSE = (Status.SUBMITTED, Status.CONFIRMED, Status.PREPARING, Status.SHIPPED, Status.DELIVERED)
TROUBLE = {
    Status.DECLINED: ("Sold out before we could set it aside.", "We do not deliver to you that week."),
    Status.CANCELLED: ("Ordered twice by mistake.", "Private party called off."),
    Status.RETURNED: ("Nobody there to take it, back to the warehouse.", "Wrong beer on the pallet."),
}
NOTES = (*[""] * 6, "Ring at the side door.", "Before 11:00, please.", "The cold ones first, please.")


@dataclass(slots=True)
class Planned:
    """An order as it will be written: when what happened to it, and what is on it."""

    client: Client
    distributor: cast.Distributor | None
    submitted_at: datetime
    delivery_date: date
    reached: Reached
    lines: list[PlannedLine]
    note: str = ""
    remark: str = ""

    @property
    def status(self) -> Status:
        """Return the state it is in."""
        return self.reached[-1][0]

    def when(self, *statuses: Status) -> datetime | None:
        """Return when it first came to one of these states."""
        return next((at for status, at in self.reached if status in statuses), None)


def length_of_year(world: World) -> int:
    """Return over how many days the orders go back."""
    return 365 if world.share == 1 else 75


def course_of(world: World, zone: ZoneInfo, submitted_at: datetime, ship_on: date) -> Reached:
    """Return when an order comes to each state if all goes well, be it in days to come."""
    rng = world.rng
    confirmed_at = submitted_at + timedelta(minutes=rng.randint(12, 400))
    shipped_at = max(at(ship_on, 7, rng.randint(0, 55), zone), confirmed_at + timedelta(hours=3))
    prepared_at = max(confirmed_at + timedelta(hours=1), shipped_at - timedelta(hours=rng.randint(15, 18)))
    delivered_at = shipped_at + timedelta(minutes=rng.randint(120, 560))
    times = (submitted_at, confirmed_at, prepared_at, shipped_at, delivered_at)
    return list(zip(COURSE, times, strict=True))


def gone(course: Reached, wrong: Status | None) -> Reached:
    """Return the course with what went wrong in the place of what would have come then."""
    if wrong in (Status.DECLINED, Status.CANCELLED):
        return [course[0], (wrong, course[1][1])]
    return [*course[:4], (wrong, course[4][1])] if wrong else course


def order_of(
    world: World, client: Client, delivery_date: date, course: Reached, lines: list[PlannedLine]
) -> Planned:
    """Return the order as far as its course has come by now."""
    reached = [(status, moment) for status, moment in course if moment < world.now]
    remark = world.rng.choice(TROUBLE.get(reached[-1][0], ("",)))
    note = world.rng.choice(NOTES)
    return Planned(client, client.distributor, reached[0][1], delivery_date, reached, lines, note, remark)


def at(on: date, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    """Return a moment by the clock of a time zone."""
    return datetime.combine(on, time(hour, minute), tzinfo=zone)

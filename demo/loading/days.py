"""Sets when each brewery delivers: to all, to a group, to one customer; and a day on which it is closed."""

from datetime import date, time, timedelta

from demo import cast
from demo.loading.catalogs import GROUP
from demo.loading.clients import Client
from demo.loading.world import World, acting_for
from retailers.delivery_days import CalendarDetails, LineDetails, NamedDay
from retailers.enums import Carrier
from retailers.models import CustomerGroup
from retailers.queries import Level
from retailers.services import set_calendar, set_schedule
from wholesale.accounts.models import User

MON, TUE, WED, THU, FRI = range(5)
NOON = time(12)


def set_days(world: World, supplier: cast.Supplier, clients: list[Client]) -> None:
    """Deliver on Tuesdays, Thursdays and Fridays; to a group every other Wednesday too; to one by another carrier."""
    company, by = world.companies[supplier.slug], world.person(supplier.slug, "procurement")
    monday = world.now.date() - timedelta(days=world.now.weekday() + 28)
    usual = [_line(monday, TUE, MON), _line(monday, THU, WED), _line(monday, FRI, THU)]
    with acting_for(world, supplier):
        _set(Level(company), usual, by)
        group = CustomerGroup.objects.filter(supplier=company, name=GROUP).first()
        if group:
            _set(Level(company, group=group), [*usual, _line(monday, WED, TUE, every_weeks=2)], by)
        remote = _line(monday, THU, TUE, carrier=Carrier.NAMED, carrier_name="Harbour Freight")
        _set(Level(company, customer=clients[1].row), [remote], by)
        closed = NamedDay(monday + timedelta(weeks=6, days=THU), "Stocktaking")
        set_calendar(supplier=company, details=CalendarDetails(days=(closed,)), version=0, by=by)


def _line(monday: date, weekday: int, deadline: int, **more: object) -> LineDetails:
    return LineDetails(
        starts_on=monday + timedelta(days=weekday),
        deadline_weekday=deadline,
        deadline_time=NOON,
        **more,  # type: ignore[arg-type]
    )


def _set(level: Level, lines: list[LineDetails], by: User) -> None:
    set_schedule(level=level, lines=lines, version=0, by=by)

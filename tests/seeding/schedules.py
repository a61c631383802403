"""Delivery days."""

from datetime import date, time, timedelta

from retailers.models import CalendarDay, DeliveryCalendar, Schedule, ScheduleLine
from tests.seeding.gathering import Seeding, new
from tests.world import TRADE


def delivery_days(world: Seeding, supplier: str) -> None:
    """Write when a supplier delivers: but for Sundays every day, to its last customer by lines of its own."""
    org = world.orgs[supplier]
    new(DeliveryCalendar, supplier=org, keeps_holidays=False)
    new(CalendarDay, supplier=org, day=date(2020, 1, 2), name="Stocktaking")
    retailer = [buyer for seller, buyer in TRADE if seller == supplier][-1]
    schedule = new(Schedule, supplier=org, customer=world.customers[supplier, retailer], version=1)
    for weekday in range(7):
        new(
            ScheduleLine,
            supplier=org,
            schedule=schedule,
            starts_on=date(2024, 1, 1) + timedelta(days=weekday),
            deadline_weekday=(weekday - 1) % 7,
            deadline_time=time(23, 59, 59),
        )

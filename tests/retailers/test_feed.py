"""Delivery days in a retailer's own calendar (SPEC.md C15)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from retailers import services
from retailers.delivery_days import LineDetails
from retailers.queries import Level
from tests.world import World
from wholesale.tenancy.testing import acting_as

PAGE = "/rita/buying/setup/calendar/"


@pytest.fixture
def rita(world: World) -> Client:
    return world.client("rita")


def address_of(rita: Client) -> str:
    return str(rita.get(PAGE).context["address"]).replace("http://testserver", "")


def tuesdays(world: World) -> date:
    """Let alder deliver on Tuesdays, ordered until Monday noon; return the first that can be ordered for."""
    line = LineDetails(starts_on=date(2026, 1, 6), deadline_weekday=0, deadline_time=time(12))
    with acting_as(world.context("alder")):
        services.set_schedule(
            level=Level(world.orgs["alder"]), lines=[line], version=0, by=world.users["alder"]
        )
    now = timezone.now()
    day = now.date() + timedelta(days=(1 - now.weekday()) % 7)
    return day if now < datetime.combine(day - timedelta(days=1), time(12), UTC) else day + timedelta(7)


def test_a_calendar_program_reads_deliveries_and_deadlines_without_signing_in(world, rita):
    first = tuesdays(world)
    rita.post(f"{PAGE}removal/")
    rita.post(f"{PAGE}address/")

    answer = Client().get(address_of(rita))

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    events = [each for each in calendar.walk("VEVENT") if "Alder" in str(each["summary"])]
    days = [each.decoded("dtstart") for each in events if str(each["uid"]).startswith("delivery-")]
    cut_offs = [each.decoded("dtstart") for each in events if str(each["uid"]).startswith("deadline-")]
    assert days == [first + timedelta(weeks=week) for week in range(len(days))]
    assert len(days) >= 8
    assert [each.date() for each in cut_offs] == [day - timedelta(days=1) for day in days]
    assert {each.time() for each in cut_offs} == {time(12)}
    assert all(each.walk("VALARM") for each in events if str(each["uid"]).startswith("deadline-"))
    # Of a supplier without days of service the next one only.
    birch = [each for each in calendar.walk("VEVENT") if "Birch" in str(each["summary"])]
    assert len(birch) == 2


def test_an_address_dies_when_it_is_replaced_or_switched_off(world, rita):
    rita.post(f"{PAGE}address/")
    old = address_of(rita)
    rita.post(f"{PAGE}address/")
    new = address_of(rita)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)

    rita.post(f"{PAGE}removal/")
    assert Client().get(new).status_code == 404
    assert address_of(rita) == ""


@pytest.mark.parametrize(
    "secret", ["x", "0193503b6a1c7d3e9a552f6f0c6f7a10", "a.b", "0193503b6a1c7d3e9a552f6f0c6f7a10.x"]
)
def test_a_guessed_address_opens_nothing(db, secret):
    assert Client().get(f"/calendar/{secret}/deliveries.ics").status_code == 404


def test_each_file_is_read_in_the_same_few_statements(world, rita, django_assert_num_queries):
    rita.post(f"{PAGE}address/")
    address = address_of(rita)

    with django_assert_num_queries(5):
        Client().get(address)

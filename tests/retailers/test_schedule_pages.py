"""Delivery days on pages: set, changed, switched off, deleted, inherited, replaced; closed days and holidays."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from retailers.models import CalendarDay, DeliveryCalendar, ScheduleLine
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import AgreementStatus, MemberRole
from wholesale.organizations.models import Agreement, Membership
from wholesale.tenancy.testing import as_owner

SETUP = "/alder/selling/setup/schedule/"
TYPED = {
    "starts_on": "2026-11-24",
    "every_weeks": "1",
    "deadline_weekday": "0",
    "deadline_time": "12:00",
    "carrier": "assigned",
    "is_on": "on",
    "version": "0",
}


@pytest.fixture
def alder(world: World) -> Client:
    return world.client("alder")


def place(world: World, level: str) -> str:
    """Return where delivery days of a level are set."""
    customer, group = world.customers["alder", "rita"], world.groups["alder"]
    of = {"customer": f"retailers/{customer.pk}/schedule/", "group": f"retailers/groups/{group.pk}/schedule/"}
    return f"/alder/selling/{of[level]}" if level in of else SETUP


def lines(world: World) -> list[Any]:
    with as_owner():
        own = ScheduleLine.objects.filter(supplier=world.orgs["alder"]).exclude(starts_on__year=2024)
        return list(own.order_by("starts_on"))


@pytest.mark.parametrize("level", ["customer", "group", "default"])
def test_a_day_is_added_changed_switched_off_and_deleted_at_each_level(world, alder, level):
    at = place(world, level)

    added = alder.post(f"{at}lines/new/", TYPED)
    assert (added.status_code, added.headers["Location"]) == (302, at)
    (line,) = lines(world)
    page = " ".join(alder.get(at).content.decode().split())
    assert "Tuesday" in page
    assert "Monday 12:00" in page

    changed = TYPED | {"version": "1", "every_weeks": "2", "carrier": "named", "carrier_name": "Two Wheels"}
    assert alder.post(f"{at}lines/{line.pk}/", changed).status_code == 302
    (line,) = lines(world)
    assert (line.every_weeks, line.carrier_name) == (2, "Two Wheels")

    alder.post(f"{at}lines/{line.pk}/switch/", {"version": "2"})
    assert [each.is_on for each in lines(world)] == [False]
    alder.post(f"{at}lines/{line.pk}/removal/", {"version": "3"})
    assert lines(world) == []
    with as_owner():
        entries = AuditEntry.objects.filter(verb="schedule_changed").order_by("at")
        told = [(entry.before["delivery_days"], entry.after["delivery_days"]) for entry in entries]
    assert [bool(after) for _before, after in told] == [True, True, True, False]
    assert "Two Wheels" in told[1][1]


def test_a_second_editor_is_told_and_keeps_what_was_typed(world, alder):
    alder.post(f"{SETUP}lines/new/", TYPED)

    late = alder.post(f"{SETUP}lines/new/", TYPED | {"every_weeks": "7"})

    page = late.content.decode()
    assert late.status_code == 422
    assert "Somebody else changed these delivery days" in page
    assert 'value="7"' in page
    assert len(lines(world)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"every_weeks": "53"},
        {"every_weeks": "0"},
        {"starts_on": "soon"},
        {"deadline_weekday": "7"},
        {"deadline_time": "25:00"},
        {"carrier": "named"},
        {"carrier": "distributor"},
        {"carrier": "distributor", "distributor": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10"},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, alder, wrong):
    answer = alder.post(f"{SETUP}lines/new/", TYPED | wrong)

    assert answer.status_code == 422
    assert lines(world) == []


@pytest.mark.parametrize("level", ["customer", "group", "default"])
@pytest.mark.parametrize("verb", ["lines/{line}/switch/", "lines/{line}/removal/", "own/removal/"])
def test_a_button_of_an_older_page_tells_and_changes_nothing(world, alder, level, verb):
    at = place(world, level)
    alder.post(f"{at}lines/new/", TYPED)
    (line,) = lines(world)
    friday = TYPED | {"version": "1", "starts_on": "2026-11-27", "deadline_weekday": "3"}
    alder.post(f"{at}lines/new/", friday)
    before = [(each.pk, each.is_on) for each in lines(world)]

    late = alder.post(f"{at}{verb.format(line=line.pk)}", {"version": "1"})

    page = late.content.decode()
    assert late.status_code == 412
    assert "Somebody else changed these delivery days" in page
    assert "Friday" in page
    assert [(each.pk, each.is_on) for each in lines(world)] == before
    shown = alder.get(at).content.decode()
    assert shown.count('name="version" value="2"') >= 3


@pytest.mark.parametrize("level", ["customer", "group", "default"])
def test_a_button_for_a_day_that_somebody_deleted_meanwhile_tells(world, alder, level):
    at = place(world, level)
    alder.post(f"{at}lines/new/", TYPED)
    (line,) = lines(world)
    alder.post(f"{at}lines/{line.pk}/removal/", {"version": "1"})

    assert alder.post(f"{at}lines/{line.pk}/switch/", {"version": "1"}).status_code == 412
    assert alder.post(f"{at}lines/{line.pk}/switch/", {"version": "2"}).status_code == 404
    assert alder.post(f"{at}lines/{line.pk}/switch/").status_code == 404


def test_an_own_schedule_is_not_begun_over_one_that_was_set_meanwhile(world, alder):
    at = place(world, "customer")
    alder.post(f"{SETUP}lines/new/", TYPED)
    alder.post(f"{at}lines/new/", TYPED | {"every_weeks": "3"})

    late = alder.post(f"{at}own/", {"version": "0"})

    assert late.status_code == 412
    assert sorted(each.every_weeks for each in lines(world)) == [1, 3]


def test_a_calendar_changed_meanwhile_is_not_changed_by_an_older_page(world, alder):
    new_year = f"{timezone.now().date().year + 1}-01-01"
    typed = {"closed_weekdays": ["6"], "keeps_holidays": "on", "holiday_region": "", "version": "0"}
    alder.post(f"{SETUP}calendar/", typed)

    for way in ("opening", "removal"):
        late = alder.post(f"{SETUP}days/{new_year}/{way}/", {"version": "0"})
        assert late.status_code == 412
        assert "Somebody else changed these delivery days" in late.content.decode()

    with as_owner():
        assert not CalendarDay.objects.filter(supplier=world.orgs["alder"], day=new_year).exists()


@pytest.mark.parametrize("count", [1, 30])
def test_a_customers_overview_names_the_next_delivery_in_the_same_few_statements(
    world, alder, count, django_assert_num_queries
):
    at = place(world, "customer")
    for number in range(count):
        start = date(2026, 11, 24) + timedelta(days=number)
        alder.post(f"{at}lines/new/", TYPED | {"version": str(number), "starts_on": start.isoformat()})

    with django_assert_num_queries(16):
        page = alder.get(at.removesuffix("schedule/"))

    assert page.context["delivery"] is not None
    assert "order until" in page.content.decode()


def test_a_customer_without_any_day_is_said_to_have_none(world, alder):
    at = place(world, "customer")
    alder.post(f"{at}lines/new/", TYPED)
    (line,) = lines(world)
    alder.post(f"{at}lines/{line.pk}/switch/", {"version": "1"})

    assert "There is no delivery day." in alder.get(at.removesuffix("schedule/")).content.decode()


def test_a_customer_takes_the_default_until_it_has_its_own_and_again(world, alder):
    at = place(world, "customer")
    alder.post(f"{SETUP}lines/new/", TYPED)
    assert "your default" in alder.get(at).content.decode()

    alder.post(f"{at}own/", {"version": "0"})
    assert "set for this customer" in alder.get(at).content.decode()
    assert len(lines(world)) == 2

    alder.post(f"{at}own/removal/", {"version": "1"})
    assert "your default" in alder.get(at).content.decode()
    assert len(lines(world)) == 1


def test_closed_days_and_holidays(world, alder):
    holiday = date(timezone.now().date().year + 1, 1, 1)
    day = timezone.now().date() + timedelta(days=30)
    typed = {"closed_weekdays": ["5", "6"], "keeps_holidays": "on", "holiday_region": "OR", "version": "0"}

    assert alder.post(f"{SETUP}calendar/", typed).status_code == 302
    closed = {"day": day.isoformat(), "name": "Harvest feast", "version": "1"}
    assert alder.post(f"{SETUP}days/", closed).status_code == 302
    assert alder.post(f"{SETUP}days/{holiday.isoformat()}/opening/", {"version": "2"}).status_code == 302

    page = alder.get(SETUP).content.decode()
    assert "Harvest feast" in page
    assert "we deliver" in page
    with as_owner():
        calendar = DeliveryCalendar.objects.get(supplier=world.orgs["alder"])
        kept = set(CalendarDay.objects.filter(supplier=world.orgs["alder"]).values_list("day", "is_open"))
    assert calendar.closed_weekdays == [5, 6]
    assert {(day, False), (holiday, True)} <= kept

    alder.post(f"{SETUP}days/{day.isoformat()}/removal/", {"version": "3"})
    assert "Harvest feast" not in alder.get(SETUP).content.decode()
    late = alder.post(f"{SETUP}days/", closed)
    assert late.status_code == 412


def test_what_a_button_cannot_do_is_said(world, alder):
    carried = TYPED | {"carrier": "distributor", "distributor": str(world.orgs["dawn"].pk)}
    assert alder.post(f"{SETUP}lines/new/", carried).status_code == 302
    with as_owner():
        CalendarDay.objects.bulk_create(
            CalendarDay(supplier=world.orgs["alder"], day=date(2030, 1, 1) + timedelta(days=n))
            for n in range(400)
        )
        Agreement.objects.filter(supplier=world.orgs["alder"], distributor=world.orgs["dawn"]).update(
            status=AgreementStatus.ENDED, ended_at=timezone.now()
        )

    copied = alder.post(f"{place(world, 'customer')}own/", {"version": "0"}, follow=True).content.decode()
    opened = alder.post(f"{SETUP}days/2029-12-25/opening/", {"version": "0"}, follow=True).content.decode()

    assert "There is no active agreement with it." in copied
    assert "At most 400 days." in opened
    assert len(lines(world)) == 1


def test_a_sales_representative_changes_nothing_for_all(world, alder):
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.SALES)

    assert alder.get(SETUP).status_code == 200
    assert alder.post(f"{SETUP}lines/new/", TYPED).status_code == 403
    assert lines(world) == []


@pytest.mark.parametrize("count", [1, 30])
def test_a_customers_tab_takes_the_same_few_statements(world, alder, count, django_assert_num_queries):
    at = place(world, "customer")
    for number in range(count):
        start = date(2026, 11, 24) + timedelta(days=number)
        alder.post(f"{at}lines/new/", TYPED | {"version": str(number), "starts_on": start.isoformat()})

    with django_assert_num_queries(11):
        page = alder.get(at)

    assert len(page.context["rows"]) == count

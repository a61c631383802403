"""Delivery days and their cut-offs, as the pure module says them."""

from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retailers.schedule import (
    HORIZON_DAYS,
    Calendar,
    Delivery,
    Line,
    Plan,
    Skip,
    cut_off_passed,
    deliveries,
    delivery_on,
    next_delivery,
    skipped,
)

MON, TUE, WED, THU, SUN = 0, 1, 2, 3, 6
NOON = time(12)
ZONES = [
    "America/Montreal", "America/New_York", "Europe/Paris", "Asia/Kathmandu", "Australia/Lord_Howe",
    "America/Havana", "Asia/Beirut", "America/St_Johns", "Pacific/Kiritimati", "UTC",
]  # fmt: skip

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
lines = st.builds(
    Line,
    starts_on=days,
    deadline_weekday=st.integers(0, 6),
    deadline_time=st.times().map(lambda at: at.replace(microsecond=0)),
    every_weeks=st.integers(1, 52),
    is_on=st.booleans(),
    carrier=st.sampled_from(["van", "dawn"]),
)
calendars = st.builds(
    Calendar,
    closed_weekdays=st.frozensets(st.integers(0, 6), max_size=3),
    closed_days=st.dictionaries(days, st.just("Closed"), max_size=60),
)
plans = st.builds(
    Plan,
    lines=st.lists(lines, max_size=6).map(tuple),
    calendar=calendars,
    time_zone=st.sampled_from(ZONES),
)
moments = st.integers(0, 3 * 365 * 86_400).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def next_day(plan: Plan, moment: datetime) -> date | None:
    found = next_delivery(plan, moment)
    return found.day if found else None


def weekly(day: date, weekday: int = MON, at: time = NOON, **more: object) -> Line:
    return Line(day, weekday, at, **more)  # type: ignore[arg-type]


@given(plans, moments)
def test_every_offered_day_can_be_ordered_for_and_no_other(plan, moment):
    offered = {each.day: each for each in deliveries(plan, moment)}

    today = plan.today(moment)
    for ahead in range(-3, HORIZON_DAYS + 4):
        day = today + timedelta(days=ahead)
        assert delivery_on(plan, day, moment) == offered.get(day)
    assert list(offered) == sorted(offered)


@given(plans, moments)
def test_the_offer_is_what_a_walk_through_the_days_would_find(plan, moment):
    """Say the rule again, day by day and line by line."""
    zone, found = ZoneInfo(plan.time_zone), []
    for ahead in range(HORIZON_DAYS + 1):
        day = plan.today(moment) + timedelta(days=ahead)
        if day.weekday() in plan.calendar.closed_weekdays or day in plan.calendar.closed_days:
            continue
        if not plan.lines and ahead > 0:
            found.append(day)
        for line in plan.lines:
            since = (day - line.starts_on).days
            meets = line.is_on and since >= 0 and since % (7 * line.every_weeks) == 0
            deadline = day
            while deadline.weekday() != line.deadline_weekday:
                deadline -= timedelta(days=1)
            local = datetime.combine(deadline, line.deadline_time)
            readings = (local.replace(tzinfo=zone, fold=fold).timestamp() for fold in (0, 1))
            if meets and moment.timestamp() < max(readings):
                found.append(day)
                break

    assert [each.day for each in deliveries(plan, moment)] == found


@given(plans, moments)
def test_a_day_is_offered_until_its_cut_off_to_the_second(plan, moment):
    for each in deliveries(plan, moment)[:5]:
        just_before = each.cut_off - timedelta(seconds=1)
        if plan.today(just_before) >= each.day - timedelta(days=HORIZON_DAYS):
            assert delivery_on(plan, each.day, just_before) == each
        assert delivery_on(plan, each.day, each.cut_off) is None
        assert cut_off_passed(plan, each.day, each.cut_off) == each.cut_off
        assert cut_off_passed(plan, each.day, just_before) is None


@given(plans, moments, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_with_time_no_day_within_reach_comes_back(plan, moment, passed):
    now, later = (deliveries(plan, at) for at in (moment, moment + passed))

    reached = plan.today(moment) + timedelta(days=HORIZON_DAYS)
    assert {each.day for each in later if each.day <= reached} <= {each.day for each in now}
    first, then = next_delivery(plan, moment), next_delivery(plan, moment + passed)
    assert first is None or then is None or first.day <= then.day


@given(st.lists(lines, min_size=1, max_size=4), calendars, moments)
def test_every_day_is_whole_periods_after_a_start_and_never_closed(some, calendar, moment):
    plan = Plan(tuple(some), calendar)
    for each in deliveries(plan, moment):
        assert any(
            line.is_on and (each.day - line.starts_on).days in range(0, 2000, 7 * line.every_weeks)
            for line in some
        )
        assert calendar.is_open(each.day)


@given(plans, days)
def test_what_is_skipped_and_what_is_offered_are_all_days_there_would_be(plan, first):
    last = first + timedelta(days=60)
    moment = datetime.combine(first - timedelta(days=9), time(), UTC)
    open_always = Plan(plan.lines, Calendar(), plan.time_zone)

    would_be = {each.day for each in deliveries(open_always, moment) if first <= each.day <= last}
    offered = {each.day for each in deliveries(plan, moment) if first <= each.day <= last}
    told = {each.day for each in skipped(plan, first, last)}
    never = set() if plan.lines else {d for d in would_be if d.weekday() in plan.calendar.closed_weekdays}

    assert offered | told | never == would_be
    assert not offered & told


@pytest.mark.parametrize(
    ("zone", "deadline", "at", "expected"),
    [
        # 2026-03-08 02:30 is no time in New York: the clock goes from 02:00 to 03:00.
        ("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08T07:30:00+00:00"),
        # 2026-11-01 01:30 is twice there: at -04:00, then at -05:00.
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T06:30:00+00:00"),
        ("America/New_York", date(2026, 11, 1), time(3), "2026-11-01T08:00:00+00:00"),
        ("Europe/Paris", date(2026, 10, 25), time(2, 30), "2026-10-25T01:30:00+00:00"),
        # Lord Howe moves by half an hour.
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:45:00+00:00"),
        ("Asia/Kathmandu", date(2026, 6, 1), time(12), "2026-06-01T06:15:00+00:00"),
    ],
)
def test_a_deadline_is_the_suppliers_clock_also_when_clocks_change(zone, deadline, at, expected):
    line = Line(deadline + timedelta(days=1), deadline.weekday(), at)
    plan = Plan((line,), time_zone=zone)

    found = next_delivery(plan, datetime.combine(deadline - timedelta(days=2), time(), UTC))

    assert found == Delivery(deadline + timedelta(days=1), datetime.fromisoformat(expected))


def test_the_same_weekday_is_the_same_day():
    plan = Plan((weekly(date(2026, 11, 24), TUE, time(6)),))

    assert next_day(plan, datetime(2026, 11, 24, 5, 59, 59, tzinfo=UTC)) == date(2026, 11, 24)
    assert next_day(plan, datetime(2026, 11, 24, 6, tzinfo=UTC)) == date(2026, 12, 1)


def test_of_two_lines_on_a_day_the_later_deadline_wins_with_its_carrier():
    early = weekly(date(2026, 11, 24), MON, time(9), carrier="van")
    late = weekly(date(2026, 11, 24), MON, NOON, carrier="dawn")

    for both in ((early, late), (late, early)):
        found = next_delivery(Plan(both), datetime(2026, 11, 23, 10, tzinfo=UTC))
        assert found == Delivery(date(2026, 11, 24), datetime(2026, 11, 23, 12, tzinfo=UTC), "dawn")


def test_without_lines_any_open_day_from_tomorrow_until_the_midnight_before():
    plan = Plan((), Calendar(frozenset({SUN}), {date(2026, 11, 26): "Thanksgiving"}), "America/Montreal")
    moment = datetime(2026, 11, 25, 4, 59, 59, tzinfo=UTC)  # Tuesday 23:59:59 in Montréal

    found = deliveries(plan, moment, horizon_days=6)

    assert [each.day.isoformat() for each in found] == [
        "2026-11-25", "2026-11-27", "2026-11-28", "2026-11-30",
    ]  # fmt: skip
    assert found[0].cut_off == datetime(2026, 11, 25, 5, tzinfo=UTC)
    assert skipped(plan, date(2026, 11, 24), date(2026, 11, 30)) == [Skip(date(2026, 11, 26), "Thanksgiving")]


def test_lines_that_are_all_off_deliver_nothing():
    plan = Plan((weekly(date(2026, 11, 24), is_on=False),))

    assert next_delivery(plan, datetime(2026, 11, 20, tzinfo=UTC)) is None


def test_a_start_and_a_rhythm():
    plan = Plan((weekly(date(2026, 11, 26), WED, NOON, every_weeks=2),))

    found = deliveries(plan, datetime(2026, 11, 1, tzinfo=UTC), horizon_days=60)

    assert [each.day for each in found] == [date(2026, 11, 26), date(2026, 12, 10), date(2026, 12, 24)]


def test_a_yearly_day_is_named_before_it_can_be_ordered_for():
    plan = Plan((weekly(date(2026, 1, 5), SUN, NOON, every_weeks=52),))
    moment = datetime(2026, 1, 6, tzinfo=UTC)

    assert deliveries(plan, moment) == []
    assert next_day(plan, moment) == date(2027, 1, 4)


def test_ninety_days_of_twenty_lines_take_about_a_millisecond():
    some = tuple(weekly(date(2026, 1, 1) + timedelta(days=n), n % 7) for n in range(20))
    plan = Plan(some, Calendar(frozenset({SUN})), "America/Montreal")
    moment = datetime(2026, 6, 1, tzinfo=UTC)

    def seconds() -> float:
        start = perf_counter()
        deliveries(plan, moment)
        return perf_counter() - start

    assert min(seconds() for _ in range(20)) < 0.005

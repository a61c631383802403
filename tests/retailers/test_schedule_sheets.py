"""Customers' days of service by sheets: verdicts, writing, and the same file twice."""

from datetime import date, time
from typing import Any

import pytest

from retailers.models import CustomerPrivate, ScheduleLine
from retailers.services.schedule_sheets import SCHEDULES
from tests.world import World
from wholesale.sheets.importables import Line, Verdict
from wholesale.tenancy.testing import acting_as, as_owner

TUESDAY = {
    "number": "1307", "delivery_day": "Tue", "is_on": "Yes", "deadline_weekday": "Mon",
    "deadline_time": "23:00:00", "starts_on": "2026-11-22", "every_weeks": "2",
}  # fmt: skip


@pytest.fixture(autouse=True)
def numbered(world: World) -> None:
    with as_owner():
        CustomerPrivate.objects.filter(customer=world.customers["alder", "rita"]).update(number="1307")


def judged(world: World, *rows: dict[str, str], verb: str = "write") -> list[Verdict]:
    lines = [Line(number, values) for number, values in enumerate(rows, start=2)]
    with acting_as(world.context("alder")):
        answer: Any = getattr(SCHEDULES, verb)(world.orgs["alder"], lines, world.users["alder"], None)
    return list(answer)


def kinds(verdicts: list[Verdict]) -> list[str]:
    return [str(verdict.kind.value) for verdict in verdicts]


def lines(world: World) -> list[ScheduleLine]:
    with as_owner():
        own = ScheduleLine.objects.filter(schedule__customer=world.customers["alder", "rita"])
        return list(own.order_by("starts_on"))


def test_rows_become_lines_and_a_second_time_nothing(world):
    friday = TUESDAY | {"delivery_day": "vendredi", "deadline_weekday": "jeudi", "is_on": "non"}

    assert kinds(judged(world, TUESDAY, friday, verb="check")) == ["create", "create"]
    assert lines(world) == []
    assert kinds(judged(world, TUESDAY, friday)) == ["create", "create"]
    assert kinds(judged(world, TUESDAY, friday)) == ["unchanged", "unchanged"]

    first, second = lines(world)
    assert (first.starts_on, first.deadline_weekday, first.deadline_time) == (date(2026, 11, 24), 0, time(23))
    assert (first.every_weeks, first.is_on, second.starts_on, second.is_on) == (
        2,
        True,
        date(2026, 11, 27),
        False,
    )


def test_the_only_line_of_a_weekday_is_changed_and_an_empty_cell_changes_nothing(world):
    judged(world, TUESDAY)

    row = {"number": "1307", "delivery_day": "martes", "deadline_weekday": "", "every_weeks": "4"}

    assert kinds(judged(world, row)) == ["update"]
    (line,) = lines(world)
    assert (line.every_weeks, line.deadline_time, line.starts_on) == (4, time(23), date(2026, 11, 24))


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "9999"},
        {"delivery_day": "Someday"},
        {"delivery_day": ""},
        {"is_on": "maybe"},
        {"deadline_time": "25:00"},
        {"deadline_time": ""},
        {"starts_on": "2026-02-30"},
        {"every_weeks": "53"},
        {"every_weeks": "²"},
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(world, wrong):
    (verdict,) = judged(world, TUESDAY | wrong)

    assert verdict.kind.value == "refused"
    assert verdict.reasons
    assert lines(world) == []


def test_the_pages_of_imports_know_the_kind(world):
    client = world.client("alder")

    assert "/alder/selling/sheets/schedules/" in client.get("/alder/selling/setup/schedule/").content.decode()
    assert "Import delivery days" in client.get("/alder/selling/sheets/schedules/").content.decode()

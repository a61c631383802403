"""Days of service out and in by sheets, through the whole engine: page, worker, confirmation (SPEC.md C15, X3)."""

from datetime import date, time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from retailers.models import CustomerPrivate, ScheduleLine
from tests.retailers.importing import work
from tests.world import World
from wholesale.sheets.models import SheetImport
from wholesale.sheets.reading.child import read
from wholesale.tenancy.testing import as_owner

EXPORT = "/alder/selling/setup/schedule/export/"
IMPORTS = "/alder/selling/sheets/schedules/"
SETUP = "/alder/selling/setup/schedule/"
NUMBERS = {"rita": "1307", "rosa": "=1+1"}  # the second as somebody would write who means a formula


@pytest.fixture
def alder(world: World) -> Client:
    with as_owner():
        for name, number in NUMBERS.items():
            customer = world.customers["alder", name]
            CustomerPrivate.objects.filter(customer=customer).update(number=number)
    client = world.client("alder")
    typed = {"every_weeks": "3", "deadline_time": "16:30", "carrier": "named", "carrier_name": "Two Wheels"}
    at = f"/alder/selling/retailers/{world.customers['alder', 'rita'].pk}/schedule/lines/new/"
    days = [("2026-11-24", "0", "on"), ("2026-12-01", "5", "on"), ("2026-11-27", "4", "")]
    for version, (start, weekday, is_on) in enumerate(days):
        line = typed | {"starts_on": start, "deadline_weekday": weekday, "version": str(version)}
        assert client.post(at, line | ({"is_on": is_on} if is_on else {})).status_code == 302
    return client


def kept(world: World) -> list[tuple[Any, ...]]:
    """Return every column of every line of the supplier."""
    with as_owner():
        return list(ScheduleLine.objects.filter(supplier=world.orgs["alder"]).order_by("pk").values_list())


def downloaded(client: Client, address: str, as_format: str) -> bytes:
    response: Any = client.get(address, {"as": as_format})
    content = b"".join(response.streaming_content)  # which also closes it
    assert response.status_code == 200
    return content


def previewed(world: World, client: Client, content: bytes, name: str) -> SheetImport:
    """Upload a file and let a worker check its rows."""
    client.post(IMPORTS, {"file": SimpleUploadedFile(name, content)})
    with as_owner():
        made = SheetImport.objects.get(file_name=name)
    made = work(world, made)
    assert made.state == "previewed"
    return made


def imported(world: World, client: Client, content: bytes, name: str) -> str:
    """Bring a file in and return the page that says what became of it."""
    made = previewed(world, client, content, name)
    client.post(f"{IMPORTS}{made.pk}/confirmation/", {"mode": "good_rows"})
    assert work(world, made).state == "done"
    return client.get(f"{IMPORTS}{made.pk}/").content.decode()


@pytest.mark.parametrize("as_format", ["xlsx", "csv"])
def test_what_was_exported_comes_in_again_and_changes_nothing(world, alder, as_format):
    before = kept(world)
    content = downloaded(alder, EXPORT, as_format)

    found = read(content, name=f"x.{as_format}", known=["customer number"])
    imported(world, alder, content, f"again.{as_format}")

    assert len(found["rows"]) == len(before) == 10
    assert kept(world) == before
    assert downloaded(alder, EXPORT, as_format)[:2] == content[:2]
    page = alder.get(SETUP).content.decode()
    assert f"{EXPORT}?as={as_format}" in page


def test_what_was_exported_and_then_deleted_comes_back(world, alder):
    content = downloaded(alder, EXPORT, "csv")
    columns = ("starts_on", "deadline_weekday", "deadline_time", "every_weeks", "is_on")
    with as_owner():
        of_rita = ScheduleLine.objects.filter(schedule__customer=world.customers["alder", "rita"])
        before = sorted(of_rita.values_list(*columns))
        of_rita.delete()

    imported(world, alder, content, "back.csv")

    with as_owner():
        assert sorted(of_rita.all().values_list(*columns)) == before
        assert len(before) == 3


@pytest.mark.parametrize("as_format", ["xlsx", "csv"])
def test_the_sample_comes_in_and_a_second_time_changes_nothing(world, alder, as_format):
    sample = downloaded(alder, f"{IMPORTS}sample/", as_format)

    imported(world, alder, sample, f"first.{as_format}")
    after = kept(world)
    with as_owner():
        tuesday = ScheduleLine.objects.get(
            schedule__customer=world.customers["alder", "rita"], starts_on=date(2026, 11, 24)
        )
    assert (tuesday.deadline_weekday, tuesday.deadline_time, tuesday.every_weeks) == (0, time(12), 1)

    imported(world, alder, sample, f"second.{as_format}")
    assert kept(world) == after


def test_refused_rows_say_why_and_the_others_come_in(world, alder):
    before = kept(world)
    header = "Customer number,Delivery day,Deadline day,Deadline time,Recurrence interval\n"
    rows = "1307,Wed,Tue,12:00,1\n9999,Wed,Tue,12:00,1\n1307,Someday,Tue,12:00,1\n1307,Thu,Wed,12:00,60\n"

    made = previewed(world, alder, (header + rows).encode(), "mixed.csv")
    preview = alder.get(f"{IMPORTS}{made.pk}/").content.decode()

    assert kept(world) == before
    for reason in ("You have no retailer with this customer number.", "is no weekday", "1 to 52"):
        assert reason in preview
    alder.post(f"{IMPORTS}{made.pk}/confirmation/", {"mode": "good_rows"})
    work(world, made)
    assert len(kept(world)) == len(before) + 1
    refused = downloaded(alder, f"{IMPORTS}{made.pk}/refused/", "csv").decode()
    assert [reason in refused for reason in ("9999", "Someday", "60")] == [True] * 3


def test_an_export_shows_nothing_of_other_suppliers(world, alder):
    assert "1307" not in downloaded(world.client("birch"), EXPORT.replace("alder", "birch"), "csv").decode()
    assert world.client("birch").get(EXPORT).status_code in (403, 404)

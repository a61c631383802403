"""Counts by sheets: a preview says the differences, nothing is written before it is confirmed, nothing twice."""

import csv
import io

from django.core.management import call_command
from django.utils import timezone

from inventory.models import StockMovement
from inventory.services import COUNTS
from tests.inventory.pages import on_hand, url
from tests.world import World
from wholesale.organizations.models import Agreement
from wholesale.sheets.importables import Line
from wholesale.tenancy.testing import acting_as, as_owner


def lines(*rows: dict[str, str]) -> list[Line]:
    return [Line(number, row) for number, row in enumerate(rows, 1)]


def run(world: World, verb: str, *rows: dict[str, str]) -> list[tuple[str, str]]:
    with acting_as(world.context("alder")):
        verdicts = getattr(COUNTS, verb)(world.orgs["alder"], lines(*rows), world.users["alder"], None)
    return [(verdict.kind, " ".join(verdict.reasons)) for verdict in verdicts]


def grant(world: World) -> None:
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["alder", "dawn"].pk).update(
            inventory_editable_since=timezone.now(), inventory_editable_by="Dawn Admin"
        )


def test_what_differs_is_said_first_and_then_written_once(world):
    pale, stout = world.products["alder"]
    rows = (
        {"sku": "PALE", "counted_units": "20", "reason": "Year-end"},
        {"sku": "STOUT", "warehouse": "dusk", "counted_units": "30"},
        {"sku": "STOUT", "warehouse": "Main warehouse", "counted_units": ""},
    )

    checked = run(world, "check", *rows)
    assert [kind for kind, _ in checked] == ["update", "update", "unchanged"]
    assert checked[0][1] == "Main warehouse: 24 → 20 (-4)"
    assert on_hand(world, "alder", pale) == 24
    assert run(world, "write", *rows) == checked
    assert (on_hand(world, "alder", pale), on_hand(world, "dusk", stout)) == (20, 30)
    assert [kind for kind, _ in run(world, "write", *rows)] == ["unchanged"] * 3
    with as_owner():
        reasons = StockMovement.objects.filter(kind="adjustment").values_list("reason", flat=True)
        assert sorted(reasons) == ["Import of counts", "Year-end"]
    call_command("check_stock")


def test_what_cannot_be_is_refused_row_by_row(world):
    verdicts = run(
        world,
        "write",
        {"sku": "NOPE", "counted_units": "1"},
        {"sku": "PALE", "warehouse": "Nowhere", "counted_units": "1"},
        {"sku": "PALE", "warehouse": "Dawn", "counted_units": "1"},
        {"sku": "PALE", "counted_units": "1.5"},
        {"sku": "PALE", "counted_units": "1"},  # two are reserved
        {"sku": "PALE", "warehouse": "main warehouse", "counted_units": "20"},  # the same shelf again
    )
    assert [kind for kind, _ in verdicts] == ["refused"] * 6
    assert "has not granted you" in verdicts[2][1]
    assert "reserved by orders" in verdicts[4][1]
    grant(world)
    dawn = {"sku": "PALE", "warehouse": "Dawn", "counted_units": "23"}
    assert [kind for kind, _ in run(world, "write", dawn)] == ["update"]


def test_its_export_imported_again_changes_nothing(world):
    grant(world)
    answer = world.client("alder").get(url("stock_export") + "?what=counts&as=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    keys = ("sku", "name", "warehouse", "counted_units", "reason")
    rows = [dict(zip(keys, row, strict=True)) for row in list(csv.reader(io.StringIO(text)))[1:]]
    assert len(rows) == 6
    assert {kind for kind, _ in run(world, "check", *rows)} == {"unchanged"}


def test_rows_cost_the_same_statements_whatever_their_number(world, django_assert_num_queries):
    rows = [{"sku": "PALE", "counted_units": "20"}, {"sku": "STOUT", "counted_units": "21"}]
    with acting_as(world.context("alder")), django_assert_num_queries(4):
        COUNTS.check(world.orgs["alder"], lines(*rows[:1]), world.users["alder"], None)
    with acting_as(world.context("alder")), django_assert_num_queries(4):
        COUNTS.check(world.orgs["alder"], lines(*rows), world.users["alder"], None)

"""Lots on pages: what expires where and what it is worth, one product's lots, counted and named; who sees which."""

import io
from datetime import timedelta

import openpyxl
import pytest

from inventory.models import Lot
from inventory.queries import today_of
from tests.inventory.pages import filled, on_hand, url
from tests.inventory.test_lots import UNSAID, lying, tracked
from tests.inventory.test_stock_api import post
from tests.world import World
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def lots(world: World) -> dict[str, Lot]:
    return tracked(world)


def shown(world: World, who: str, **query: str) -> str:
    name = "expiring_list" if who in ("alder", "cedar") else "delivering_expiring_list"
    answer = world.client(who).get(url(name, slug=who), query)
    assert answer.status_code == 200
    return answer.content.decode()


def codes(text: str) -> list[str]:
    return sorted((code for code in ("SOON", "LATE", "GONE") if f">{code}</a>" in text), key=text.index)


@pytest.mark.parametrize("who", ["alder", "dawn"])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["GONE", "SOON"]),
        ({"within": "0"}, ["GONE"]),
        ({"within": "90"}, ["GONE", "SOON", "LATE"]),
        ({"within": "all"}, ["GONE", "SOON", "LATE"]),
        ({"within": "90", "q": "late"}, ["LATE"]),
        ({"within": "90", "q": "nothing"}, []),
        ({"within": "soon", "warehouse": "x"}, ["GONE", "SOON"]),
    ],
)
def test_what_expires_is_listed_the_first_first(world, lots, who, query, found):
    assert codes(shown(world, who, **query)) == found


def test_the_supplier_sees_the_value_and_its_keeper_does_not(world, lots):
    assert "$120.00" in shown(world, "alder")  # four of SOON at 30
    assert "$" not in shown(world, "dawn")
    for stranger in ("cedar", "gale"):
        assert codes(shown(world, stranger, within="all")) == []


@pytest.mark.parametrize(("who", "value"), [("alder", 120), ("dawn", None)])
def test_the_report_is_a_sheet(world, lots, who, value):
    name = "expiring_export" if who == "alder" else "delivering_expiring_export"
    answer = world.client(who).get(url(name, slug=who), {"within": "30"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    headings, *rows = sheet.iter_rows(values_only=True)
    found = {row[2]: dict(zip(headings, row, strict=True)) for row in rows}
    assert set(found) == {"GONE", "SOON"}
    assert (found["SOON"]["On hand"], found["SOON"].get("Value (USD)")) == (4, value)
    csv = world.client(who).get(url(name, slug=who), {"as": "csv"})
    assert b"SOON" in b"".join(csv.streaming_content)


@pytest.mark.parametrize("count", [1, 30])
def test_the_report_takes_as_many_statements_however_many(world, lots, count, django_assert_num_queries):
    day = today_of(world.orgs["alder"]) + timedelta(3)
    client = world.client("alder")
    body = "\n".join(f"PALE 1 N{n} {day.isoformat()}" for n in range(count))
    assert client.post(url("receipt_create"), filled(pasted=body)).status_code == 302
    client.get(url("expiring_list"))
    with django_assert_num_queries(STATEMENTS):
        client.get(url("expiring_list"))


STATEMENTS = 12


def lots_page(world: World, who: str) -> str:
    pale = world.products["alder"][0]
    if who == "alder":
        return url("product_lots", pale.pk)
    return url("delivering_product_lots", "alder", pale.pk, slug=who)


@pytest.mark.parametrize("who", ["alder", "dawn"])
def test_a_products_lots_are_shown_and_what_has_none(world, lots, who):
    text = world.client(who).get(lots_page(world, who)).content.decode()
    assert codes(text) == ["GONE", "SOON", "LATE"]
    assert f"{UNSAID} units on hand have no lot" in text
    assert text.count(">Expired<") == 1
    assert world.client("gale").get(lots_page(world, "gale")).status_code == 404


def test_a_lot_is_counted_lost_and_named_on_its_page(world, lots):
    client, at = world.client("dawn"), world.warehouses["dawn"].pk
    pale = world.products["alder"][0]
    box = {"lot": lots["LATE"].pk, "warehouse": at, "seen_units": 6, "reason": "counted"}
    page = lots_page(world, "dawn")

    assert client.post(page, filled(**box, counted_units=7)).status_code == 302
    stale = client.post(page, filled(**box, counted_units=5))
    assert stale.status_code == 409
    assert b"Meanwhile it changed" in stale.content
    lost = filled(**box | {"seen_units": 7}, counted_units=5, write_off="1")
    assert client.post(page, lost).status_code == 302
    assert client.post(page, lost).status_code == 302  # sent twice, it happens once
    assert lying(world) == {"LATE": 5, "SOON": 4, "GONE": 2}
    more = client.post(page, filled(**box | {"seen_units": 5}, counted_units=6, write_off="1"))
    assert more.status_code == 422
    assert b"fewer than before" in more.content

    named = {"warehouse": at, "code": "NEW", "best_before": "2031-05-01", "units": UNSAID}
    assert client.post(page, filled(**named)).status_code == 302
    again = client.post(page, filled(**named))
    assert again.status_code == 409
    assert b"Only 0 lie there without a lot" in again.content
    assert lying(world)["NEW"] == UNSAID
    assert on_hand(world, "dawn", pale) == UNSAID + 5 + 4 + 2


def test_who_may_not_edit_a_warehouse_corrects_no_lot_in_it(world, lots):
    client, at = world.client("alder"), world.warehouses["dawn"].pk
    named = {"warehouse": at, "code": "NEW", "best_before": "", "units": 1}
    assert client.post(lots_page(world, "alder"), filled(**named)).status_code == 422
    with as_owner():
        assert not Lot.objects.filter(code="NEW").exists()


@pytest.mark.parametrize(("who", "side"), [("alder", "selling"), ("dawn", "delivering")])
def test_a_machine_reads_names_counts_and_writes_off_lots(world, lots, who, side):
    client, whose = world.client(who), {"supplier": "alder"} if who == "dawn" else {}
    at = {"sku": "PALE", "warehouse_id": str(world.warehouses[who].pk), **whose}
    found = client.get(f"/api/v1/{who}/{side}/stock/lots/?sku=PALE&expires_by=2020-01-01").json()["results"]
    assert found == []
    found = client.get(f"/api/v1/{who}/{side}/stock/lots/?sku=PALE").json()["results"]
    assert {row["lot"]: row["on_hand_units"] for row in found} == {"LATE": 6, "SOON": 4, "GONE": 2}

    def send(what: str, **body: object) -> int:
        return int(post(client, f"{who}/{side}/stock/{what}/", {**at, **body}).status_code)

    assert send("lots/names", lot="NEW", units=20, best_before="2031-05-01") == 201
    assert send("lots/names", lot="NEW", units=20) == 409
    assert send("adjustments", lot="NEW", change_units=-3, reason="counted") == 201
    assert send("write-offs", lot="NEW", units=2, reason="broken") == 201
    assert send("write-offs", lot="NONE", units=2, reason="broken") == 404
    assert lying(world, who)["NEW"] == 15

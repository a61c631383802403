"""Lots of an order: proposed at preparing, chosen by who prepares, on its page and papers, and traced afterwards."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from inventory.models import Lot
from orders.documents import pdf
from orders.documents.contents import contents_of
from orders.enums import Move
from orders.models import Order
from tests.inventory.test_lots import lying
from tests.inventory.test_stock_api import post
from tests.orders.lots import choices, confirmed, fresh, picked, step, tracked
from tests.orders.test_papers import stored
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def lots(world: World) -> dict[str, Lot]:
    return tracked(world)


def page(order: Order, name: str = "lots", who: str = "dawn") -> str:
    if who == "dawn":
        return reverse(f"orders:delivering_{name}", args=["dawn", "alder", order.number])
    return reverse(f"orders:selling_{name}", args=["alder", order.number])


def lot_page(lot: Lot, who: str = "alder", name: str = "lot") -> str:
    side = "selling" if who in ("alder", "cedar") else "delivering"
    return reverse(f"orders:{side}_{name}", args=[who, lot.pk])


def test_preparing_proposes_what_expires_first_and_shipping_takes_it(world, lots):
    order = confirmed(world)
    step(world, order, Move.PREPARE)
    assert picked(order) == {"SOON": 4, "LATE": 1}

    step(world, order, Move.SHIP)
    assert lying(world) == {"LATE": 5, "GONE": 2}
    step(world, order, Move.RETURN)
    assert lying(world) == {"LATE": 6, "SOON": 4, "GONE": 2}
    call_command("check_stock")


def test_an_order_that_is_called_off_gives_its_lots_back(world, lots):
    order = confirmed(world)
    step(world, order, Move.PREPARE)
    step(world, order, Move.CANCEL, "alder")
    assert picked(order) == {}
    assert lying(world) == {"LATE": 6, "SOON": 4, "GONE": 2}


def test_who_prepares_chooses_others_and_the_page_names_them(world, lots):
    order = confirmed(world)
    client = world.client("dawn")
    shown = client.get(page(order)).content.decode()
    assert 'value="4"' in shown
    assert "Expired" in shown
    step(world, order, Move.PREPARE)

    typed = choices(world, lots, LATE=4, GONE=1, SOON=0) | {"version": fresh(order).version}
    assert client.post(page(order), typed).status_code == 302
    assert picked(order) == {"LATE": 4, "GONE": 1}
    with as_owner():
        entry = AuditEntry.objects.get(verb="lots_chosen")
    assert "LATE: 4" in str(entry.after)
    assert client.post(page(order), typed).status_code == 412  # sent twice

    step(world, order, Move.SHIP)
    for who in ("dawn", "alder"):
        answer = world.client(who).get(page(order, "detail", who)).content.decode()
        assert lot_page(lots["LATE"], who) in answer
        assert lot_page(lots["SOON"], who) not in answer
        assert "Choose lots" not in answer
    assert client.get(page(order)).status_code == 302
    assert client.post(page(order), typed).status_code in (403, 409, 412, 422)


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ({"LATE": 7}, b"less than or equal to 6"),
        ({"LATE": 4, "SOON": 2}, b"takes 5 of Pale Ale"),
        ({"LATE": "many"}, b"Enter a whole number"),
    ],
)
def test_too_many_are_refused_beside_the_box_and_nothing_is_picked(world, lots, units, words):
    order = confirmed(world)
    typed = choices(world, lots, **units) | {"version": order.version}

    answer = world.client("dawn").post(page(order), typed)

    assert answer.status_code == 422
    assert words in answer.content
    assert picked(order) == {}
    assert fresh(order).version == order.version


def test_a_lot_that_went_meanwhile_is_told(world, lots):
    order, other = confirmed(world), confirmed(world, 6)
    client = world.client("dawn")
    assert (
        client.post(page(other), choices(world, lots, LATE=6) | {"version": other.version}).status_code == 302
    )
    typed = choices(world, lots, LATE=4) | {"version": order.version}
    assert client.post(page(order), typed).status_code == 422
    assert picked(order) == {}


def test_the_supplier_does_not_choose_what_the_distributor_prepares(world, lots):
    order = confirmed(world)
    answer = world.client("alder").post(
        page(order, who="alder"), choices(world, lots, LATE=4) | {"version": order.version}
    )
    assert answer.status_code == 403
    assert picked(order) == {}
    assert world.client("gale").get(page(order)).status_code == 404


def test_a_machine_reads_and_chooses_lots(world, lots):
    order = confirmed(world)
    client, path = world.client("dawn"), f"dawn/delivering/orders/alder/{order.number}/lots/"
    read = client.get(f"/api/v1/{path}")
    assert [(row["lot"], row["units"], row["has_expired"]) for row in read.json()["lots"]] == [
        ("GONE", 0, True),
        ("SOON", 4, False),
        ("LATE", 1, False),
    ]
    line = {"warehouse_id": str(world.warehouses["dawn"].pk), "lot_id": str(lots["LATE"].pk), "units": 3}

    def choose(lines: list[dict[str, Any]], tag: str) -> Any:
        headers = {"Idempotency-Key": "k" * 20 + str(len(lines)) + tag[-4:-1], "If-Match": tag}
        return client.post(
            f"/api/v1/{path}", {"lots": lines}, content_type="application/json", headers=headers
        )

    chosen = choose([line], read.headers["ETag"])
    assert chosen.status_code == 201, chosen.content
    assert {row["lot"]: row["units"] for row in chosen.json()["lots"]} == {"GONE": 0, "SOON": 0, "LATE": 3}
    assert choose([line, line], chosen.headers["ETag"]).status_code == 400
    assert picked(order) == {"LATE": 3}
    orders = client.get(f"/api/v1/dawn/delivering/lots/{lots['LATE'].pk}/orders/").json()["results"]
    assert [(row["number"], row["picked_units"]) for row in orders] == [(order.number, 3)]
    assert post(world.client("gale"), path, {"lots": [line]}).status_code == 404


@pytest.mark.parametrize("prepared", [False, True])
def test_papers_name_the_lots_to_take(world, lots, prepared):
    order = confirmed(world)
    if prepared:
        step(world, order, Move.PREPARE)
    with acting_as(world.context("alder")):
        contents = contents_of(stored(world, order), with_amounts=False)
        line = pdf.data_of(contents, "en")["lines"][0]
    assert [mark.split(",")[0] for mark in line["marks"]] == ["Lot SOON", "Lot LATE"]

    address = reverse("orders:delivering_paper", args=["dawn", "alder", order.number, "xlsx"])
    content = b"".join(world.client("dawn").get(address).streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    headings, row = sheet.iter_rows(values_only=True)
    assert str(dict(zip(headings, row, strict=True))["Lots"]).startswith("4 × SOON (")


def test_a_recall_finds_the_orders_of_a_lot_on_each_side(world, lots):
    first, other = confirmed(world), confirmed(world, 6)
    for order in (first, other):
        step(world, order, Move.PREPARE)
    step(world, first, Move.SHIP)

    for who in ("alder", "dawn"):
        client = world.client(who)
        answer = client.get(lot_page(lots["SOON"], who)).content.decode()
        assert f">{first.label}</a>" in answer
        assert f">{other.label}</a>" not in answer
        assert f">{other.label}</a>" in client.get(lot_page(lots["LATE"], who)).content.decode()
        sheet = b"".join(client.get(lot_page(lots["SOON"], who, "lot_export") + "?as=csv").streaming_content)
        assert b"Rita" in sheet or b"SOON" in sheet
    for stranger in ("cedar", "gale"):
        assert world.client(stranger).get(lot_page(lots["SOON"], stranger)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_orders_of_a_lot_takes_as_many_statements_however_many(
    world, lots, rows, django_assert_num_queries
):
    for _each in range(rows):
        step(world, confirmed(world, 2), Move.PREPARE)
    client = world.client("alder")
    client.get(lot_page(lots["SOON"]))
    with django_assert_num_queries(STATEMENTS):
        client.get(lot_page(lots["SOON"]))


STATEMENTS = 12

"""Receiving lots: by boxes, one more row, a pasted list and the API; what is not said is asked for in its place."""

from datetime import date

import pytest
from django.core.management import call_command

from catalogs.models import Product
from inventory.models import Lot
from tests.inventory.pages import filled, on_hand, url
from tests.inventory.test_lots import lying
from tests.inventory.test_stock_api import post
from tests.world import World
from wholesale.tenancy.testing import as_owner

DAY = "2031-05-01"


@pytest.fixture
def pale(world: World) -> Product:
    product = world.products["alder"][0]
    with as_owner():
        Product.objects.filter(pk=product.pk).update(tracks_lots=True)
    return product


def typed(pale: Product, *lots: tuple[str, str, str]) -> dict[str, str]:
    found = {}
    for at, (units, code, day) in enumerate(lots):
        found[f"units-{pale.pk}" + (f"-{at}" if at else "")] = units
        found |= {f"lot-{pale.pk}-{at}": code, f"best-{pale.pk}-{at}": day}
    return found


@pytest.mark.parametrize(
    ("slug", "page"), [("alder", "receipt_create"), ("dawn", "delivering_receipt_create")]
)
def test_two_lots_are_received_by_boxes_and_a_third_by_the_list(world, pale, slug, page):
    client = world.client(slug)
    address = url(page, slug="alder") if slug == "alder" else url(page, "alder", slug="dawn")
    another = client.post(address, filled(**typed(pale, ("6", "L1", DAY)), another=str(pale.pk)))
    assert another.status_code == 200
    assert f'name="lot-{pale.pk}-1"'.encode() in another.content
    assert b'value="L1"' in another.content
    assert b"Say which lot" not in another.content

    form = filled(**typed(pale, ("6", "L1", DAY), ("4", "L2", "")), pasted=f"PALE 3 L3 {DAY}\nSTOUT 2")
    assert client.post(address, form).status_code == 302
    assert lying(world, slug) == {"L1": 6, "L2": 4, "L3": 3}
    assert on_hand(world, slug, pale) == 24 + 13
    assert on_hand(world, slug, world.products["alder"][1]) == 24 + 2
    with as_owner():
        assert Lot.objects.get(code="L3").best_before == date(2031, 5, 1)
    call_command("check_stock")


@pytest.mark.parametrize(
    ("lots", "pasted", "words"),
    [
        ([("6", "", DAY)], "", b"Say which lot."),
        ([("", "L1", DAY)], "", b"Say how many of this lot."),
        ([("6", "L1", "soon")], "", b"Enter a valid date"),
        ([], "PALE 6", b"tracks lots: paste its lot and date too"),
        ([("6", "L1", DAY)], "PALE 6 L1 2031-06-01", b"is best before"),
    ],
)
def test_what_is_not_said_is_asked_for_and_nothing_comes_in(world, pale, lots, pasted, words):
    answer = world.client("alder").post(url("receipt_create"), filled(**typed(pale, *lots), pasted=pasted))

    assert answer.status_code == 422
    assert words in answer.content
    assert on_hand(world, "alder", pale) == 24
    assert lying(world, "alder") == {}


@pytest.mark.parametrize("slug", ["alder", "dawn"])
def test_a_machine_receives_lots_and_is_told_what_is_missing(world, pale, slug):
    side, whose = ("selling", {}) if slug == "alder" else ("delivering", {"supplier": "alder"})
    line = {"sku": "PALE", "units": 6, "lot": "L1", "best_before": DAY}

    def receive(line: dict[str, object]):
        return post(world.client(slug), f"{slug}/{side}/stock/receipts/", {"lines": [line], **whose})

    assert receive(line).status_code == 201
    assert receive(line | {"lot": "L2"} | {"units": 2}).status_code == 201
    missing, differs = receive({"sku": "PALE", "units": 6}), receive(line | {"best_before": "2031-06-01"})
    assert (missing.status_code, missing.json()["code"]) == (422, "lot_not_named")
    assert (differs.status_code, differs.json()["code"]) == (422, "lot_differs")
    assert lying(world, slug) == {"L1": 6, "L2": 2}

"""The Inventory page with many warehouses: columns to choose, boxes edited where they stand, the page as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from inventory.models import StockBalance, StockMovement
from tests.inventory.pages import filled, on_hand, url
from tests.world import ORDERED, World
from wholesale.organizations.models import Agreement
from wholesale.tenancy.testing import as_owner

FRAGMENT = {"HX-Request": "true"}


def columns(world: World, query: str) -> list[str]:
    page = world.client("alder").get(url("stock_list") + query)
    return [place.name for place in page.context["places"]]


def test_the_chosen_warehouses_are_the_columns_and_what_is_out(world):
    pale = world.products["alder"][0]
    with as_owner():
        StockBalance.objects.filter(product=pale, keeper=world.orgs["dawn"]).update(on_hand_units=ORDERED)
    own = world.warehouses["alder"].pk

    assert columns(world, "") == ["Main warehouse", "Dawn", "Dusk"]
    assert columns(world, f"?warehouse={own}&distributor=dusk") == ["Main warehouse", "Dusk"]
    page = world.client("alder").get(url("stock_list") + "?distributor=dawn&state=out")
    assert [row.product["sku"] for row in page.context["rows"]] == ["PALE"]
    assert b"distributor=dawn" in page.content  # kept by search, sorting and paging


@pytest.mark.parametrize(
    "query", ["?category=Beer", "?q=oatm", "?sort=-free", "?brand=Nobody", "?distributor=ember"]
)
def test_it_is_searched_filtered_and_sorted(world, query):
    assert world.client("alder").get(url("stock_list") + query).status_code == 200


def test_a_box_is_edited_where_it_stands(world):
    pale = world.products["alder"][0]
    client = world.client("alder")
    address = url("adjustment_create", world.warehouses["alder"].pk, pale.pk) + "?distributor=dawn&"

    opened = client.get(address.replace("?distributor=dawn&", "?"), headers=FRAGMENT)
    assert opened.content.strip().startswith(b"<tr")
    assert b"data-cell-form" in opened.content
    assert b"data-cell-form" not in client.get(address + "leave=1", headers=FRAGMENT).content
    without = client.post(address, filled(counted_units=20, seen_units=24, reason=""), headers=FRAGMENT)
    assert without.status_code == 422
    assert b"<html" not in without.content
    saved = client.post(address, filled(counted_units=20, seen_units=24, reason="counted"), headers=FRAGMENT)
    assert saved.status_code == 200
    assert on_hand(world, "alder", pale) == 20


def test_what_changed_meanwhile_is_told_and_nothing_typed_is_lost(world):
    pale = world.products["alder"][0]
    client = world.client("alder")
    address = url("adjustment_create", world.warehouses["alder"].pk, pale.pk)
    client.post(address, filled(counted_units=20, seen_units=24, reason="first tab"))

    late = client.post(address, filled(counted_units=22, seen_units=24, reason="second tab"))

    assert late.status_code == 409
    assert b"20 are on hand now" in late.content
    assert b'value="second tab"' in late.content
    assert on_hand(world, "alder", pale) == 20
    again = client.post(address, filled(counted_units=22, seen_units=20, reason="second tab"))
    assert again.status_code == 302
    assert on_hand(world, "alder", pale) == 22


def test_a_box_that_is_not_granted_says_why_and_where_to_ask(world):
    pale = world.products["alder"][0]
    client = world.client("alder")
    address = url("adjustment_create", world.warehouses["dawn"].pk, pale.pk)
    agreement = world.agreements["alder", "dawn"].pk

    told = client.get(address, headers=FRAGMENT)

    assert b"has not granted you" in told.content
    assert str(agreement).encode() in told.content
    forced = client.post(address, filled(counted_units=1, seen_units=24, reason="x"), headers=FRAGMENT)
    assert forced.status_code == 403
    assert b"data-cell-form" not in forced.content
    assert on_hand(world, "dawn", pale) == 24
    with as_owner():
        Agreement.objects.filter(pk=agreement).update(
            inventory_editable_since=timezone.now(), inventory_editable_by="Dawn Admin"
        )
    assert b"data-cell-form" in client.get(address, headers=FRAGMENT).content


def test_losses_are_written_off_with_a_reason(world):
    pale = world.products["alder"][0]
    address = url("adjustment_create", world.warehouses["alder"].pk, pale.pk)
    client = world.client("alder")
    lost = {f"loss-{name}": value for name, value in filled(units=2, reason="fell").items()}

    assert client.post(address, lost | {"write_off": "1"}).status_code == 302
    assert client.post(address, lost | {"write_off": "1"}).status_code == 302  # the same one again
    assert client.post(address, lost | {"write_off": "1", "loss-units": "999"}).status_code == 302
    much = {f"loss-{name}": value for name, value in filled(units=999, reason="fell").items()}
    assert client.post(address, much | {"write_off": "1"}).status_code == 409
    assert on_hand(world, "alder", pale) == 22
    kept = url("delivering_adjustment_create", "alder", world.warehouses["dawn"].pk, pale.pk, slug="dawn")
    theirs = {f"loss-{name}": value for name, value in filled(units=1, reason="fell").items()}
    assert world.client("dawn").post(kept, theirs | {"write_off": "1"}).status_code == 302
    assert on_hand(world, "dawn", pale) == 23


def test_the_page_is_exported_as_it_is_narrowed(world):
    answer = world.client("alder").get(url("stock_export") + "?distributor=dawn&q=pale&as=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert rows[0][:2] == ["SKU", "Name"]
    assert rows[0][-4:] == ["Dawn: on hand", "Dawn: reserved", "Dawn: available", "Dawn: incoming"]
    assert rows[1][0] == "PALE"
    assert rows[1][-4:] == ["24", "2", "22", "3"]
    assert len(rows) == 2


def test_days_of_cover_follow_from_what_left_lately(world):
    pale = world.products["alder"][0]
    with as_owner():
        for days, units in ((3, -10), (20, -12), (60, -100)):
            StockMovement.objects.create(
                supplier=world.orgs["alder"],
                keeper=world.orgs["dawn"],
                warehouse=world.warehouses["dawn"],
                product=pale,
                kind="shipment",
                on_hand_units=units,
                at=timezone.now() - timedelta(days=days),
            )
    rows = world.client("alder").get(url("stock_list") + "?q=pale").context["rows"]
    covers = {place.name: cell.cover_days for place, cell in rows[0].cells}
    assert covers == {"Main warehouse": None, "Dawn": 28, "Dusk": None}  # 22 free, 22 left in 28 days

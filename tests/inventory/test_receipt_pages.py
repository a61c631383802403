"""Receiving: into a chosen warehouse, by boxes, by search in a large catalogue, by a list that was pasted."""

import pytest

from catalogs.models import Product
from inventory.models import StockBalance
from inventory.services import create_warehouse
from inventory.views.boxes import ALL_BOXES
from tests.inventory.pages import filled, on_hand, url
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def large(world: World) -> World:
    """Return the cast with more products at alder than get a box each."""
    with as_owner():
        Product.objects.bulk_create(
            Product(supplier=world.orgs["alder"], sku=f"P{n}", name=f"Porter {n}", search_text=f"porter p{n}")
            for n in range(ALL_BOXES)
        )
    return world


def test_a_large_catalogue_is_searched_and_keeps_what_was_typed(large):
    pale = large.products["alder"][0]
    client = large.client("alder")
    box = f"units-{pale.pk}"

    assert client.get(url("receipt_create")).content.count(b'name="units-') == 0
    looked = client.post(url("receipt_create"), filled(**{box: "6", "find": "oatmeal", "look": "1"}))
    assert looked.status_code == 200
    assert f'name="{box}" value="6"'.encode() in looked.content
    assert b"Oatmeal Stout" in looked.content
    assert on_hand(large, "alder", pale) == 24
    assert (
        client.post(url("receipt_create"), filled(**{box: "6"}, pasted="STOUT\t4\nPALE 1")).status_code == 302
    )
    assert on_hand(large, "alder", pale) == 30  # the box counts, where both say something
    assert on_hand(large, "alder", large.products["alder"][1]) == 28


def test_it_comes_into_the_chosen_warehouse(world):
    pale = world.products["alder"][0]
    with acting_as(world.context("alder")):
        cold = create_warehouse(organization=world.orgs["alder"], name="Cold", by=world.users["alder"])
    client = world.client("alder")
    typed = {f"units-{pale.pk}": "6", "warehouse": cold.pk}
    assert client.post(url("receipt_create"), filled(**typed)).status_code == 302
    strange = typed | {"warehouse": world.warehouses["dawn"].pk}
    assert client.post(url("receipt_create"), filled(**strange)).status_code == 422
    with as_owner():
        assert StockBalance.objects.get(warehouse=cold).on_hand_units == 6


def test_more_than_can_be_kept_account_of_is_said_plainly(world):
    pale = world.products["alder"][0]
    with as_owner():
        StockBalance.objects.filter(product=pale, keeper=world.orgs["alder"]).update(on_hand_units=2**31 - 1)
    answer = world.client("alder").post(url("receipt_create"), filled(**{f"units-{pale.pk}": "1"}))
    assert answer.status_code == 422
    assert b"than one warehouse can hold" in answer.content

"""Submitting a cart on its page: once, or refused with everything kept."""

from typing import Any

import pytest
from django.urls import reverse

from inventory.models import StockBalance
from orders.models import Order
from tests.orders.conftest import Buyer
from tests.orders.shopping import at, checkout, held
from tests.world import World
from wholesale.tenancy.testing import as_owner


def test_a_checkout_places_the_order_and_a_double_click_no_second(world: World, buyer: Buyer) -> None:
    buyer.put(3)
    client = world.client("rita")
    typed = checkout(world, po_number="PO 1", note="Ring twice")

    first, second = client.post(at("submission_create"), typed), client.post(at("submission_create"), typed)

    with as_owner():
        order = Order.objects.get(po_number="PO 1")
    assert first.status_code == second.status_code == 302
    assert (
        first.headers["Location"]
        == second.headers["Location"]
        == reverse("orders:buying_detail", args=["rita", "alder", order.number])
    )
    assert (order.note, order.line_count) == ("Ring twice", 2)
    assert b"Submitted" in client.get(first.headers["Location"]).content
    assert held(world) == {}


def test_a_second_window_hears_that_the_cart_is_gone(world: World, buyer: Buyer) -> None:
    buyer.put(2)
    client = world.client("rita")
    first, second = checkout(world), checkout(world)

    client.post(at("submission_create"), first)
    page = client.post(at("submission_create"), second)

    assert page.status_code == 409
    assert b"perhaps it was submitted in another window" in page.content
    assert b"your cart is kept" not in page.content


def test_what_was_sold_meanwhile_is_named_and_the_cart_kept(world: World, buyer: Buyer) -> None:
    buyer.put(6)
    with as_owner():
        StockBalance.objects.filter(product=world.products["alder"][0]).update(
            on_hand_units=4, reserved_units=0
        )

    answer = world.client("rita").post(at("submission_create"), checkout(world, note="Typed by hand"))

    assert answer.status_code == 409
    assert "Only 4 of Pale Ale are left, you asked for 6." in answer.content.decode()
    assert "Typed by hand" in answer.content.decode()
    assert held(world) == {"PALE": 6, "STOUT": 1}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"delivery_date": ""}, 422),
        ({"delivery_date": "yesterday"}, 422),
        ({"delivery_date": "2020-01-01"}, 422),
        ({"submission_key": "1"}, 422),
        ({"po_number": "x" * 41}, 422),
        ({"note": "a\x00b"}, 422),
        ({"cart_version": 1}, 409),
        ({"goods": "1.00"}, 409),
    ],
)
def test_a_checkout_that_cannot_be_is_refused_on_the_same_page(
    world: World, buyer: Buyer, changes: dict[str, Any], status: int
) -> None:
    buyer.put(2)
    before = held(world)

    answer = world.client("rita").post(at("submission_create"), checkout(world) | changes)

    assert answer.status_code == status
    assert b"Review your order" in answer.content
    assert held(world) == before
    with as_owner():
        assert Order.objects.filter(retailer=world.orgs["rita"], supplier=world.orgs["alder"]).count() == 1

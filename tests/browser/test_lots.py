"""Lots in a real browser: received, proposed and changed at picking, on the order, in the report and the recall."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from catalogs.models import Product
from inventory.queries import today_of
from orders.enums import Move, OrderSide
from orders.models import Order
from orders.services.progress import take_step
from tests.browser.conftest import LOOKS, check_axe, take_look, take_screenshot
from tests.orders.conftest import Buyer
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def world(committed_world: World) -> World:
    """Return the cast; PALE of alder tracks lots."""
    with as_owner():
        Product.objects.filter(pk=committed_world.products["alder"][0].pk).update(tracks_lots=True)
    return committed_world


@pytest.fixture
def order(world: World) -> Order:
    """Return rita's order of five of PALE, which alder has confirmed and dawn prepares."""
    buyer = Buyer(world)
    buyer.put(5, 0)
    order = buyer.submit()
    with acting_as(world.context("alder")):
        return take_step(order=order, move=Move.CONFIRM, side=OrderSide.SUPPLIER, by=world.users["alder"])


def looked_at(page: Page, name: str) -> None:
    for look in LOOKS:
        take_look(page, look)
        take_screenshot(page, name, look)
        check_axe(page)
    take_look(page, LOOKS[0])


def test_lots_go_from_the_delivery_note_to_the_recall(open_page, world, order):
    page = open_page(user=world.users["dawn"])
    receive_two_lots(page, world)
    choose_at_picking(page, order)
    see_it_afterwards(page, order)


def receive_two_lots(page: Page, world: World) -> None:
    today = today_of(world.orgs["alder"])
    page.goto(reverse("inventory:delivering_receipt_create", args=["dawn", "alder"]))
    page.get_by_label("Lot 1, Pale Ale").fill("L-0815")
    page.get_by_label("Best before 1, Pale Ale").fill((today + timedelta(20)).isoformat())
    page.get_by_label("Units 1, Pale Ale").fill("4")
    page.get_by_role("button", name="Another lot").click()
    expect(page.get_by_label("Lot 1, Pale Ale")).to_have_value("L-0815")
    page.get_by_label("Lot 2, Pale Ale").fill("L-0816")
    page.get_by_label("Best before 2, Pale Ale").fill((today + timedelta(80)).isoformat())
    page.get_by_label("Units 2, Pale Ale").fill("6")
    looked_at(page, "receive-lots")
    page.get_by_role("button", name="Receive stock").click()
    page.get_by_role("row", name="Pale Ale").get_by_role("link", name="Lots").click()
    expect(page.get_by_role("row", name="L-0815")).to_contain_text("4")
    expect(page.get_by_text("24 units on hand have no lot.")).to_be_visible()
    looked_at(page, "product-lots")


def choose_at_picking(page: Page, order: Order) -> None:
    page.goto(reverse("orders:delivering_detail", args=["dawn", "alder", order.number]))
    page.get_by_role("button", name="Start preparing").click()
    expect(page.get_by_role("row", name="Pale Ale")).to_contain_text("4 × L-0815")
    page.get_by_role("link", name="Choose lots").click()
    expect(page.get_by_label("L-0815, Pale Ale")).to_have_value("4")
    expect(page.get_by_label("L-0816, Pale Ale")).to_have_value("1")
    looked_at(page, "order-lots")
    page.get_by_label("L-0815, Pale Ale").fill("2")
    page.get_by_label("L-0816, Pale Ale").fill("3")
    page.get_by_role("button", name="Save lots").click()
    expect(page.get_by_role("row", name="Pale Ale")).to_contain_text("3 × L-0816")


def see_it_afterwards(page: Page, order: Order) -> None:
    page.get_by_role("button", name="Mark as shipped").click()
    expect(page.get_by_role("row", name="Pale Ale")).to_contain_text("2 × L-0815")
    looked_at(page, "order-shipped-lots")
    page.goto(reverse("inventory:delivering_expiring_list", args=["dawn"]))
    expect(page.get_by_role("row", name="L-0815")).to_contain_text("2")
    looked_at(page, "expiring-lots")
    page.get_by_role("link", name="L-0815").click()
    expect(page.get_by_role("link", name=order.label, exact=True)).to_be_visible()
    looked_at(page, "lot")

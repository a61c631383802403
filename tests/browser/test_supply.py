"""A customer served by its distributor and by the supplier's own stock; what is not there yet follows in an order."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from orders.models import Order
from tests.browser.conftest import LOOKS, check_axe, take_look, take_screenshot
from tests.world import World
from wholesale.tenancy.testing import as_owner

OpenPage = Callable[..., Page]


def looked_at(page: Page, name: str) -> None:
    """Let axe read the page in every look, and keep its pictures."""
    width = page.viewport_size
    for look in LOOKS:
        take_look(page, look)
        check_axe(page)
        take_screenshot(page, name, look)
    page.emulate_media(color_scheme="light")
    assert width
    page.set_viewport_size(width)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


@pytest.fixture
def alder(open_page: OpenPage, committed_world: World) -> Page:
    return open_page(user=committed_world.users["alder"])


@pytest.fixture
def dawn(open_page: OpenPage, committed_world: World) -> Page:
    return open_page(user=committed_world.users["dawn"])


@pytest.fixture
def rita(open_page: OpenPage, committed_world: World) -> Page:
    return open_page(user=committed_world.users["rita"])


def test_a_line_from_both_and_a_back_order_that_follows(
    committed_world: World, alder: Page, dawn: Page, rita: Page
) -> None:
    world = committed_world
    supplier_opens_both(alder, world)
    retailer_orders(rita, world)
    with as_owner():
        order = Order.objects.filter(supplier=world.orgs["alder"]).latest("submitted_at")
    supplier_reads(alder, order)
    distributor_ships(dawn, order)
    with as_owner():
        follow = Order.objects.get(follows=order)
    for page, path in (
        (alder, f"/alder/selling/orders/{order.number}/"),
        (rita, f"/rita/buying/orders/alder/{order.number}/"),
    ):
        page.goto(path)
        expect(page.get_by_text("4 not there at shipping")).to_be_visible()
        page.get_by_role("link", name=f"order {follow.label}", exact=True).click()
        expect(page.get_by_role("heading", name=f"Order {follow.label}")).to_be_visible()
        expect(page.get_by_text("4 back-ordered")).to_be_visible()
        expect(page.get_by_role("link", name=f"order {order.label}", exact=True)).to_be_visible()


def supplier_opens_both(page: Page, world: World) -> None:
    """Set that rita has the own stock besides, and that PALE may wait."""
    customer = world.customers["alder", "rita"].pk
    page.goto(reverse("catalogs:customer_terms_update", args=["alder", customer]))
    page.get_by_label("Your own stock").select_option("yes")
    press(page, "Save")
    own = page.locator(".cb-term", has_text="Your own stock")
    expect(own).to_contain_text("Available too")
    expect(own).to_contain_text("set here")
    page.goto(reverse("catalogs:product_update", args=["alder", world.products["alder"][0].pk]))
    page.get_by_label("Can be back-ordered").check()
    press(page, "Save")
    page.goto("/alder/selling/availability/")
    page.get_by_label("Available when distributed by").select_option("dawn.own")
    expect(page.locator("tr", has_text="Pale Ale").locator("td.num").first).to_have_text("44")


def retailer_orders(page: Page, world: World) -> None:
    """Order more than both have: 22 and 22 are free."""
    page.goto("/rita/buying/alder/")
    box = page.locator(f"#p-{world.products['alder'][0].pk} input[name=quantity_units]")
    box.fill("48")
    box.press("Tab")
    page.wait_for_load_state("networkidle")
    page.goto("/rita/buying/alder/cart/")
    expect(page.get_by_text("44 left now, 4 will be back-ordered")).to_be_visible()
    expect(page.get_by_text("Not everything is there yet.")).to_be_visible()
    looked_at(page, "supply-cart")
    press(page, "Submit order")
    expect(page.get_by_text("4 back-ordered")).to_be_visible()
    expect(page.get_by_text("hand over")).to_have_count(0)


def supplier_reads(page: Page, order: Order) -> None:
    """Find the order by what is to be handed over, and confirm it."""
    page.goto("/alder/selling/orders/?supply=handover")
    expect(page.get_by_text("To hand over to Dawn")).to_be_visible()
    looked_at(page, "supply-orders")
    page.get_by_role("link", name=order.label).first.click()
    expect(page.get_by_text("22 to hand over to Dawn")).to_be_visible()
    looked_at(page, "supply-selling")
    press(page, "Confirm order")
    expect(page.get_by_text(f"Order {order.label} confirmed. The retailer is told.")).to_be_visible()


def distributor_ships(page: Page, order: Order) -> None:
    """Prepare and ship it; asked first what becomes of what is missing, the rest is moved."""
    page.goto(f"/dawn/delivering/orders/alder/{order.number}/")
    expect(page.get_by_text("22 brought by Alder")).to_be_visible()
    press(page, "Start preparing")
    chosen: Any = page.get_by_role("radio", name="Move it to a follow-up order")
    expect(chosen).to_be_visible()
    looked_at(page, "supply-shipping")
    chosen.check()
    press(page, "Mark as shipped")
    expect(page.get_by_text("What was not there was moved to")).to_be_visible()
    looked_at(page, "supply-shipped")

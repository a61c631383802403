"""A cart for each address on a phone, and orders that a supplier enters for a retailer and for a prospect."""

import pytest
from playwright.sync_api import Page, expect

from orders.models import CartLine
from retailers.models import ShipToAddress
from tests.browser.conftest import DESK, LOOKS, PHONE, check_axe, take_look, take_screenshot
from tests.world import World
from wholesale.tenancy.testing import as_owner

SHOP = "/rita/buying/alder/"


def looked_at(page: Page, name: str) -> None:
    for look in LOOKS:
        take_look(page, look)
        check_axe(page)
        take_screenshot(page, name, look)


@pytest.fixture
def pier(committed_world: World) -> ShipToAddress:
    with as_owner():
        CartLine.objects.filter(retailer=committed_world.orgs["rita"]).delete()
        return ShipToAddress.objects.create(
            retailer=committed_world.orgs["rita"], name="Pier Bar", street="9 Quay", city="Portland"
        )


def test_each_address_has_its_cart_and_one_is_moved(
    open_page, committed_world: World, pier: ShipToAddress
) -> None:
    page = open_page(PHONE, user=committed_world.users["rita"])
    page.goto(SHOP)
    page.get_by_label("Ordering for").select_option(label="Pier Bar, 9 Quay, Portland")
    page.wait_for_url(f"**/?ship_to={pier.pk}")
    page.get_by_role("button", name="One more Pale Ale").click()
    expect(page.locator("#cart-bar")).to_contain_text("1 unit")
    looked_at(page, "shop-for-an-address")

    take_look(page, PHONE)
    page.get_by_role("link", name="Review order").click()
    expect(page.locator("#ship-to")).to_contain_text("9 Quay")
    looked_at(page, "checkout-for-an-address")

    take_look(page, PHONE)
    page.get_by_role("button", name="Move the cart").click()
    expect(page.locator("#ship-to")).not_to_contain_text("9 Quay")
    expect(page.locator("#cart-lines")).to_contain_text("Pale Ale")
    page.get_by_role("button", name="Submit order").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Order 4")


def test_an_order_is_entered_for_a_retailer(open_page, committed_world: World) -> None:
    page = open_page(DESK, user=committed_world.users["alder"])
    page.goto("/alder/selling/orders/")
    page.get_by_role("link", name="New order").click()
    looked_at(page, "order-new")
    take_look(page, DESK)
    page.get_by_role("link", name="Rita of alder").click()
    page.get_by_role("searchbox", name="Search products").fill("pale")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Quantity of Pale Ale").first.fill("3")
    page.keyboard.press("Enter")
    expect(page.locator("#cart-lines")).to_contain_text("3 units")
    looked_at(page, "order-entering")
    take_look(page, DESK)
    page.get_by_label("PO number").fill("By phone")
    page.get_by_role("button", name="Submit order").click()
    expect(page.get_by_text("Entered by the supplier for the retailer")).to_be_visible()


def test_an_order_is_entered_for_a_prospect_and_waits(open_page, committed_world: World) -> None:
    page = open_page(PHONE, user=committed_world.users["birch"])
    page.goto("/birch/selling/orders/new/")
    page.get_by_role("link", name="remy in waiting").click()
    page.get_by_text("Type or paste SKUs and quantities").click()
    sku = committed_world.products["birch"][0].sku
    page.get_by_label("SKU and quantity, one line each").fill(f"{sku} 1")
    page.get_by_role("button", name="Put into the order").click()
    expect(page.locator("#cart-lines")).to_contain_text("1 unit")
    looked_at(page, "order-entering-prospect")
    take_look(page, PHONE)
    page.get_by_role("button", name="Submit order").click()
    expect(page.get_by_text("This order waits until remy in waiting registers")).to_be_visible()
    looked_at(page, "order-waiting-for-registration")

"""Ordering fast on a phone: a quick order mended, a star, a list made and put into the cart, an order again."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Look, check_axe, take_look, take_screenshot
from tests.world import World

SHOP = "/rita/buying/alder/"


@pytest.fixture
def page(open_page, committed_world: World) -> Page:
    return open_page(PHONE, user=committed_world.users["rita"])


def looked_at(page: Page, name: str) -> None:
    """Let axe read the page on a phone and at a desk, keep its pictures, then go on on the phone."""
    for look in (PHONE, Look(390, "dark"), DESK):
        take_look(page, look)
        check_axe(page)
        take_screenshot(page, name, look)
    take_look(page, PHONE)


def test_a_quick_order_is_mended_and_a_product_starred(page: Page) -> None:
    page.goto(SHOP)
    page.get_by_role("link", name="Quick order").click()
    looked_at(page, "quick-order")
    page.get_by_label("SKU and quantity, one line each").fill("pale 2\nNOPE 1")
    page.get_by_role("button", name="Put into the cart").click()
    expect(page.get_by_role("alert")).to_contain_text("not offered to you")
    expect(page.get_by_label("SKU and quantity, one line each")).to_have_value("NOPE 1")
    expect(page.locator("#cart-bar")).to_contain_text("3 units")
    looked_at(page, "quick-order-refused")

    page.get_by_role("link", name="Shop", exact=True).click()
    page.get_by_role("button", name="Favourite: Pale Ale").click()
    expect(page.get_by_role("button", name="Favourite: Pale Ale")).to_have_attribute("aria-pressed", "true")
    looked_at(page, "shop-starred")

    page.goto(SHOP + "favourites/")
    looked_at(page, "favourites")


def test_a_list_is_made_of_the_cart_and_an_order_placed_again(page: Page, committed_world: World) -> None:
    page.goto(SHOP)
    page.get_by_role("link", name="Lists", exact=True).click()
    expect(page.get_by_role("link", name="Usual of rita")).to_be_visible()
    looked_at(page, "standing-lists")
    page.get_by_role("link", name="Make a list of the cart").click()
    page.get_by_label("Name").fill("Friday")
    looked_at(page, "standing-list-form")
    page.get_by_role("button", name="Save list").click()
    expect(page.get_by_role("heading", name="Friday")).to_be_visible()
    looked_at(page, "standing-list")
    page.get_by_role("button", name="Put into the cart").click()
    page.wait_for_url("**/cart/")
    expect(page.locator("#cart-lines")).to_contain_text("2 units")

    page.goto(f"/rita/buying/orders/alder/{committed_world.orders['alder', 'rita'].number}/")
    page.get_by_role("link", name="Order again").click()
    looked_at(page, "order-again")

"""Why this price?: opened beside what a customer pays, for any quantity, by mouse, keyboard and without a script."""

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LOOKS, PHONE, check_axe, take_look, take_screenshot
from tests.catalogs.dealer import Dealer
from tests.catalogs.prices import price, published, standard
from tests.catalogs.test_price_effects import set_terms
from tests.world import World


@pytest.fixture
def world(committed_world: World) -> World:
    """Return the cast; rita pays 28.00 from ten on and three percent less, and nothing special."""
    Dealer(committed_world)
    pale = committed_world.products["alder"][0]
    published(committed_world, standard(committed_world), {pale.pk: price("30", (10, "28"))})
    set_terms(committed_world, "rita", price_change_percent=Decimal(-3))
    return committed_world


def opened(world: World, open_page: Any, *look: Any, **options: Any) -> Page:
    page: Page = open_page(*look, user=world.users["alder"], **options)
    page.goto(f"/alder/selling/retailers/{world.customers['alder', 'rita'].pk}/prices/")
    return page


def test_it_opens_in_place_and_follows_the_quantity(open_page: Any, world: World) -> None:
    page = opened(world, open_page)
    page.get_by_role("link", name="Why this price? Pale Ale").click()

    why = page.get_by_role("dialog", name="Why this price?")
    expect(why.locator(".total")).to_contain_text("$29.10")
    expect(why).to_contain_text("Price list Standard")
    expect(why).to_contain_text("No quantity break: the first is from 10 units")
    why.get_by_label("When it orders").fill("10")
    why.get_by_label("When it orders").blur()
    expect(why.locator(".total")).to_contain_text("$27.16")
    expect(why).to_contain_text("Quantity break from 10 units")
    for look in LOOKS:
        take_look(page, look)
        take_screenshot(page, "why-this-price", look)
        check_axe(page)
    why.get_by_role("button", name="Close").click()
    expect(why).to_be_hidden()
    assert page.url.endswith("/prices/")


def test_a_keyboard_is_enough(open_page: Any, world: World) -> None:
    page = opened(world, open_page)
    link = page.get_by_role("link", name="Why this price? Pale Ale")
    link.focus()
    page.keyboard.press("Enter")

    why = page.get_by_role("dialog", name="Why this price?")
    expect(why.locator(".total")).to_contain_text("$29.10")
    assert page.evaluate("document.querySelector('#why').contains(document.activeElement)")
    units = why.get_by_label("When it orders")
    for _ in range(3):
        if units.evaluate("box => box === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(units).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(why.locator(".total")).to_contain_text("$27.16")
    expect(units).to_be_focused()  # and not somewhere on the page behind

    page.keyboard.press("Escape")
    expect(why).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(why.locator(".total")).to_contain_text("$29.10")


def test_without_a_script_it_is_a_page_of_its_own(open_page: Any, world: World) -> None:
    page = opened(world, open_page, PHONE, java_script_enabled=False)
    page.get_by_role("link", name="Why this price? Pale Ale").click()

    page.get_by_label("When it orders").fill("10")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".total")).to_contain_text("$27.16")

"""Taxes and a customer's own prices in a browser: made, refused in words, shown in every look."""

from tests.browser.conftest import in_every_look
from tests.world import World


def test_a_tax_class_is_made(open_page, committed_world: World):
    page = open_page(user=committed_world.users["alder"])
    page.goto("/alder/selling/setup/taxes/")
    page.get_by_role("link", name="Add a tax class").first.click()
    page.get_by_label("Name").fill("Beer")
    row = page.get_by_role("group", name="Rate 1")
    row.get_by_label("Tax").fill("Sales tax")
    row.get_by_label("Rate in %").fill("2,9")
    page.get_by_label("Default").check()
    in_every_look(page, "tax-class-form")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("cell", name="Sales tax 2.9%").wait_for()
    in_every_look(page, "taxes")


def test_a_customer_has_a_price_of_its_own(open_page, committed_world: World):
    page = open_page(user=committed_world.users["alder"])
    page.goto(f"/alder/selling/retailers/{committed_world.customers['alder', 'remy'].pk}/prices/")
    page.get_by_role("link", name="Special price").first.click()
    for price, breaks, last_day in (
        ("28.00", "10: 27.00", "2999-01-05"),
        ("27.50", "10: 26.00; 50: 25.00", ""),
    ):
        page.get_by_label("Price in USD").fill(price)
        page.get_by_label("Quantity breaks").fill(breaks)
        page.get_by_label("Until").fill(last_day)
        page.get_by_role("button", name="Set special price").click()
        page.get_by_text("is set.").wait_for()
        in_every_look(page, "special-prices")
        page.get_by_role("link", name="Change").first.click()
    page.get_by_text("Jan 5, 2999").wait_for()
    in_every_look(page, "special-price")

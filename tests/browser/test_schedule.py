"""Delivery days in a real browser: set for all and for one, previewed, ordered for at the checkout, switched off."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from orders.models import Order
from tests.browser.conftest import DESK, LOOKS, PHONE, check_axe, take_look, take_screenshot
from tests.world import World
from wholesale.tenancy.testing import as_owner

SETUP = "/alder/selling/setup/schedule/"
SHOP = "/rita/buying/alder/"
TUESDAY, FRIDAY = 1, 4


def looked_at(page: Page, name: str) -> None:
    for look in LOOKS:
        take_look(page, look)
        take_screenshot(page, name, look)
        check_axe(page)
    take_look(page, LOOKS[0])


def coming(weekday: int) -> date:
    """Return the first such weekday that can be ordered for until the day before, whatever the hour of the test."""
    soon = timezone.now().date() + timedelta(days=3)
    return soon + timedelta(days=(weekday - soon.weekday()) % 7)


def test_days_set_for_all_and_for_one_are_what_the_buyer_is_offered(open_page, committed_world: World):
    world = committed_world
    alder, rita = (open_page(user=world.users[name]) for name in ("alder", "rita"))
    tab = f"/alder/selling/retailers/{world.customers['alder', 'rita'].pk}/"

    the_supplier_sets_its_days(alder)
    the_supplier_closes_days(alder)
    a_customer_gets_its_own(alder, tab)
    alder.goto(f"/alder/selling/retailers/groups/{world.groups['alder'].pk}/schedule/")
    expect(alder.get_by_text("your default")).to_be_visible()
    looked_at(alder, "schedule-group")

    the_buyer_chooses_one_of_them(rita)
    all_days_are_switched_off(alder, f"{tab}schedule/")
    there_is_no_day_left(rita)


def the_supplier_sets_its_days(page: Page) -> None:
    page.goto(SETUP)
    looked_at(page, "schedule-none")
    page.get_by_role("link", name="Set delivery days").click()
    fill_a_day(page, coming(TUESDAY), "Monday", "12:00")
    page.get_by_label("Carrier", exact=True).select_option("named")
    page.get_by_label("Name of another carrier").fill("Two Wheels")
    looked_at(page, "schedule-day")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a day").click()
    fill_a_day(page, coming(FRIDAY), "Thursday", "16:30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="Friday")).to_contain_text("Thursday 4:30")


def fill_a_day(page: Page, first: date, weekday: str, until: str) -> None:
    page.get_by_label("First delivery").fill(first.isoformat())
    page.get_by_label("Order until (day)").select_option(label=weekday)
    page.get_by_label("Order until (time)").fill(until)


def the_supplier_closes_days(page: Page) -> None:
    page.get_by_label("Closed on public holidays").check()
    page.get_by_label("Saturday").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Public holidays")).to_be_visible()
    page.get_by_label("Closed on", exact=True).fill((coming(FRIDAY) + timedelta(days=7)).isoformat())
    page.get_by_label("Because of").fill("Stocktaking")
    page.get_by_role("button", name="Close this day").click()
    expect(page.get_by_text("Stocktaking")).to_have_count(2)  # in the preview, and in the list of closed days
    looked_at(page, "schedule-setup")


def a_customer_gets_its_own(page: Page, tab: str) -> None:
    page.goto(tab)
    page.get_by_role("link", name="Delivery schedule").click()
    expect(page.get_by_text("your default")).to_be_visible()
    looked_at(page, "schedule-inherited")
    page.get_by_role("button", name="Replace with an own schedule").click()
    page.get_by_role("link", name="Edit Tuesday").click()
    page.get_by_label("Order until (time)").fill("09:15")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="Tuesday")).to_contain_text("Monday 9:15")
    coming_days = page.get_by_role("region", name="Next deliveries")
    expect(coming_days.get_by_text("order until")).to_have_count(8)
    expect(coming_days.get_by_text("Stocktaking")).to_be_visible()
    looked_at(page, "schedule-customer")
    page.locator("summary", has_text="Delete").first.click()
    looked_at(page, "schedule-delete")
    take_look(page, PHONE)
    asked = page.get_by_text("Delete Tuesday as a delivery day?").bounding_box()
    assert asked
    assert 0 <= asked["x"] < asked["x"] + asked["width"] <= PHONE.width
    take_look(page, DESK)


def the_buyer_chooses_one_of_them(page: Page) -> None:
    page.goto(SHOP)
    page.get_by_role("button", name="One more").first.click()
    expect(page.locator("#cart-bar")).to_contain_text("2 units")
    page.get_by_role("link", name="Review order").click()
    days = page.get_by_role("group", name="Choose a delivery day")
    expect(days.get_by_role("radio")).to_have_count(12)
    expect(days.get_by_text("Closed: Stocktaking")).to_be_visible()
    expect(days.get_by_text("by Two Wheels").first).to_be_visible()
    days.locator(f"input[value='{coming(FRIDAY)}']").check()
    looked_at(page, "schedule-checkout")
    page.get_by_role("button", name="Submit order").last.click()
    expect(page.get_by_text("Submitted").first).to_be_visible()
    with as_owner():
        assert Order.objects.latest("submitted_at").delivery_date == coming(FRIDAY)
    page.goto("/rita/buying/setup/calendar/")
    looked_at(page, "schedule-calendar")


def all_days_are_switched_off(page: Page, at: str) -> None:
    page.goto(at)
    for weekday in ("Tuesday", "Friday"):
        page.get_by_role("button", name=f"Switch off {weekday}").click()
        expect(page.get_by_role("button", name=f"Switch on {weekday}")).to_be_visible()
    expect(page.get_by_text("There is no delivery day.")).to_be_visible()
    looked_at(page, "schedule-off")


def there_is_no_day_left(page: Page) -> None:
    page.goto(SHOP)
    page.get_by_role("button", name="One more").first.click()
    expect(page.locator("#cart-bar")).to_contain_text("1 unit")
    page.get_by_role("link", name="Review order").click()
    expect(page.get_by_text("This supplier delivers to you on no day at the moment.")).to_be_visible()
    looked_at(page, "schedule-no-day")

"""The tour through a customer's three steps, in a real browser: led from control to control, and without a script."""

import pytest
from playwright.sync_api import Page, expect

from invitations.enums import TourState
from retailers.models import Customer, ScheduleLine
from tests.browser.conftest import DESK, LOOKS, PHONE, Look, check_axe, take_screenshot
from tests.invitations.touring import let_in, row, url
from tests.world import World
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def world(committed_world: World) -> World:
    return committed_world


@pytest.fixture
def approved(world: World) -> Customer:
    return let_in(world)


def told(page: Page, words: str) -> None:
    """Expect what stands beside the control that is shown."""
    expect(page.get_by_role("dialog")).to_contain_text(words)


def looked_at(page: Page, name: str, look: Look) -> None:
    take_screenshot(page, name, look)
    check_axe(page)


def activated(page: Page, look: Look, name: str = "Rita of alder") -> None:
    """Take the first step by the keyboard: what is closed leaves the focus on the control."""
    told(page, "Press Activate")
    expect(page.get_by_role("dialog")).to_have_accessible_name("Step 1 of 3: Activate")
    looked_at(page, "tour-activate", look)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Activate", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name=f"Set-up of {name}")).to_contain_text("step 2 of 3")


def given_terms(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Go on").click()
    told(page, "Open the terms")
    page.get_by_role("dialog").get_by_role("button", name="Next").click()
    told(page, "If what applies already is right")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Edit terms").click()
    told(page, "Its price list (price type)")
    looked_at(page, "tour-terms", look)
    page.keyboard.press("ArrowRight")
    told(page, "A markup")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Markup or discount in %")).to_be_focused()
    page.keyboard.type("3")
    page.get_by_role("button", name="Save terms").click()


def given_days(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Go on").click()
    told(page, "Set the days on which it is delivered to.")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Set delivery days").click()
    told(page, "The first delivery.")
    looked_at(page, "tour-days", look)
    page.keyboard.press("Escape")
    page.locator("#id_starts_on").fill("2026-11-30")
    page.locator("#id_deadline_weekday").select_option("6")
    page.locator("#id_deadline_time").fill("12:00")
    page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.suffix)
def test_led_from_control_to_control(world: World, approved: Customer, open_page, look: Look) -> None:
    page = open_page(look, user=world.users["alder"])

    page.goto(url("tour", approved))
    activated(page, look)
    given_terms(page, look)
    given_days(page, look)

    expect(page.get_by_text("all 3 steps are done")).to_be_visible()
    looked_at(page, "tour-done", look)
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("region", name="Set-up of Rita of alder")).to_have_count(0)
    assert row(approved).state == TourState.FINISHED


@pytest.mark.parametrize("look", [DESK, PHONE], ids=lambda look: look.suffix)
def test_without_a_script_left_and_gone_on_with(
    world: World, approved: Customer, open_page, look: Look
) -> None:
    page = open_page(look, user=world.users["alder"], java_script_enabled=False)
    bar = page.get_by_role("region", name="Set-up of Rita of alder")

    page.goto(url("tour", approved))
    expect(bar).to_contain_text("Press Activate")
    expect(page.get_by_role("button", name="Show me")).to_have_count(0)
    page.get_by_role("button", name="Activate", exact=True).click()
    bar.get_by_role("button", name="Leave").click()
    expect(bar).to_contain_text("It was left here.")
    assert row(approved).state == TourState.LEFT

    page.goto(url("tour", approved))
    expect(page.get_by_role("heading", name="2. Price type and terms")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(bar).to_contain_text("step 2 of 3")
    bar.get_by_role("button", name="Next").click()
    expect(bar).to_contain_text("step 3 of 3")
    bar.get_by_role("button", name="Next").click()
    bar.get_by_role("button", name="Finish").click()

    assert row(approved).state == TourState.FINISHED
    with as_owner():
        assert not ScheduleLine.objects.filter(schedule__customer=approved).exists()


def test_it_shows_itself_once_and_then_when_asked(world: World, approved: Customer, open_page) -> None:
    page = open_page(DESK, user=world.users["alder"])
    page.goto(url("tour", approved))
    told(page, "Press Activate")

    page.reload()
    expect(page.get_by_role("button", name="Show me")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Show me").click()

    told(page, "Press Activate")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Activate", exact=True)).to_be_focused()


def test_pages_of_the_set_up_in_every_look(world: World, approved: Customer, open_page) -> None:
    with as_owner():
        type(row(approved)).objects.filter(customer=approved).update(state=TourState.LEFT)
    for look in LOOKS:
        page = open_page(look, user=world.users["alder"])
        for name, path in (
            ("tour-left", url("tour", approved)),
            ("tour-list", "/alder/selling/retailers/set-up/"),
        ):
            page.goto(path)
            take_screenshot(page, name, look)
            check_axe(page)

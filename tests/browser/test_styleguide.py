"""Every part of the screen in a real browser: nothing for axe, nothing on the console, all by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, LOOKS, PHONE, check_axe, take_screenshot
from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.urls("tests.browser.urls")
PAGES = {"parts": "/_design/", "gate": "/_design/?page=gate", "shop": "/_design/?page=shop"}


@pytest.fixture(autouse=True)
def _brand(live_server):
    with as_owner():
        Organization.objects.create(
            name="Northgate Brewing", slug="northgate", sells=True, brand_color="#87400f"
        )


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.suffix)
def test_axe_finds_nothing(page: Page, name, look):
    page.goto(PAGES[name])

    check_axe(page)
    take_screenshot(page, f"design-{name}", look)


@pytest.mark.parametrize("look", [DESK, PHONE], ids=lambda look: look.suffix)
def test_open_menus_pass_too(page: Page, look):
    page.goto("/_design/?toast=1")
    page.locator("summary.cb-switcher").click()
    check_axe(page)
    page.keyboard.press("Escape")
    page.locator("summary.cb-chip").first.click()
    check_axe(page)


def test_a_menu_opens_walks_and_closes_by_keyboard(page: Page):
    page.goto("/_design/")
    switcher = page.locator("summary.cb-switcher")
    switcher.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".cb-panel a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".cb-panel a").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(switcher).to_be_focused()
    expect(page.locator("details.cb-menu[open]")).to_have_count(0)


def test_one_menu_at_a_time_and_none_after_a_click_outside(page: Page):
    page.goto("/_design/")
    page.locator("summary.cb-switcher").click()
    page.locator("header summary.cb-iconbtn").click()
    expect(page.locator("details.cb-menu[open]")).to_have_count(1)
    page.locator("h1").click()
    expect(page.locator("details.cb-menu[open]")).to_have_count(0)


def test_ctrl_k_goes_to_the_search(page: Page):
    page.goto("/_design/")
    page.keyboard.press("Control+k")
    expect(page.locator("#top-search")).to_be_focused()


def test_errors_of_a_form_have_the_focus_and_lead_to_their_fields(page: Page):
    page.goto("/_design/")
    expect(page.locator("[data-errors]").first).to_be_focused()
    page.locator("[data-errors] a", has_text="Email").click()
    expect(page.locator("#id_email").first).to_be_focused()


def test_a_quantity_steps_within_its_bounds(page: Page):
    page.goto("/_design/")
    box = page.get_by_label("Quantity of Get Together, case")
    page.get_by_label("One more Get Together, case").click()
    expect(box).to_have_value("13")
    box.fill("900")
    box.press("Tab")
    expect(box).to_have_value("18")
    box.press("ArrowDown")
    expect(box).to_have_value("17")
    box.fill("rubbish")
    box.press("Tab")
    expect(box).to_have_value("0")
    page.get_by_label("One less Get Together, case").click()
    expect(box).to_have_value("0")


def test_chosen_rows_bring_the_bar(page: Page):
    page.goto("/_design/")
    bar = page.get_by_role("region", name="With the chosen")
    expect(bar).to_be_hidden()
    page.get_by_label("Choose Cormoran").check()
    page.get_by_label("Choose Ombrelle").click(modifiers=["Shift"])
    expect(bar).to_contain_text("3 chosen")
    expect(page.get_by_label("Choose all on this page")).to_be_checked()
    page.get_by_role("button", name="Clear").click()
    expect(bar).to_be_hidden()


def test_search_as_one_types_is_walked_with_arrows(page: Page):
    page.goto("/_design/")
    field = page.locator("#q")
    field.fill("corm")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "o1")
    field.press("ArrowUp")
    expect(field).to_have_attribute("aria-activedescendant", "o2")
    field.press("Escape")
    expect(page.locator("#hits")).to_be_hidden()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/_design/#a")


def test_htmx_swaps_a_list_under_the_policy_and_keeps_the_address(page: Page):
    page.goto("/_design/")
    page.locator("#list-search").fill("heron")
    page.wait_for_url("**/_design/?q=heron**")
    expect(page.locator("#announcer")).to_have_text("3 found")
    expect(page.locator("#list")).to_have_count(1)
    expect(page.locator("#list-search")).to_have_value("heron")


def test_toasts_say_what_happened_and_go_when_closed(page: Page):
    page.goto("/_design/?toast=1")
    toasts = page.locator("[data-toast]")
    expect(toasts).to_have_count(2)
    expect(toasts.first.get_by_role("button", name="Undo")).to_be_visible()
    toasts.first.get_by_label("Close").click()
    expect(toasts).to_have_count(1)


def test_a_theme_is_chosen_and_kept(page: Page):
    page.goto("/_design/")
    page.locator("header summary.cb-iconbtn").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_frame_works_without_a_script(open_page):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/_design/")
    page.locator(".cb-more > summary").click()
    expect(page.locator(".cb-more .cb-panel a", has_text="Distributors")).to_be_visible()
    page.goto("/_design/")
    page.locator("header summary.cb-iconbtn").click()
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.goto("/_design/?q=x")
    page.locator("summary.cb-chip", has_text="Group").click()
    page.locator(".cb-chips .cb-panel a", has_text="Bars").click()
    page.wait_for_url("**group=bars**")


def test_the_policy_refuses_what_is_inline(open_page):
    page = open_page()
    page.goto("/_design/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.broken=1\">')")
    page.wait_for_timeout(200)

    assert page.evaluate("window.broken") is None
    assert any("Content Security Policy" in said for said in open_page.complaints)
    open_page.complaints.clear()

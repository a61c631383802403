"""A grid in a real browser: walked, pasted into, restored, and not left by accident."""

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser.conftest import PHONE
from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.urls("tests.browser.urls")
ONE, MANY, NONE = "1 change is not saved.", "{} changes are not saved.", "All saved."


@pytest.fixture(autouse=True)
def _brand(live_server):
    with as_owner():
        Organization.objects.create(
            name="Northgate Brewing", slug="northgate", sells=True, brand_color="#87400f"
        )


@pytest.fixture
def grid(page: Page) -> Page:
    page.goto("/_design/")
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def box(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def paste(where: Locator, text: str) -> None:
    """Paste as a spreadsheet does; a page may not read the clipboard by itself."""
    where.focus()
    where.evaluate(
        """(node, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          node.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def questions(page: Page) -> list[str]:
    """Return what the browser asks from now on; it is always answered with yes."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return asked


def count(page: Page) -> Locator:
    return page.locator("[data-grid-count]")


def test_arrows_and_enter_walk_and_send_nothing(grid: Page):
    box(grid, "Brand of Get Together").focus()
    grid.keyboard.press("ArrowDown")
    expect(box(grid, "Brand of Parapet")).to_be_focused()
    grid.keyboard.press("ArrowRight")
    expect(box(grid, "Sold by of Parapet")).to_be_focused()
    grid.keyboard.press("ArrowRight")
    expect(box(grid, "Price of Parapet")).to_be_focused()
    grid.keyboard.press("Enter")
    expect(box(grid, "Price of Topcut")).to_be_focused()
    grid.keyboard.press("Shift+Enter")
    grid.keyboard.press("Tab")
    expect(box(grid, "Parapet is active")).to_be_focused()
    assert grid.url.endswith("/_design/")


def test_arrows_go_through_a_text_before_they_leave_it(grid: Page):
    brand = box(grid, "Brand of Parapet")
    brand.click()
    brand.press("End")
    brand.press("ArrowLeft")
    expect(brand).to_be_focused()
    brand.press("End")
    brand.press("ArrowRight")
    expect(box(grid, "Sold by of Parapet")).to_be_focused()


def test_what_changed_is_marked_counted_and_restored(grid: Page):
    expect(count(grid)).to_have_text(ONE)  # the refused price, which came back as it was typed
    price = box(grid, "Price of Parapet")
    price.fill("70")
    expect(count(grid)).to_have_text(MANY.format(2))
    expect(price.locator("xpath=..")).to_have_class("cb-grid__cell is-amount is-changed")
    price.press("Escape")
    expect(price).to_have_value("61.20")
    box(grid, "Parapet is active").uncheck()
    box(grid, "Sold by of Parapet").select_option("keg")
    expect(count(grid)).to_have_text(MANY.format(3))
    grid.get_by_role("button", name="Take back all").click()
    expect(count(grid)).to_have_text(NONE)
    expect(box(grid, "Price of Topcut")).to_have_value("61.20")
    expect(box(grid, "Parapet is active")).to_be_checked()


def test_cells_of_a_spreadsheet_fill_right_and_down(grid: Page):
    start = box(grid, "Brand of Parapet")
    paste(start, 'Alder\tKEG\t70.5\tno\r\n"Big ""B"""\tcase\t71\tyes\r\n')

    expect(start).to_have_value("Alder")
    expect(box(grid, "Sold by of Parapet")).to_have_value("keg")
    expect(box(grid, "Price of Parapet")).to_have_value("70.5")
    expect(box(grid, "Parapet is active")).not_to_be_checked()
    expect(box(grid, "Brand of Topcut")).to_have_value('Big "B"')
    expect(box(grid, "Price of Topcut")).to_have_value("71")
    expect(box(grid, "Brand of Get Together")).to_have_value("Northgate")
    expect(count(grid)).to_have_text(MANY.format(6))
    expect(grid.locator("#announcer")).to_have_text("8 cells were filled.")
    grid.keyboard.press("Control+z")
    expect(start).to_have_value("Northgate")
    expect(count(grid)).to_have_text(ONE)


def test_what_finds_no_place_is_told(grid: Page):
    paste(box(grid, "Sold by of Topcut"), "barrel\t60\tyes\tmore\nkeg\t1")

    expect(box(grid, "Sold by of Topcut")).to_have_value("case")
    expect(box(grid, "Price of Topcut")).to_have_value("60")
    expect(grid.locator("#toasts")).to_contain_text("4 cells found no place, or do not fit theirs.")


def test_a_grid_with_changes_is_not_left_by_accident(page: Page):
    page.goto("/_design/")
    asked = questions(page)
    box(page, "Brand of Parapet").click()
    page.keyboard.type("x")
    page.get_by_role("link", name="Shop page").click()
    page.wait_for_url("**page=shop")
    assert asked == ["beforeunload"]


def test_saving_is_not_asked_about(page: Page):
    page.goto("/_design/")
    asked = questions(page)
    box(page, "Brand of Parapet").click()
    page.keyboard.type("x")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/_design/?grid")
    assert asked == []


def test_without_a_script_it_is_a_form(open_page):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/_design/")
    box(page, "Brand of Parapet").fill("Alder")
    page.get_by_role("button", name="Save products").click()
    page.wait_for_url("**/_design/?grid")

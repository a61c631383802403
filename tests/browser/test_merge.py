"""Two entries become one in a staff browser, and two again; each page in every look."""

import re

import pytest
from playwright.sync_api import expect

from retailers.models import DirectoryEntry
from retailers.services.pairs import find_duplicates
from tests.browser.conftest import LOOKS
from tests.browser.test_retailers import forgive, looked_at
from tests.retailers.staff import sam
from tests.world import World
from wholesale.tenancy.testing import as_owner

BASE = "/admin/retailers/merge/"


@pytest.fixture
def world(committed_world: World) -> World:
    """Return the cast, in which rosa's entry has been typed in twice."""
    with as_owner():
        DirectoryEntry.objects.filter(pk=committed_world.org_id("rosa")).update(
            name="Ritas Bar", street="450 Elm St.", phone="", industry="bar"
        )
    find_duplicates()
    return committed_world


def test_a_duplicate_is_found_compared_merged_and_undone(world: World, open_page) -> None:
    page = open_page(LOOKS[0], user=sam())
    page.goto(BASE)
    expect(page.get_by_text("Same address").first).to_be_visible()
    looked_at(page, "duplicates")
    row = page.get_by_role("row").filter(has_text="Ritas Bar").first
    row.get_by_role("link", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Merge Rita"))
    looked_at(page, "merge-preview")

    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("one company")
    forgive(open_page, 409)
    page.get_by_label("Company name Ritas Bar").check()
    page.get_by_label(re.compile("They are one company")).check()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_text("Merged, can be undone")).to_be_visible()
    looked_at(page, "merge-done")
    page.get_by_role("link", name="Merged").first.click()
    looked_at(page, "merges")
    page.get_by_role("link", name=re.compile("Bar")).first.click()

    page.get_by_text("Undo the merge").first.click()
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_text("Undone", exact=True).first).to_be_visible()


def test_any_two_entries_are_chosen_by_keyboard(world: World, open_page) -> None:
    page = open_page(LOOKS[0], user=sam())
    page.goto(f"{BASE}choice/")
    searches = page.get_by_role("searchbox")
    searches.nth(0).fill("remy@example.com")
    searches.nth(1).fill("rex@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Remy's Bar")).to_be_visible()
    looked_at(page, "merge-choice")

    page.get_by_role("button", name="Compare the two").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Merge")
    looked_at(page, "merge-preview-registered")

"""Many orders take a step from a list, with the keyboard and on a phone; parties comment on one of them."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Look, in_every_look
from tests.world import World


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
def test_chosen_orders_are_confirmed(open_page, committed_world: World, look: Look):
    page = open_page(look, user=committed_world.users["alder"])
    page.goto("/alder/selling/orders/")
    boxes = page.locator("input[data-pick]")
    boxes.first.focus()
    page.keyboard.press("Space")
    boxes.nth(1).focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-chosen]").first).to_have_text("2")
    if look == DESK:
        in_every_look(page, "orders-chosen")
        page.get_by_role("button", name="Confirm order").first.click()
    else:
        page.locator(".cb-bulk summary").click()
        page.get_by_role("button", name="Confirm order").last.click()
    page.get_by_role("heading", name="Confirm order").wait_for()
    in_every_look(page, "orders-many")
    page.get_by_label("Remark").fill("On its way soon.")
    page.get_by_role("button", name="Confirm order: 2 orders").click()
    page.get_by_text("2 orders are done").wait_for()


def test_what_cannot_be_done_is_named(open_page, committed_world: World):
    page = open_page(user=committed_world.users["alder"])
    page.goto("/alder/selling/orders/")
    page.locator("input[data-pick]").first.check()
    page.get_by_role("button", name="Mark as shipped").first.click()
    page.get_by_role("button", name="Mark as shipped: 1 order").click()
    page.get_by_text("1 order is left as it was").wait_for()
    in_every_look(page, "orders-many-left")
    assert all("409" in said for said in open_page.complaints)  # the answer's own status
    open_page.complaints.clear()


def test_a_comment_and_an_internal_one(open_page, committed_world: World):
    number = committed_world.orders["alder", "rita"].number
    page = open_page(user=committed_world.users["alder"])
    page.goto(f"/alder/selling/orders/{number}/")
    page.get_by_label("Comment").fill("The crates are on the left.")
    page.get_by_role("button", name="Send to everyone").click()
    page.get_by_text("The crates are on the left.").wait_for()
    page.get_by_label("Comment").fill("Ask for the empties.")
    page.get_by_role("button", name="Keep internal").click()
    page.get_by_text("Ask for the empties.").wait_for()
    in_every_look(page, "order-comments")

    theirs = open_page(user=committed_world.users["rita"])
    theirs.goto(f"/rita/buying/orders/alder/{number}/")
    theirs.get_by_text("The crates are on the left.").wait_for()
    assert theirs.get_by_text("Ask for the empties.").count() == 0

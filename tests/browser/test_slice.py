"""One order through all of it: a supplier begins with nothing, a distributor delivers, everyone reads their mail.

Each step is a click or a typed word on a page; the mails are read in the Mailbox, as in development.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from orders.models import Order
from orders.tasks import remind_of_late_orders
from tests.browser.conftest import DESK, LOOKS, PHONE, check_axe, take_look, take_screenshot
from tests.browser.mailbox import Mailbox
from wholesale.tenancy.testing import as_owner

PASSWORD = "a long way to the pub"


class Story(Mailbox):
    """Three people in three browsers, and the Mailbox in a fourth."""

    def __init__(self, open_page: Callable[..., Page]) -> None:
        super().__init__(open_page(DESK))
        self.maya, self.luc, self.rita = open_page(DESK), open_page(DESK), open_page(PHONE)
        self.complaints = open_page.complaints  # type: ignore[attr-defined]


def looked_at(page: Page, name: str) -> None:
    """Let axe read the page in every look, and keep its pictures."""
    width = page.viewport_size
    for look in LOOKS:
        take_look(page, look)
        check_axe(page)
        take_screenshot(page, name, look)
    page.emulate_media(color_scheme="light")
    assert width
    page.set_viewport_size(width)


def field(page: Page, label: str) -> Any:
    return page.get_by_label(label, exact=False).first


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def sign_up(story: Story, page: Page, *, email: str, name: str, company: str, side: str) -> None:
    page.goto(f"/accounts/signup/?next=/companies/new/{side}/")
    field(page, "Your name").fill(name)
    field(page, "Email").fill(email)
    page.locator("input[type=password]").first.fill(PASSWORD)
    press(page, "Create account")
    page.locator("input[name=code]").fill(story.code(email))
    page.locator("main form button").first.click()
    field(page, "Company name").fill(company)
    page.locator("select[name=country]").select_option("US")
    page.locator("select[name=currency]").select_option("USD")
    page.locator("main form button[type=submit], main form button:not([type])").last.click()
    page.wait_for_url(f"**/{side}/")


@pytest.fixture
def story(
    open_page: Callable[..., Page],
    transactional_db: None,
    mails_arrive: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Story:
    monkeypatch.setattr("orders.services.digests.FIRST_HOUR", 0)  # whatever the hour of the test
    return Story(open_page)


def test_one_order_from_an_empty_company_to_the_door(story: Story) -> None:
    supplier_begins(story)
    distributor_agrees(story)
    stock_is_moved(story)
    retailer_is_invited(story)
    retailer_accepts(story)
    retailer_orders(story)
    everyone_does_their_step(story)
    an_order_left_alone_is_overdue(story)


def supplier_begins(story: Story) -> None:
    maya = story.maya
    sign_up(
        story, maya, email="maya@example.com", name="Maya Lind", company="Northgate Brewing", side="selling"
    )
    looked_at(maya, "selling-home-new")
    for name, sku, stock in (("Parapet ESB", "ESB-24", "40"), ("Stronghold Stout", "STO-24", "12")):
        maya.goto("/northgate-brewing/selling/products/new/")
        field(maya, "Name").fill(name)
        field(maya, "SKU").fill(sku)
        field(maya, "Pack").fill("24 × 473 ml")
        field(maya, "Price in USD").fill("61.20")
        field(maya, "In stock now").fill(stock)
        press(maya, "Add product")
        expect(maya.get_by_role("heading", name=name)).to_be_visible()
    looked_at(maya, "product")


def distributor_agrees(story: Story) -> None:
    luc, maya = story.luc, story.maya
    sign_up(
        story,
        luc,
        email="luc@example.com",
        name="Luc Tessier",
        company="Riviere Distribution",
        side="delivering",
    )
    maya.goto("/northgate-brewing/selling/distributors/new/?q=Riviere")
    maya.get_by_role("button", name="Propose to Riviere Distribution").click()
    expect(maya.get_by_text("has been asked").first).to_be_visible()
    luc.goto("/riviere-distribution/delivering/suppliers/")
    luc.get_by_role("link", name="Northgate Brewing").first.click()
    press(luc, "Accept agreement")
    expect(luc.get_by_text("In force").first).to_be_visible()
    looked_at(luc, "agreement")


def stock_is_moved(story: Story) -> None:
    maya, luc = story.maya, story.luc
    maya.goto("/northgate-brewing/selling/transfers/new/")
    there = maya.locator("select[name=destination] option", has_text="Riviere").get_attribute("value")
    maya.locator("select[name=destination]").select_option(there)
    field(maya, "Parapet ESB").fill("10")
    press(maya, "Send transfer")
    looked_at(maya, "transfer")
    luc.goto("/riviere-distribution/delivering/transfers/")
    luc.locator("main table tbody a").first.click()
    press(luc, "Receive transfer")
    expect(luc.get_by_text("Received").first).to_be_visible()


def retailer_is_invited(story: Story) -> None:
    maya = story.maya
    maya.goto("/northgate-brewing/selling/retailers/search/")
    maya.locator("#directory-query").press_sequentially("Brass Heron", delay=20)
    maya.get_by_role("option", name="Create retailer “Brass Heron”").click()
    field(maya, "Email").fill("rita@example.com")
    field(maya, "Street").fill("212 Beacon Street")
    field(maya, "City").fill("Portland")
    maya.locator("select[name=distributor]").select_option(label="Riviere Distribution")
    looked_at(maya, "retailer-create")
    press(maya, "Create and invite")
    expect(maya.get_by_text("Invited").first).to_be_visible()
    looked_at(maya, "customer")


def retailer_accepts(story: Story) -> None:
    rita = story.rita
    link = story.link("rita@example.com", "Northgate Brewing")
    for _ in range(2):  # a scanner opens every link and uses nothing up
        rita.goto(link)
    expect(field(rita, "Street")).to_have_value("212 Beacon Street")
    looked_at(rita, "invitation")
    field(rita, "Your name").fill("Rita Heron")
    rita.locator("input[type=password]").first.fill("short")
    press(rita, "Accept and open the shop")
    expect(rita.locator(".invalid-feedback, [data-errors]").first).to_be_visible()
    expect(field(rita, "Your name")).to_have_value("Rita Heron")
    assert [said for said in story.complaints if "422" not in said] == []
    story.complaints.clear()
    rita.locator("input[type=password]").first.fill(PASSWORD)
    press(rita, "Accept and open the shop")
    expect(rita.get_by_text("Parapet ESB").first).to_be_visible()
    expect(rita.get_by_text("Stronghold Stout")).to_have_count(0)
    looked_at(rita, "shop")


def retailer_orders(story: Story) -> None:
    rita = story.rita
    for _ in range(3):  # quicker than the answers come
        rita.get_by_role("button", name="One more Parapet ESB").click()
    expect(rita.locator("#cart-bar")).to_contain_text("3 units")
    rita.get_by_role("link", name="Review order").click()
    expect(rita.get_by_text("183.60").first).to_be_visible()
    looked_at(rita, "cart")
    button = rita.get_by_role("button", name="Submit order").last
    button.dblclick()
    expect(rita.get_by_text("Submitted").first).to_be_visible()
    looked_at(rita, "order-buying")
    with as_owner():
        assert Order.objects.count() == 1


def everyone_does_their_step(story: Story) -> None:
    maya, luc, rita = story.maya, story.luc, story.rita
    maya.goto(story.link("maya@example.com", "Order 1"))
    looked_at(maya, "order-selling")
    press(maya, "Confirm order")
    expect(maya.get_by_role("button", name="Start preparing")).to_have_count(0)
    story.mail("rita@example.com", "confirmed")
    with as_owner():
        day = Order.objects.get().delivery_date
    today = f"/riviere-distribution/delivering/?day={day}"
    for verb in ("Start preparing", "Mark as shipped"):
        luc.goto(today)
        press(luc, verb)
    luc.goto(today)
    looked_at(luc, "today")
    luc.get_by_role("link", name="At the door").click()
    luc.get_by_label("Who received it").fill("Rita")
    luc.get_by_role("button", name="Delivered", exact=True).click()
    luc.goto(today)
    expect(luc.get_by_text("1 of 1 stops done")).to_be_visible()
    story.mail("rita@example.com", "delivered")
    rita.reload()
    expect(rita.get_by_text("Delivered").first).to_be_visible()


def an_order_left_alone_is_overdue(story: Story) -> None:
    rita, maya = story.rita, story.maya
    rita.goto("/brass-heron-portland/buying/northgate-brewing/")
    rita.get_by_role("button", name="One more Parapet ESB").click()
    expect(rita.locator("#cart-bar")).to_contain_text("1 unit")
    rita.get_by_role("link", name="Review order").click()
    rita.get_by_role("button", name="Submit order").last.click()
    expect(rita.get_by_text("Submitted").first).to_be_visible()
    with as_owner():
        Order.objects.filter(number=2).update(due_at=timezone.now() - timedelta(hours=3))
    remind_of_late_orders()
    story.mail("maya@example.com", "waits for you")
    maya.goto("/northgate-brewing/selling/")
    expect(maya.get_by_text("Brass Heron").first).to_be_visible()
    looked_at(maya, "selling-home")

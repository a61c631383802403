"""One distributor in each of the three modes, and moving between them with all it has (SPEC.md I1)."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Playwright, expect

from orders.models import Order
from tests.browser.conftest import LOOKS, in_every_look, take_look
from tests.browser.mailbox import Mailbox, ScannedMailbox
from tests.orders.external import DUSK, place
from tests.world import World
from wholesale.organizations.models import Agreement
from wholesale.tenancy.testing import as_owner

NADIA, PASSWORD = "nadia@dusk.example.com", "a long way to the pub"


@pytest.fixture
def world(committed_world: World) -> World:
    return committed_world


def agreement(world: World) -> Agreement:
    with as_owner():
        return Agreement.objects.get(pk=world.agreements["alder", "dusk"].pk)


def choose(page: Page, world: World, mode: str) -> None:
    """Press for another way of working together on the agreement's page."""
    page.goto(reverse("organizations:agreement_detail", args=["alder", world.agreements["alder", "dusk"].pk]))
    page.get_by_role("radio", name=mode).check()
    page.get_by_role("button", name="Change how you work together").click()


def stock_of(page: Page, world: World, keeper: str) -> dict[str, set[str]]:
    """Return what the supplier's Inventory page says of what a distributor keeps: by product, all but nothing."""
    page.goto(reverse("inventory:stock_list", args=["alder"]) + f"?distributor={keeper}")
    rows = page.locator("#list tbody tr").all()
    return {
        row.locator("th a").inner_text(): {*row.locator(".cb-num, td small").all_inner_texts()}
        - {"0", "\u2013"}
        for row in rows
    }


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def test_an_order_follows_its_distributor_from_mail_and_link_into_its_own_account(
    open_page: Any, playwright: Playwright, mails_arrive: None, world: World
) -> None:
    supplier = open_page(user=world.users["alder"])
    mailbox = ScannedMailbox(open_page(), playwright)
    order = place(world)
    link = mailbox.link(DUSK, f"Order {order.number} for")
    before = stock_of(supplier, world, "dusk")
    assert all(before.values())

    guest_and_back(supplier, world)
    nadia = takes_over(supplier, mailbox, open_page(), world)

    assert stock_of(supplier, world, "dusk") == before
    supplier.goto(reverse("orders:selling_detail", args=["alder", order.number]))
    press(supplier, "Confirm order")
    delivers(nadia, order)
    supplier.reload()
    expect(supplier.get_by_text("Delivered", exact=True).first).to_be_visible()
    past_orders_are_read(nadia, world)
    stranger = open_page()
    stranger.goto(link)
    expect(stranger.get_by_text("Pale Ale")).to_have_count(0)
    open_page.complaints.clear()  # the browser says of a link that has ended that it has


def guest_and_back(page: Page, world: World) -> None:
    """Its people work in the supplier's account for a while, then orders are mailed again, to another address."""
    choose(page, world, "Guest")
    expect(page.get_by_role("heading", name="Dusk: Guest")).to_be_visible()
    in_every_look(page, "agreement-mode")
    press(page, "Change how you work together")
    expect(page.get_by_text("Changed. Dusk is told.")).to_be_visible()
    choose(page, world, "External")
    page.get_by_label("Email for orders").fill("dock@dusk.example.com")
    press(page, "Change how you work together")
    expect(page.get_by_text("External · agreement since")).to_be_visible()
    expect(page.get_by_text("dock@dusk.example.com").first).to_be_visible()


def takes_over(supplier: Page, mailbox: Mailbox, nadia: Page, world: World) -> Page:
    """Offer the account that was kept; whoever the mail goes to signs up and runs it."""
    choose(supplier, world, "Connected")
    supplier.get_by_label("Email of whoever runs it").fill(NADIA)
    press(supplier, "Send link")
    expect(supplier.get_by_text(f"{NADIA} was sent a link.")).to_be_visible()
    in_every_look(supplier, "agreement-account")
    nadia.goto(mailbox.link(NADIA, "offers you an account of your own"))
    nadia.get_by_role("link", name="Create an account").click()
    nadia.get_by_label("Your name").fill("Nadia Bell")
    nadia.locator("input[type=password]").first.fill(PASSWORD)
    press(nadia, "Create account")
    expect(nadia.get_by_role("heading", name="Take over the account of Dusk")).to_be_visible()
    in_every_look(nadia, "account-takeover")
    press(nadia, "Take the account over")
    nadia.wait_for_url("**/dusk/delivering/**")
    assert agreement(world).mode == "connected"
    return nadia


def delivers(page: Page, order: Order) -> None:
    page.goto(reverse("orders:delivering_detail", args=["dusk", "alder", order.number]))
    for verb in ("Start preparing", "Mark as shipped", "Mark as delivered"):
        press(page, verb)
        page.wait_for_load_state()
    expect(page.get_by_text("Delivered", exact=True).first).to_be_visible()


def past_orders_are_read(page: Page, world: World) -> None:
    with as_owner():
        past = list(Order.objects.filter(distributor=world.orgs["dusk"]).values_list("number", flat=True))
    assert len(past) > 1
    for number in past:
        page.goto(reverse("orders:delivering_detail", args=["dusk", "alder", number]))
        expect(page.get_by_role("heading", name=f"Order {number}")).to_be_visible()


def test_a_kept_distributor_turns_out_to_be_a_company_with_an_account(open_page: Any, world: World) -> None:
    supplier, ember = open_page(user=world.users["alder"]), open_page(user=world.users["ember"])
    order = place(world)
    before = stock_of(supplier, world, "dusk")
    assert all(before.values())

    asks_ember(supplier, world)
    ember.goto(reverse("organizations:delivering_agreement_list", args=["ember"]))
    ember.get_by_role("link", name="See what would move").click()
    expect(ember.get_by_role("heading", name="Alder asks whether you are Dusk")).to_be_visible()
    in_every_look(ember, "connection")
    late = ember.context.new_page()
    late.goto(ember.url)
    press(ember, "Yes, that is us")
    expect(ember.get_by_text("its orders, customers and stock are yours to deliver now")).to_be_visible()

    press(late, "No, decline")
    expect(late.get_by_text("This proposal has been answered.").first).to_be_visible()
    open_page.complaints.clear()  # the browser notes the refusal
    assert stock_of(supplier, world, "ember") == before
    take_look(ember, LOOKS[0])
    ember.goto(reverse("orders:delivering_detail", args=["ember", "alder", order.number]))
    expect(ember.get_by_role("heading", name=f"Order {order.number}")).to_be_visible()
    expect(ember.get_by_text("Pale Ale").first).to_be_visible()


def asks_ember(page: Page, world: World) -> None:
    choose(page, world, "Connected")
    page.get_by_role("searchbox", name="Its name").fill("ember@example.com")
    press(page, "Search")
    page.get_by_role("button", name="Ask Ember").click()
    expect(page.get_by_text("Ember was asked.")).to_be_visible()
    in_every_look(page, "agreement-connecting")

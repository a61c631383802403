"""A guest distributor's person: asks by the link, is let in, works under their own name, is withdrawn (SPEC.md I1)."""

import re

from django.urls import reverse
from playwright.sync_api import Page, Playwright, expect

from orders.models import Order
from tests.browser.conftest import PHONE, in_every_look, take_look
from tests.browser.mailbox import ScannedMailbox
from tests.world import World
from wholesale.organizations.models import Agreement
from wholesale.tenancy.testing import as_owner

GUS = "gus.gray@example.com"


def test_a_person_of_a_guest_distributor_comes_works_and_goes(
    open_page, playwright: Playwright, mails_arrive, committed_world: World
):
    world = committed_world
    with as_owner():
        agreement = Agreement.objects.get(supplier=world.orgs["birch"], distributor=world.orgs["gale"])
        order = Order.objects.filter(supplier=world.orgs["birch"], distributor=world.orgs["gale"]).first()
    people = reverse("organizations:guest_list", args=["birch", agreement.pk])
    supplier, gus = open_page(user=world.users["birch"]), open_page()
    mailbox = ScannedMailbox(open_page(), playwright)

    link = link_of(supplier, people)
    ask(gus, link, mailbox, open_page.complaints)
    let_in(supplier, mailbox)
    assert order
    work(gus, supplier, order)
    withdraw(supplier, people)

    gus.goto(reverse("orders:delivering_today", args=["gale"]))
    expect(gus.get_by_role("heading", level=1)).not_to_contain_text("Today")
    open_page.complaints.clear()  # the browser says of a 404 that it is one
    supplier.goto(reverse("orders:selling_detail", args=["birch", order.number]))
    expect(supplier.get_by_text("Gus Gray").first).to_be_visible()


def link_of(supplier: Page, people: str) -> str:
    """Replace the cast's link, which nobody can read, and read the new one."""
    supplier.goto(people)
    supplier.get_by_role("link", name="Replace the link").click()
    in_every_look(supplier, "guest-link-replacement")
    supplier.get_by_role("button", name="Replace the link").click()
    in_every_look(supplier, "guests-link")
    return supplier.get_by_label("Address").input_value()


def ask(gus: Page, link: str, mailbox: ScannedMailbox, complaints: list[str]) -> None:
    """Sign up by the link, prove the address, say who one is."""
    gus.goto(link)
    assert link.rstrip("/").rsplit("/", 1)[1] not in gus.url
    in_every_look(gus, "guest-visitor")
    gus.get_by_role("link", name="Create an account").click()
    gus.get_by_label("Your name").first.fill("Gus Gray")
    gus.get_by_label("Email").first.fill(GUS)
    gus.locator("input[type=password]").first.fill("a-long-round-at-dawn")
    gus.get_by_role("button", name="Create account").click()
    gus.locator("input[name=code]").fill(mailbox.code(GUS))
    gus.locator("main form button").first.click()
    expect(gus.get_by_label("Who you are")).to_be_visible()
    gus.get_by_label("Your name").fill("")
    gus.get_by_role("button", name="Ask for access").click()
    expect(gus.get_by_label("Your name")).to_have_class(re.compile("is-invalid"))
    complaints.clear()  # the browser says of a 422 that it is one
    gus.get_by_label("Your name").fill("Gus Gray")
    gus.get_by_label("Who you are").fill("I drive the early round; Gale’s dispatcher knows me.")
    in_every_look(gus, "guest-asks")
    gus.get_by_role("button", name="Ask for access").click()
    expect(gus.get_by_text("Waiting")).to_be_visible()
    in_every_look(gus, "guest-waits")


def let_in(supplier: Page, mailbox: ScannedMailbox) -> None:
    """Follow the mail, which a scanner has followed before, and press the button."""
    supplier.goto(mailbox.link("birch@example.com", "Gus Gray"))
    in_every_look(supplier, "guest-request")
    supplier.get_by_label("Role").select_option("dispatcher")
    supplier.get_by_role("button", name="Approve").click()
    expect(supplier.get_by_text("Gus Gray has access now")).to_be_visible()


def work(gus: Page, supplier: Page, order: Order) -> None:
    """Take the step that is theirs on a phone, once the supplier has taken its own; see the stock."""
    take_look(gus, PHONE)
    gus.goto("/")
    expect(gus).to_have_url(re.compile("/gale/delivering/"))
    gus.goto(reverse("orders:delivering_detail", args=["gale", "birch", order.number]))
    expect(gus.get_by_text("Birch’s turn: Confirm")).to_be_visible()
    expect(gus.get_by_role("button", name="Start preparing")).to_have_count(0)
    supplier.goto(reverse("orders:selling_detail", args=["birch", order.number]))
    supplier.get_by_role("button", name="Confirm").first.click()
    expect(supplier.get_by_text("Gale’s turn: Prepare")).to_be_visible()
    gus.reload()
    gus.get_by_role("button", name="Start preparing").first.click()
    expect(gus.get_by_text(re.compile("Gus Gray, Gale")).first).to_be_visible()
    gus.goto(reverse("inventory:delivering_stock_list", args=["gale"]))
    expect(gus.get_by_text("Pale Ale").first).to_be_visible()


def withdraw(supplier: Page, people: str) -> None:
    """End the access."""
    supplier.goto(people)
    row = supplier.get_by_role("row", name=re.compile("Gus Gray"))
    expect(row).not_to_contain_text("not seen yet")
    in_every_look(supplier, "guests")
    row.locator("summary", has_text="Withdraw").click()
    row.get_by_role("button", name="Withdraw").click()
    expect(supplier.get_by_text("Gus Gray no longer has access.")).to_be_visible()

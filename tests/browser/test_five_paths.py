"""The five ways to become a customer, each from the supplier's click to the retailer's first order (SPEC.md 4).

Mails are read in the Mailbox, behind a scanner that opens every link of each before its reader does.
"""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, Playwright, expect

from catalogs.models import Product
from invitations.enums import Origin
from invitations.models import AccessRequest
from orders.models import CartLine, Order
from retailers.models import Customer, DirectoryEntry
from retailers.services import CustomerDetails, EntryDetails, add_customer, create_retailer
from tests.browser.conftest import DESK, PHONE
from tests.browser.mailbox import ScannedMailbox
from tests.browser.test_slice import field, press
from tests.browser.test_tour import activated, given_days, given_terms
from tests.world import PASSWORD, World
from wholesale.accounts.models import User
from wholesale.tenancy.testing import acting_as, as_owner

ALDER, REX, NADIA = "alder@example.com", "rex@example.com", "nadia@example.com"
BAR = "Buvette Sans Souci"


class Story(ScannedMailbox):
    """A supplier at the desk, a retailer on the phone, and the Mailbox."""

    def __init__(self, world: World, open_page: Callable[..., Page], playwright: Playwright) -> None:
        super().__init__(open_page(DESK), playwright)
        self.world, self.open_page = world, open_page
        self.supplier, self.retailer = open_page(DESK), open_page(PHONE)
        self.product = world.products["alder"][0]


@pytest.fixture
def story(
    committed_world: World, open_page: Callable[..., Page], playwright: Playwright, mails_arrive: None
) -> Story:
    cache.clear()
    with as_owner():
        DirectoryEntry.objects.filter(pk=committed_world.org_id("rex")).update(name="Rex")
        for name in ("alder", "rex"):
            person = committed_world.users[name]
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return Story(committed_world, open_page, playwright)


def signed_in(page: Page, email: str) -> None:
    """Sign in at the page that asks for it, by a password."""
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    field(page, "Email").fill(email)
    page.locator("input[type=password]").first.fill(PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)


def supplier_opens(story: Story, path: str) -> Page:
    story.supplier.goto(path)
    if "/accounts/" in story.supplier.url:
        signed_in(story.supplier, ALDER)
    return story.supplier


def customer_of(name: str) -> Customer:
    with as_owner():
        return Customer.objects.select_related("retailer", "private").get(
            supplier__slug="alder", private__display_name=name
        )


def shop_of(customer: Customer, email: str) -> tuple[Client, str]:
    """Return this person's browser, and where the company's shop is."""
    client = Client()
    with as_owner():
        client.force_login(User.objects.get(email=email))
    return client, f"/{customer.retailer.slug}/buying/alder/"


def lines_after(customer: Customer, email: str, product: Product, units: int) -> int:
    """Send what a quantity box sends, whatever the page shows; return how many lines the cart has then."""
    client, shop = shop_of(customer, email)
    client.post(f"{shop}cart/lines/", {"product": str(product.pk), "quantity_units": units, "seen_units": 0})
    with as_owner():
        return CartLine.objects.filter(cart__customer=customer).count()


def barred(customer: Customer, email: str, product: Product) -> None:
    """Expect that this person finds nothing to order for the company, and orders nothing by force."""
    client, shop = shop_of(customer, email)
    assert product.name not in client.get(shop).content.decode()
    assert lines_after(customer, email, product, 1) == 0


def let_in(customer: Customer, email: str, product: Product) -> None:
    """Expect that what `barred` tries is possible now; the cart is left empty."""
    client, shop = shop_of(customer, email)
    assert product.name in client.get(shop).content.decode()
    assert [lines_after(customer, email, product, units) for units in (1, 0)] == [1, 0]


def first_order(story: Story, page: Page, name: str) -> None:
    """Order one unit in the open shop; the supplier reads of it."""
    page.get_by_role("button", name=f"One more {story.product.name}").click()
    expect(page.locator("#cart-bar")).to_contain_text("1 unit")
    page.get_by_role("link", name="Review order").click()
    press(page, "Submit order")
    expect(page.get_by_text("Submitted").first).to_be_visible()
    with as_owner():
        order = Order.objects.get(customer=customer_of(name))
    story.mail(ALDER, f"Order {order.number}")


def supplier_invites(story: Story, customer: Customer) -> None:
    page = supplier_opens(story, f"/alder/selling/retailers/{customer.pk}/invitations/")
    press(page, "Send invitation")
    expect(page.get_by_text("is invited.").first).to_be_visible()


def supplier_approves(story: Story, name: str, email: str) -> None:
    """Approve by the link of the mail, and walk the tour; nothing can be ordered before its first step is done."""
    barred(customer_of(name), email, story.product)
    page = supplier_opens(story, story.link(ALDER, f"{name} asks to order from you"))
    press(page, "Approve")
    expect(page.get_by_text("is let in").first).to_be_visible()
    story.retailer.goto(story.link(email, "Alder approved your request"))
    expect(story.retailer.get_by_text("Activation pending").first).to_be_visible()
    barred(customer_of(name), email, story.product)
    page = story.open_page(DESK)
    page.goto(story.link(ALDER, f"{name} is approved: three steps are left"))
    signed_in(page, ALDER)
    activated(page, DESK, name)
    given_terms(page, DESK)
    given_days(page, DESK)
    press(page, "Finish")
    let_in(customer_of(name), email, story.product)


def visitor_asks(story: Story, address: str) -> None:
    """Walk a visitor's path from the link to the request."""
    page = story.retailer
    page.goto(address)
    page.get_by_label("Your email").fill(NADIA)
    press(page, "Send the code")
    page.get_by_label("Six-digit code").fill(story.code(NADIA, "Your code for Alder"))
    press(page, "Go on")
    page.get_by_label("Your name").fill("Nadia North")
    page.get_by_label("Company name").fill(BAR)
    page.get_by_label("City").fill("Lyon")
    page.get_by_label("Phone").fill("+33 4 72 00 00 09")
    press(page, "Send the request")
    expect(page.get_by_role("heading", name="Your request is sent")).to_be_visible()
    page.goto(story.link(NADIA, "Alder has your request"))
    expect(page.get_by_role("heading", name="Your requests")).to_be_visible()


def request_of(name: str) -> AccessRequest:
    with as_owner():
        return AccessRequest.objects.select_related("tag").get(customer=customer_of(name))


def test_invited_without_an_account(story: Story) -> None:
    details = CustomerDetails(contact_email=NADIA, contact_name="Nadia")
    with acting_as(story.world.context("alder")):
        customer = create_retailer(
            entry=EntryDetails(name=BAR, email=NADIA, street="9 quai Nord", city="Lyon", country="FR"),
            customer=details,
            supplier=story.world.orgs["alder"],
            none_of=None,
            by=story.world.users["alder"],
        )
    supplier_invites(story, customer)
    page = story.retailer

    page.goto(story.link(NADIA, "Order from Alder online"))
    expect(field(page, "Street")).to_have_value("9 quai Nord")
    field(page, "Your name").fill("Nadia North")
    page.locator("input[type=password]").first.fill(PASSWORD)
    press(page, "Accept and open the shop")

    first_order(story, page, BAR)
    story.mail(ALDER, f"{BAR} can order from you now")


def test_invited_with_an_account(story: Story) -> None:
    with acting_as(story.world.context("alder")):
        customer = add_customer(
            supplier=story.world.orgs["alder"],
            retailer=story.world.orgs["rex"],
            details=CustomerDetails(contact_email=REX),
            by=story.world.users["alder"],
        )
    supplier_invites(story, customer)
    barred(customer, REX, story.product)
    page = story.retailer

    page.goto(story.link(REX, "Order from Alder online"))
    page.get_by_role("link", name="Sign in to accept").click()
    signed_in(page, REX)
    press(page, "Accept the invitation")

    first_order(story, page, customer.private.display_name)
    story.mail(ALDER, "can order from you now")


def test_by_the_invite_link(story: Story) -> None:
    page = supplier_opens(story, "/alder/selling/setup/invite/")
    visitor_asks(story, page.get_by_label("Your invite link").input_value())
    supplier_approves(story, BAR, NADIA)

    story.retailer.goto(story.link(NADIA, "You can start buying from Alder"))
    first_order(story, story.retailer, BAR)
    assert (request_of(BAR).origin, request_of(BAR).tag) == (Origin.LINK, None)


def test_by_qr_code(story: Story, tmp_path: Path) -> None:
    page = supplier_opens(story, "/alder/selling/setup/invite/")
    page.get_by_role("region", name="Tags").get_by_label("Name").fill("Window")
    press(page, "Make tag")
    expect(page.get_by_role("heading", name="Window")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PNG with your name").click()
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(Path(download.value.path()).read_bytes())))
    visitor_asks(story, code.text)
    supplier_approves(story, BAR, NADIA)

    elsewhere = story.open_page(DESK)
    elsewhere.goto(story.link(NADIA, "You can start buying from Alder"))
    elsewhere.get_by_role("link", name="Email me a code instead").click()
    field(elsewhere, "Email").fill(NADIA)
    press(elsewhere, "Send code")
    elsewhere.locator("input[name=code]").fill(story.code(NADIA, "Your code to sign in"))
    press(elsewhere, "Sign in")
    first_order(story, elsewhere, BAR)
    tag = request_of(BAR).tag
    assert tag
    assert tag.name == "Window"


def test_a_retailer_asks_by_itself(story: Story) -> None:
    page = supplier_opens(story, "/alder/selling/setup/finding/")
    page.get_by_label("Retailers can find us").check()
    press(page, "Save")
    buyer = story.retailer
    buyer.goto("/rex/buying/suppliers/find/")
    signed_in(buyer, REX)
    buyer.get_by_role("searchbox").fill("Alder")
    buyer.get_by_role("link", name="Ask Alder for access").click()
    field(buyer, "Message").fill("Two taps are free.")
    press(buyer, "Ask for access")
    expect(buyer.get_by_text("Waiting", exact=True)).to_be_visible()
    story.mail(REX, "Alder has your request")
    supplier_approves(story, "Rex", REX)

    buyer.goto(story.link(REX, "You can start buying from Alder"))
    first_order(story, buyer, "Rex")
    assert request_of("Rex").origin == Origin.OWN

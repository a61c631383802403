"""Retailers in a real browser: found as one types, created, kept, invited, let in; in every look."""

import re

import pytest
from playwright.sync_api import Page, expect

from retailers.services import CustomerDetails, EntryDetails, add_customer, create_retailer
from tests.browser.conftest import LOOKS, check_axe, take_look, take_screenshot
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import acting_as, as_owner

BASE = "/alder/selling/retailers/"
PLACES = (
    EntryDetails(name="Bar Le Cormoran", email="bar@cormoran.example.com", street="48 rue Laurendeau",
                 city="Montréal", region="QC", postal_code="H4E 3W4", country="CA", phone="514 555-0148"),
    EntryDetails(name="Le Cormoran bleu", email="bleu@example.com", street="4800 boulevard Laurier",
                 city="Québec", region="QC", postal_code="G1V 2L8", country="CA"),
    EntryDetails(name="Auberge des Cormorans", email="auberge@example.com", street="27 route du Quai",
                 city="Sainte-Flavie", region="QC", postal_code="G0J 2L0", country="CA"),
)  # fmt: skip


@pytest.fixture
def world(committed_world: World) -> World:
    """Return the cast, with three places that birch has put into the directory, the first also alder's."""
    for place in PLACES:
        with acting_as(committed_world.context("birch")):
            made = create_retailer(
                entry=place,
                customer=CustomerDetails(),
                supplier=committed_world.orgs["birch"],
                none_of=None,
                by=committed_world.users["birch"],
            )
        if place is PLACES[0]:
            with acting_as(committed_world.context("alder")):
                add_customer(
                    supplier=committed_world.orgs["alder"],
                    retailer=made.retailer,
                    details=CustomerDetails(
                        contact_email="jeanne@cormoran.example.com", contact_name="Jeanne"
                    ),
                    by=committed_world.users["alder"],
                )
    return committed_world


def looked_at(page: Page, name: str) -> None:
    for look in LOOKS:
        take_look(page, look)
        take_screenshot(page, name, look)
        check_axe(page)
    take_look(page, LOOKS[0])


def forgive(open_page, status: int) -> None:
    """Chromium complains of every refused form; this one was refused on purpose."""
    open_page.complaints[:] = [said for said in open_page.complaints if f"status of {status}" not in said]


def test_add_a_retailer(open_page, world):
    page = open_page(user=world.users["alder"])
    page.goto(f"{BASE}search/")
    page.get_by_role("combobox").press_sequentially("cormoran 48 laur")
    expect(page.get_by_role("option")).to_have_count(3)
    expect(page.get_by_role("option").first).to_contain_text("Already your customer")
    looked_at(page, "retailer-search")

    page.get_by_role("combobox").fill("cormoran bleu")
    expect(page.get_by_role("option").first).to_contain_text("Le Cormoran bleu")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Le Cormoran bleu")
    page.get_by_label("Contact email").fill("not an address")
    page.get_by_role("button", name="Add and invite").click()
    expect(page.get_by_label("Contact email")).to_have_attribute("aria-invalid", "true")
    looked_at(page, "retailer-add")
    forgive(open_page, 422)
    page.get_by_label("Contact email").fill("bleu@example.com")
    page.get_by_label("Delivered by").select_option(label="Dawn")
    page.get_by_role("button", name="Add and invite").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Le Cormoran bleu")
    looked_at(page, "customer-invited")


def test_create_a_retailer_that_may_be_there_already(open_page, world):
    page = open_page(user=world.users["alder"])
    page.goto(f"{BASE}new/?name=Cormoran")
    page.get_by_label("Email").fill("x@example.com")
    page.get_by_label("City").fill("Montreal")
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_text("Is it one of these?")).to_be_visible()
    looked_at(page, "retailer-duplicates")
    forgive(open_page, 409)
    page.get_by_text("None of these: it is a new place").click()
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cormoran")


def test_the_list_and_a_distributor_for_many(open_page, world):
    page = open_page(user=world.users["alder"])
    page.goto(BASE)
    looked_at(page, "retailers")
    page.get_by_label("Choose all on this page").check()
    looked_at(page, "retailers-chosen")
    page.get_by_role("button", name="Assign distributor").first.click()
    page.get_by_label("Delivered by").select_option(label="Dusk")
    looked_at(page, "retailers-many")
    page.get_by_role("button", name="Assign distributor: 4 retailers").click()
    page.goto(BASE)
    expect(page.locator("td", has_text="Dusk")).to_have_count(4)
    page.get_by_role("searchbox", name="Name, city, number, email").fill("remy")
    expect(page.get_by_role("row")).to_have_count(2)


def test_a_customers_page_edited_by_two(open_page, world):
    page, other = (open_page(user=world.users["alder"]) for _ in range(2))
    rita = f"{BASE}{world.customers['alder', 'rita'].pk}/"
    page.goto(rita)
    looked_at(page, "customer")
    for each in (page, other):
        each.goto(f"{rita}details/")
    other.get_by_label("Your customer number").fill("1307")
    other.get_by_role("button", name="Save").click()
    page.get_by_label("Nickname").fill("Rita's corner")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Your customer number is now: 1307")
    looked_at(page, "customer-edited-by-two")
    forgive(open_page, 412)
    page.goto(f"{rita}activity/")
    looked_at(page, "customer-activity")
    page.goto(f"{rita}invitations/")
    looked_at(page, "customer-invitations")


def test_an_invitation_is_opened_and_accepted(open_page, world):
    supplier = open_page(user=world.users["alder"])
    supplier.goto(f"{BASE}?q=cormoran")
    supplier.get_by_role("link", name="Bar Le Cormoran").click()
    supplier.get_by_role("button", name="Invite").click()
    expect(supplier.get_by_text("Invited").first).to_be_visible()
    with as_owner():
        text = OutboundEmail.objects.get(to="jeanne@cormoran.example.com").text
    found = re.search(r"/invitation/[\w-]{43}/", text)
    assert found
    link = found[0]

    page = open_page()
    page.goto(link)
    expect(page).to_have_url(re.compile("/invitation/$"))
    looked_at(page, "invitation-open")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Accept and open the shop").click()
    expect(page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    forgive(open_page, 422)
    page.get_by_label("Password").fill("cormoran au bec long")
    page.get_by_role("button", name="Accept and open the shop").click()
    expect(page).to_have_url(re.compile("/buying/"))
    page.goto(link)
    looked_at(page, "invitation-used")
    forgive(open_page, 410)


def test_a_company_here_already_is_asked(open_page, world):
    page = open_page(user=world.users["remy"])
    page.goto("/remy/buying/invitations/")
    looked_at(page, "company-invitations")
    page.get_by_role("button", name="Accept").click()
    expect(page).to_have_url(re.compile("/remy/buying/"))

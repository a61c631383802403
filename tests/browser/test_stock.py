"""Products, stock, transfers and agreements in a real browser, in every look."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from inventory.models import StockBalance
from tests.browser.conftest import LOOKS, check_axe, take_look, take_screenshot
from tests.world import World
from wholesale.organizations.models import Agreement
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def world(committed_world: World) -> World:
    """Return the cast; dawn grants the pencil, stout runs low at dawn."""
    with as_owner():
        Agreement.objects.filter(pk=committed_world.agreements["alder", "dawn"].pk).update(
            inventory_editable=True
        )
        StockBalance.objects.filter(
            product=committed_world.products["alder"][1], keeper=committed_world.orgs["dawn"]
        ).update(on_hand_units=4)
    return committed_world


def looked_at(page: Page, name: str) -> None:
    for look in LOOKS:
        take_look(page, look)
        take_screenshot(page, name, look)
        check_axe(page)
    take_look(page, LOOKS[0])


def test_a_product_with_stock_goes_to_a_distributor_and_is_counted_there(open_page, world):
    page = open_page(user=world.users["alder"])
    add_product(page)
    send_to_dawn(page)
    receive_at_dawn(open_page(user=world.users["dawn"]))
    count_with_the_pencil(page)


def add_product(page: Page) -> None:
    page.goto(reverse("catalogs:product_list", args=["alder"]))
    looked_at(page, "products")
    page.get_by_role("link", name="Add a product").click()
    page.get_by_label("Name", exact=True).fill("Get Together")
    page.get_by_label("SKU").fill("GT-24")
    page.get_by_label("Pack", exact=True).fill("24 × 473 ml")
    page.get_by_label("Price in USD").fill("62.40")
    page.get_by_label("In stock now").fill("40")
    looked_at(page, "product-create")
    page.get_by_role("button", name="Add product").click()
    expect(page.get_by_role("heading", name="Get Together")).to_be_visible()
    expect(page.get_by_role("row", name="Main warehouse")).to_contain_text("40")
    looked_at(page, "product")


def send_to_dawn(page: Page) -> None:
    page.goto(reverse("inventory:availability_list", args=["alder"]))
    page.get_by_label("Available when distributed by").select_option(label="Dawn")
    expect(page.get_by_role("row", name="Get Together")).to_contain_text("Out")
    expect(page.get_by_role("row", name="Oatmeal Stout")).to_contain_text("Low")
    looked_at(page, "availability")
    page.get_by_role("link", name="Transfer to Dawn").click()
    page.get_by_label("Get Together").fill("20")
    looked_at(page, "transfer-edit")
    page.get_by_role("button", name="Send transfer").click()
    expect(page.get_by_role("heading", name="Transfer 5")).to_be_visible()
    looked_at(page, "transfer-sent")


def receive_at_dawn(receiver: Page) -> None:
    receiver.goto(reverse("inventory:delivering_transfer_list", args=["dawn"]))
    looked_at(receiver, "transfers-delivering")
    receiver.get_by_role("link", name="5", exact=True).click()
    receiver.get_by_label("Get Together, arrived whole").fill("18")
    receiver.get_by_label("Get Together, broken").fill("1")
    looked_at(receiver, "transfer-count")
    receiver.get_by_role("button", name="Receive transfer").click()
    expect(receiver.get_by_text("Received", exact=True).first).to_be_visible()
    looked_at(receiver, "transfer-received")
    receiver.goto(reverse("inventory:delivering_stock_list", args=["dawn"]))
    expect(receiver.get_by_role("row", name="Get Together")).to_contain_text("18")
    looked_at(receiver, "stock-delivering")


def count_with_the_pencil(page: Page) -> None:
    page.goto(reverse("inventory:stock_list", args=["alder"]))
    looked_at(page, "stock")
    page.get_by_role("link", name="18 available, edit Get Together in Dawn").click()
    page.get_by_label("On hand now").fill("17")
    page.get_by_label("Reason").fill("one more broken")
    looked_at(page, "adjustment")
    page.get_by_role("button", name="Save count").click()
    expect(page.get_by_role("link", name="17 available, edit Get Together in Dawn")).to_be_visible()


def test_two_companies_come_to_an_agreement(open_page, world):
    page = open_page(user=world.users["alder"])
    page.goto(reverse("organizations:agreement_list", args=["alder"]))
    looked_at(page, "agreements")
    page.get_by_role("link", name="Add a distributor").click()
    page.get_by_role("searchbox", name="Its name").fill("ember@example.com")
    page.get_by_role("button", name="Search", exact=True).last.click()
    looked_at(page, "agreement-create")
    page.get_by_role("button", name="Propose to Ember").click()
    expect(page.get_by_text("Ember has been asked.")).to_be_visible()
    looked_at(page, "agreement-proposed")

    asked = open_page(user=world.users["ember"])
    asked.goto(reverse("organizations:delivering_agreement_list", args=["ember"]))
    asked.get_by_role("link", name="Alder").click()
    looked_at(asked, "agreement-asked")
    asked.get_by_role("button", name="Accept agreement").click()
    asked.get_by_role("button", name="Grant").click()
    expect(asked.get_by_role("button", name="Withdraw")).to_be_visible()
    looked_at(asked, "agreement-delivering")

    page.reload()
    page.get_by_label("Ship, hours").fill("12")
    page.get_by_role("button", name="Save steps").click()
    expect(page.get_by_text("Saved. The distributor is told.")).to_be_visible()
    looked_at(page, "agreement")

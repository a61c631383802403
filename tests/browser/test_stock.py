"""Products, stock, transfers and agreements in a real browser, in every look."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from inventory.models import StockBalance
from tests.browser.conftest import LOOKS, PHONE, check_axe, take_look, take_screenshot
from tests.world import World
from wholesale.organizations.models import Agreement
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def world(committed_world: World) -> World:
    """Return the cast; dawn grants the pencil, stout runs low at dawn."""
    with as_owner():
        Agreement.objects.filter(pk=committed_world.agreements["alder", "dawn"].pk).update(
            inventory_editable_since=timezone.now()
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
    open_page.complaints[:] = [said for said in open_page.complaints if " 422" not in said]


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
    pencil = page.get_by_role("link", name="18 available, edit Get Together in Dawn")
    pencil.click()
    page.get_by_label("On hand now").press("Escape")
    expect(pencil).to_be_focused()
    pencil.press("Enter")
    expect(page.get_by_label("On hand now")).to_be_focused()
    page.get_by_label("On hand now").fill("17")
    page.get_by_label("On hand now").press("Enter")
    expect(page.get_by_label("Reason")).to_have_class(re.compile("is-invalid"))
    page.get_by_label("Reason").fill("one more broken")
    looked_at(page, "adjustment")
    page.get_by_label("Reason").press("Enter")
    expect(page.get_by_role("link", name="17 available, edit Get Together in Dawn")).to_be_visible()


def test_a_box_that_is_not_granted_does_not_edit_and_says_whom_to_ask(open_page, world):
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["alder", "dawn"].pk).update(
            inventory_editable_since=None, inventory_editable_by=""
        )
    page = open_page(user=world.users["alder"])
    page.goto(reverse("inventory:stock_list", args=["alder"]))
    expect(page.get_by_role("link", name="edit Pale Ale in Dusk")).to_be_visible()
    expect(page.get_by_role("link", name="edit Pale Ale in Dawn")).to_have_count(0)
    looked_at(page, "stock-not-granted")
    page.get_by_role("link", name="Read only: ask Dawn").click()
    expect(page).to_have_url(re.compile("agreements/|distributors/"))


def test_stock_is_counted_with_a_phone(open_page, world):
    with as_owner():
        world.takes["alder", "alder"].lines.all().delete()
        world.takes["alder", "alder"].delete()
    page = open_page(PHONE, user=world.users["alder"])
    begin_to_count(page)
    counted(page, "PALE", "20")
    expect(page.get_by_text(": 20 counted.").first).to_be_visible()
    counted(page, "oatmeal", "24")
    counted(page, "PALE", "2")
    expect(page.get_by_text("has counted 20 of Pale Ale already")).to_be_visible()
    looked_at_by_phone(page, "take-met")
    open_page.complaints.clear()  # the browser notes the refusal
    page.get_by_role("button", name="Add to it").click()
    expect(page.get_by_text("Pale Ale: 22 counted.")).to_be_visible()
    looked_at_by_phone(page, "take")
    page.get_by_label("Reason").fill("Sunday count")
    page.get_by_role("button", name="Apply to the books").click()
    expect(page.get_by_text("Applied", exact=True)).to_be_visible()
    looked_at(page, "take-applied")
    page.goto(reverse("inventory:take_list", args=["alder"]))
    looked_at(page, "takes")


def begin_to_count(page: Page) -> None:
    page.goto(reverse("inventory:take_list", args=["alder"]))
    page.get_by_role("link", name="New stock take").click()
    looked_at_by_phone(page, "take-create")
    page.get_by_label("Warehouse").select_option(label="Main warehouse")
    page.get_by_role("button", name="Begin to count").click()


def counted(page: Page, code: str, units: str) -> None:
    page.get_by_label("SKU, barcode or name").fill(code)
    page.get_by_label("How many").fill(units)
    with page.expect_navigation():
        page.get_by_label("How many").press("Enter")


def looked_at_by_phone(page: Page, name: str) -> None:
    looked_at(page, name)
    take_look(page, PHONE)


def test_the_other_pages_of_stock_in_every_look(open_page, world):
    page = open_page(user=world.users["alder"])
    for name in ("warehouse_list", "receipt_create", "transfer_suggestion", "transfer_list"):
        page.goto(reverse(f"inventory:{name}", args=["alder"]))
        looked_at(page, name.replace("_", "-"))
    page.goto(reverse("sheets:import_create", args=["alder", "counts"]))
    looked_at(page, "import-counts")
    receiver = open_page(user=world.users["dawn"])
    receiver.goto(reverse("inventory:delivering_transfer_create", args=["dawn"]) + "?of=alder")
    looked_at(receiver, "transfer-back")


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
    pencil = asked.locator(".cb-switchrow", has_text="Edit its stock in your warehouse")
    pencil.get_by_role("button", name="Grant").click()
    expect(pencil.get_by_role("link", name="Withdraw")).to_be_visible()
    looked_at(asked, "agreement-delivering")

    page.reload()
    page.get_by_role("link", name="Change steps").click()
    page.get_by_label("Ship, hours").fill("12")
    page.get_by_role("button", name="Save steps").click()
    expect(page.get_by_text("Saved. The distributor is told.")).to_be_visible()
    looked_at(page, "agreement")

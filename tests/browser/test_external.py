"""The whole way of an order that an external distributor delivers: mail, papers, link, reports, status (SPEC.md I1)."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, Playwright, expect

from tests.browser.conftest import LOOKS, PHONE, check_axe, take_look, take_screenshot
from tests.browser.mailbox import Mailbox, ScannedMailbox
from tests.orders.external import DUSK, place
from tests.world import World


def looked_at(page: Page, name: str, looks: tuple[object, ...] = LOOKS) -> None:
    for look in looks:
        take_look(page, look)  # type: ignore[arg-type]
        take_screenshot(page, name, look)  # type: ignore[arg-type]
        check_axe(page)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    made = tmp_path / "photo.jpg"
    Image.new("RGB", (900, 700), "#735c3b").save(made)
    return made


def test_an_order_goes_out_by_mail_and_comes_back_by_link(
    open_page, playwright: Playwright, mails_arrive, committed_world: World, photo: Path
):
    world = committed_world
    seller = open_page(user=world.users["alder"])
    mailbox = ScannedMailbox(open_page(), playwright)
    order = place(world)
    ours = reverse("orders:selling_detail", args=["alder", order.number])

    read_the_papers(mailbox, order.number)
    link = mailbox.link(DUSK, f"Order {order.number} for")
    driver = open_page(PHONE)
    deliver(driver, link, photo, open_page.complaints)

    seller.goto(ours)
    expect(seller.get_by_role("heading", name="By mail and link")).to_be_visible()
    expect(seller.get_by_text("Received by Rosa M.").first).to_be_visible()
    looked_at(seller, "order-external")
    seller.get_by_role("button", name="Mark as delivered").last.click()
    expect(seller.get_by_text(f"Order {order.number} is delivered now.")).to_be_visible()
    driver.goto(link)
    expect(driver.get_by_role("heading", name=f"Order {order.number} is delivered.")).to_be_visible()
    looked_at(driver, "external-closed", (PHONE,))
    rosa = open_page(user=world.users["rosa"])
    rosa.goto(reverse("orders:buying_detail", args=["rosa", "alder", order.number]))
    expect(rosa.get_by_role("heading", name="Handed over")).to_be_visible()
    check_axe(rosa)


def read_the_papers(mailbox: Mailbox, number: int) -> None:
    """Open the mail and download what is attached."""
    page = mailbox.mail(DUSK, f"Order {number} for")
    files = {}
    for link in page.locator("[data-mail-file]").all():
        with page.expect_download() as download:
            link.click()
        files[download.value.suggested_filename] = Path(download.value.path()).read_bytes()
    assert files[f"alder-{number}.pdf"].startswith(b"%PDF-")
    sheet = openpyxl.load_workbook(io.BytesIO(files[f"alder-{number}.xlsx"])).active
    assert "Pale Ale" in [cell.value for cell in sheet[2]]  # type: ignore[index]
    looked_at(page, "external-mail", (LOOKS[0], PHONE))


def deliver(driver: Page, link: str, photo: Path, complaints: list[str]) -> None:
    """Say picked, a problem, delivered, on a phone."""
    driver.goto(link)
    assert "/deliver/" not in driver.url
    expect(driver.get_by_text("Pale Ale")).to_be_visible()
    looked_at(driver, "external-page")
    take_look(driver, PHONE)
    driver.get_by_role("button", name="Picked").click()
    expect(driver.get_by_text("Thank you. The supplier knows that it is picked.")).to_be_visible()
    driver.locator("summary", has_text="Problem").click()
    driver.get_by_role("button", name="Report the problem").click()
    expect(driver.get_by_label("What went wrong")).to_have_class("form-select is-invalid")
    complaints.clear()  # the browser says of a 422 that it is one
    looked_at(driver, "external-problem", (PHONE,))
    driver.get_by_label("What went wrong").select_option("damaged")
    driver.get_by_role("button", name="Report the problem").click()
    expect(driver.get_by_text("Problem · Something was damaged")).to_be_visible()
    driver.locator("summary", has_text="Delivered").click()
    driver.get_by_label("Who received it").fill("Rosa M.")
    driver.locator("#id_delivered-photo").set_input_files(photo)
    looked_at(driver, "external-delivered", (PHONE, LOOKS[3]))
    driver.get_by_role("button", name="Report the delivery").click()
    expect(driver.get_by_text("with a photo")).to_be_visible()

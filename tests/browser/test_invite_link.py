"""The invite link in a real browser: copied, read off its code, tagged, switched off and replaced (SPEC.md N5)."""

import base64
import io
import re
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LOOKS, check_axe, take_look, take_screenshot
from tests.world import World

PAGE = "/alder/selling/setup/invite/"


def looked_at(page: Page, name: str) -> None:
    for look in LOOKS:
        take_look(page, look)
        take_screenshot(page, name, look)
        check_axe(page)
    take_look(page, LOOKS[0])


def read(picture: bytes) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))]


def field(page: Page) -> Locator:
    return page.get_by_label(re.compile("Your invite link|Address of this tag"))


def test_the_link_is_copied_read_off_its_code_tagged_and_replaced(
    open_page: Callable[..., Page], committed_world: World
) -> None:
    page = open_page(user=committed_world.users["alder"], permissions=["clipboard-read", "clipboard-write"])
    page.goto("/alder/selling/setup/")
    page.get_by_role("link", name="Invite customers").click()
    address = field(page).input_value()
    looked_at(page, "invite-link")

    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".cb-toast").get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert read(page.locator("img.cb-qr").screenshot()) == [address]
    the_files_lead_there(page, address)

    page.get_by_role("textbox", name="Name").fill("Spring fair")
    page.get_by_role("button", name="Make tag").click()
    expect(page.get_by_role("heading", name="Spring fair")).to_be_visible()
    assert field(page).input_value() == f"{address}spring-fair/"
    assert read(page.locator("img.cb-qr").screenshot()) == [f"{address}spring-fair/"]
    looked_at(page, "invite-tag")

    page.get_by_role("link", name="Invite customers").click()
    it_is_switched_off_and_on(page)
    page.get_by_role("link", name="Replace the link").click()
    expect(page.get_by_text("stops working, for good")).to_be_visible()
    looked_at(page, "invite-link-replacement")
    page.get_by_role("button", name="Replace the link").click()
    expect(page.get_by_text("This is your new link.")).to_be_visible()
    assert field(page).input_value() != address


def the_files_lead_there(page: Page, address: str) -> None:
    """Download what a print shop gets; the SVG is drawn by the browser."""
    for name in ("PNG", "PNG with your name"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        assert read(download.value.path().read_bytes()) == [address]
    for name in ("SVG", "SVG with your name"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        assert read(drawn(page, download.value.path().read_bytes())) == [address]


def drawn(page: Page, svg: bytes) -> bytes:
    """Return an SVG as the browser draws it at 96 dpi, the least that anybody sees it at."""
    apart = page.context.new_page()
    apart.goto(f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}")
    try:
        return apart.screenshot()
    finally:
        apart.close()


def it_is_switched_off_and_on(page: Page) -> None:
    page.locator("summary", has_text="Switch off").click()
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_text("The link is off.", exact=True)).to_be_visible()
    looked_at(page, "invite-link-off")
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text("The link is off.", exact=True)).to_be_hidden()


@pytest.mark.parametrize("of", ["", "tags"])
def test_without_script_the_address_stands_there_to_be_copied_by_hand(
    open_page: Callable[..., Page], committed_world: World, of: str
) -> None:
    page = open_page(user=committed_world.users["alder"], java_script_enabled=False)
    page.goto(f"{PAGE}tags/{committed_world.tags['alder'].pk}/" if of else PAGE)

    assert "/ask/" in field(page).input_value()
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    if of:
        page.locator("summary", has_text="Archive").click()
        page.get_by_role("button", name="Archive").click()
        page.get_by_role("button", name="Use again").click()
        expect(page.locator("summary", has_text="Archive")).to_be_visible()
    else:
        page.get_by_role("textbox", name="Name").fill("Van")
        page.get_by_role("button", name="Make tag").click()
        expect(page.get_by_role("heading", name="Van")).to_be_visible()

"""Pictures of a product in a real browser: chosen or dropped they are sent, dragged they change places."""

import base64
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LOOKS, check_axe, take_look, take_screenshot
from tests.files.making import drawing, saved
from tests.files.test_unpack import packed
from tests.world import World

DROP = """(form, file) => {
    const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], "dropped.jpg", {type: "image/jpeg"}));
    for (const type of ["dragover", "drop"]) {
        form.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true}));
    }
}"""


def jpeg(number: int) -> bytes:
    return saved(drawing((400 + number, 400), "RGB", margin=40), "JPEG")


def files(*names: str) -> list[dict[str, object]]:
    return [
        {"name": name, "mimeType": "image/jpeg", "buffer": jpeg(number)} for number, name in enumerate(names)
    ]


def digests(page: Page) -> list[str]:
    """Return which pictures stand in which order."""
    return page.eval_on_selector_all("#pictures li img", "all => all.map(img => img.src.split('/').at(-2))")


def test_pictures_are_put_and_ordered(open_page: Callable[..., Page], committed_world: World):
    page = open_page(user=committed_world.users["alder"])
    page.goto(f"/alder/selling/products/{committed_world.products['alder'][0].pk}/")
    pictures = page.locator("#pictures li")
    expect(pictures).to_have_count(1)

    page.get_by_label("Add pictures").set_input_files(files("a.jpg", "b.jpg"))  # type: ignore[arg-type]
    expect(pictures).to_have_count(3)
    page.locator("form[data-drop]").evaluate(DROP, base64.b64encode(jpeg(9)).decode())
    expect(pictures).to_have_count(4)

    first, *_, last = digests(page)
    pictures.nth(3).locator("img").drag_to(pictures.nth(0).locator("img"))
    expect(page.locator("#pictures li img").nth(0)).to_have_attribute("src", address_of(last))
    page.get_by_role("button", name="Picture 1: one place later").press("Enter")
    expect(page.locator("#pictures li img").nth(0)).to_have_attribute("src", address_of(first))

    page.get_by_label("What it shows").nth(1).fill("The can")
    page.get_by_label("What it shows").nth(1).press("Enter")
    expect(page.get_by_alt_text("The can")).to_be_visible()
    for look in LOOKS:
        take_look(page, look)
        take_screenshot(page, "pictures", look)
        check_axe(page)


def address_of(digest: str) -> str:
    return f"/alder/selling/products/pictures/{digest}/medium.webp"


@pytest.mark.parametrize("look", LOOKS[:2], ids=lambda look: look.suffix)
def test_a_zip_is_chosen_and_its_page_says_what_is_going_on(
    open_page: Callable[..., Page], committed_world: World, look
):
    page = open_page(user=committed_world.users["alder"])
    take_look(page, look)
    page.goto("/alder/selling/products/")
    page.locator(".cb-actions summary").click()
    page.get_by_role("link", name="Import pictures").click()
    check_axe(page)
    content = packed({"STOUT.jpg": jpeg(0), "NOBODY.jpg": jpeg(1)})
    page.get_by_label("ZIP file").set_input_files(
        {"name": "cans.zip", "mimeType": "application/zip", "buffer": content}
    )
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", name="cans.zip")).to_be_visible()
    expect(page.get_by_text("You may leave this page; it goes on.")).to_be_visible()
    check_axe(page)

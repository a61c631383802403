"""Branding in a real browser: the mail follows as one types, with a script and without; pictures of the invitation."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import LOOKS, PHONE, Look, check_axe, take_look, take_screenshot
from tests.files.making import logo
from tests.invitations.test_branding_pages import sent_tests, stored, words
from tests.world import World
from wholesale.tenancy.testing import as_owner

SETUP = "/alder/selling/setup/"
PAGE = f"{SETUP}branding/"
FRENCH = "Bonjour {contact},\n\ndès aujourd'hui {retailer} commande chez nous à toute heure."
MAIL_LOOKS = (Look(600, "light"), Look(360, "light"), Look(600, "dark"), Look(360, "dark"))


@pytest.fixture
def logo_file() -> Path:
    path = Path(tempfile.mkdtemp()) / "logo.png"
    path.write_bytes(logo())
    return path


@pytest.fixture(autouse=True)
def _reached_here(settings, live_server) -> None:
    settings.BASE_URL = live_server.url


def mail_in(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[data-preview]:not([data-next])")


def test_the_mail_follows_as_one_types(open_page: Callable[..., Page], committed_world: World, logo_file):
    page = open_page(user=committed_world.users["alder"])
    page.goto(SETUP)
    page.get_by_role("link", name="Branding").click()
    expect(mail_in(page).get_by_role("heading")).to_have_text("Alex, order from Alder online")
    steps = page.evaluate("history.length")

    page.get_by_label("Subject of the invitation").fill("{contact}, your beer")
    page.get_by_label("Sender").fill("Maya of Alder")
    page.get_by_label("Signature").fill("Until soon,\n{colleague}")
    expect(mail_in(page).get_by_role("heading")).to_have_text("Alex, your beer")
    expect(mail_in(page).get_by_text("Until soon,")).to_be_visible()
    expect(page.locator("#branding-head")).to_contain_text("Maya of Alder")
    a_logo_and_a_mistake_show_at_once(page, logo_file)
    assert page.evaluate("history.length") == steps, "looking leaves no steps behind"
    assert words() is None
    it_is_tested_and_saved(page)
    for look in LOOKS:
        take_look(page, look)
        take_screenshot(page, "branding", look)
        check_axe(page)


def a_logo_and_a_mistake_show_at_once(page: Page, logo_file: Path) -> None:
    page.set_input_files("[name=logo]", logo_file)
    page.get_by_role("button", name="Upload logo").click()
    expect(mail_in(page).get_by_role("img", name="Alder")).to_be_visible()
    expect(page.get_by_label("Subject of the invitation")).to_have_value("{contact}, your beer")
    page.get_by_label("Signature").fill("Until soon, {shop}")
    expect(page.locator("#branding-head")).to_contain_text("We cannot fill in {shop}")
    page.get_by_label("Signature").fill("Until soon")
    page.get_by_label("Dark").check()
    page.get_by_label("Narrow").check()
    expect(mail_in(page).get_by_text("Until soon")).to_be_visible()


def it_is_tested_and_saved(page: Page) -> None:
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("A test is on its way to alder@example.com")).to_be_visible()
    assert [mail.to for mail in sent_tests()] == ["alder@example.com"]
    page.get_by_role("button", name="Save branding").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert stored().sender_name == "Maya of Alder"
    page.wait_for_load_state("networkidle")


def test_without_a_script_a_button_shows_the_mail(open_page: Callable[..., Page], committed_world: World):
    page = open_page(PHONE, user=committed_world.users["alder"], java_script_enabled=False)
    page.goto(PAGE)
    page.get_by_label("Subject of the invitation").fill("{contact}, your beer")
    page.get_by_role("button", name="Preview").click()

    expect(page.frame_locator("iframe").get_by_role("heading")).to_have_text("Alex, your beer")
    page.get_by_role("button", name="Save branding").click()
    expect(page.get_by_label("Subject of the invitation")).to_have_value("{contact}, your beer")
    row = words()
    assert row is not None
    assert row.subject == "{contact}, your beer"


@pytest.mark.parametrize("look", MAIL_LOOKS, ids=lambda look: look.suffix)
def test_pictures_of_invitations(
    open_page: Callable[..., Page], committed_world: World, logo_file, look: Look
):
    """Open the mail alone, as wide as a reader's program would; nothing is cut off or scrolls sideways."""
    desk = open_page(user=committed_world.users["alder"])
    page = open_page(look, user=committed_world.users["alder"])
    for language in ("en", "es"):
        show(page, f"mail-invitation-{language}", look, language=language)
    desk.goto(f"{PAGE}fr/")
    desk.set_input_files("[name=logo]", logo_file)
    desk.get_by_role("button", name="Upload logo").click()
    expect(desk.locator("#branding-logo img")).to_be_visible()
    desk.get_by_label("What the invitation says").fill(FRENCH)
    desk.get_by_role("button", name="Save branding").click()
    expect(desk.get_by_text("Saved.")).to_be_visible()
    row = words(language="fr")
    assert row is not None
    assert row.intro == FRENCH
    show(page, "mail-invitation-fr-logo", look, language="fr")
    with as_owner():
        alder = stored()
        alder.name = "Brasserie artisanale Donaudampfschifffahrtsgesellschaftskapitän & Fils de Saint-Rémy"
        alder.save()
    show(page, "mail-invitation-long", look, language="es")


def show(page: Page, name: str, look: Look, *, language: str) -> None:
    page.goto(f"{PAGE}{language}/preview/body/")
    page.wait_for_load_state("networkidle")
    wide = page.locator("body").evaluate("body => body.scrollWidth - body.clientWidth")
    assert wide <= 0, f"{name} scrolls sideways by {wide} pixels at {look.width}"
    take_screenshot(page, name, look)

"""A visitor's path on a phone and at a desk, with a script and without, seen by axe (SPEC.md N6)."""

import pytest
from django.core.cache import cache

from tests.browser.conftest import LOOKS, PHONE, check_axe, take_look, take_screenshot
from tests.invitations.visiting import EMAIL, last_code, link_of, requests_in_store, wrong


def look_at(page, name, *, with_script):
    """Let axe look at the page in every look."""
    for look in LOOKS if with_script else ():
        take_look(page, look)
        check_axe(page)
        take_screenshot(page, f"visitor-{name}", look)


def enter_the_email(page, link, *, with_script):
    page.goto(f"/ask/{link.code}/fair/")
    look_at(page, "email", with_script=with_script)
    page.get_by_label("Your email").fill(EMAIL)
    page.get_by_role("button", name="Send the code").click()
    page.wait_for_url("**/visits/**")


def type_the_code(page, *, with_script):
    digits = page.get_by_label("Six-digit code")
    if with_script:
        assert digits.evaluate("field => field === document.activeElement")
        assert digits.evaluate("field => parseFloat(getComputedStyle(field).fontSize)") >= 20
    digits.fill(wrong(last_code()))
    digits.press("Enter")
    page.get_by_text("That code is wrong. 4 tries left.").wait_for()
    look_at(page, "code", with_script=with_script)
    code = last_code()
    digits.fill(f" {code[:3]} {code[3:]}")
    page.get_by_role("button", name="Go on").click()


def tell_of_the_business(page, *, with_script):
    page.get_by_label("Your name").fill("Nadia North")
    look_at(page, "business", with_script=with_script)
    page.get_by_label("Company name").fill("Rita's Bar")
    page.get_by_label("Phone").fill("+1 503 555 0100")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("heading", name="Is this you?").wait_for()
    look_at(page, "alike", with_script=with_script)
    page.get_by_label("None of these").check()
    page.get_by_role("button", name="Send the request").first.click()


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no-script"])
def test_from_the_link_to_where_the_request_stands(open_page, committed_world, with_script):
    cache.clear()
    page = open_page(PHONE, java_script_enabled=with_script)
    enter_the_email(page, link_of(committed_world), with_script=with_script)
    type_the_code(page, with_script=with_script)
    tell_of_the_business(page, with_script=with_script)

    page.get_by_role("heading", name="Your request is sent").wait_for()
    look_at(page, "sent", with_script=with_script)
    page.get_by_role("link", name="See where it stands").click()
    page.get_by_role("heading", name="Your requests").wait_for()
    look_at(page, "requests", with_script=with_script)
    (request,) = requests_in_store()
    assert (request.person_name, request.tag.slug) == ("Nadia North", "fair")
    # The question whether it is one of these is an answer of 409, which Chromium writes to its console.
    open_page.complaints[:] = [said for said in open_page.complaints if "409" not in said]

"""Every page that a link leads to, in every look: nothing for axe, nothing on the console, nothing sideways.

The walk follows the links of the menus and pages, one example of each named page, so that a new page is
looked at the moment something links to it.
"""

from collections import deque
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.conftest import DESK, LOOKS, SCREENSHOTS, Look, check_axe, take_look, take_screenshot
from tests.world import World

VISITORS = ("alder", "dawn", "rita", None)
STARTS = ("/", "/accounts/login/", "/accounts/signup/")
NOT_PAGES = ("account_logout", "ui:brand_css", "api:docs")  # the last is drf-spectacular's own
MOST_PAGES = 80


def named(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def links_of(page: Page) -> list[str]:
    """Return the addresses of our own pages that this page links to."""
    hrefs = page.eval_on_selector_all("a[href]:not([download])", "all => all.map(a => a.href)")
    ours = urlsplit(page.url).netloc
    return [urldefrag(href).url for href in hrefs if urlsplit(href).netloc == ours]


@pytest.mark.parametrize("name", VISITORS, ids=lambda name: name or "nobody")
def test_every_page_that_is_linked(open_page, committed_world: World, name):
    page = open_page(user=committed_world.users[name] if name else None, accept_downloads=False)
    waiting, problems = deque(STARTS), []
    seen: set[str] = set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        view = named(address)
        if not view or view in seen or view in NOT_PAGES or view.startswith("admin:"):
            continue
        seen.add(view)
        kind = page.request.get(address).headers.get("content-type", "")
        if not kind.startswith("text/html"):
            continue
        response = page.goto(address)
        if response is None or response.status != 200:
            problems.append(f"{address}: {response and response.status}")
            continue
        waiting.extend(links_of(page))
        problems += look_at(page, f"page-{name or 'nobody'}-{view.replace(':', '-')}")

    assert len(seen) > len(STARTS)
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def look_at(page: Page, picture: str) -> list[str]:
    """Return what is wrong with the open page in any look."""
    problems = []
    for look in LOOKS if SCREENSHOTS else (DESK, Look(390, "dark")):
        take_look(page, look)
        if SCREENSHOTS != "1":  # for looking at, not for the documentation
            take_screenshot(page, picture, look)
        try:
            check_axe(page)
        except AssertionError as error:
            problems.append(f"{picture} {look.suffix}: {error}")
    return problems

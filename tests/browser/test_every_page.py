"""Every page that a link leads to, in every look: nothing for axe, nothing on the console, nothing sideways.

The walk follows the links of the menus and pages, one example of each named page, so that a new page is
looked at the moment something links to it. A visitor with many pages has several walks, each of which looks at its
share of them.
"""

from collections import deque
from urllib.parse import urldefrag, urlsplit
from zlib import crc32

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.conftest import DESK, LOOKS, SCREENSHOTS, Look, check_axe, take_look, take_screenshot
from tests.world import World

WALKS = (("alder", 0, 3), ("alder", 1, 3), ("alder", 2, 3), ("dawn", 0, 1), ("rita", 0, 1), (None, 0, 1))
STARTS = ("/", "/accounts/login/", "/accounts/signup/")
NOT_PAGES = ("account_logout", "ui:brand_css", "api:docs")  # the last is drf-spectacular's own
MOST_PAGES = 300
FORMS = ("transfer_create", "transfer_detail", "take_list", "take_create", "take_detail", "warehouse_update")
# What the walk must have met, lest a lost link takes a page out of it.
MET = {
    "alder": {
        *(f"inventory:{name}" for name in (*FORMS, "stock_list", "receipt_create", "transfer_suggestion")),
        *(f"organizations:agreement_{name}" for name in ("list", "create", "detail", "ending")),
        *("orders:customer_obstacles", "orders:product_obstacles"),
    },
    "dawn": {
        *(f"inventory:delivering_{name}" for name in (*FORMS, "stock_list", "receipt_create")),
        *(f"organizations:delivering_agreement_{name}" for name in ("list", "create", "detail", "ending")),
    },
}


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


@pytest.mark.parametrize(("name", "part", "parts"), WALKS)
def test_every_page_that_is_linked(open_page, committed_world: World, name, part, parts):
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
        if crc32(view.encode()) % parts == part:
            problems += look_at(page, f"page-{name or 'nobody'}-{view.replace(':', '-')}")

    if problems:
        pytest.fail("\n".join(problems), pytrace=False)
    assert len(STARTS) < len(seen) < MOST_PAGES
    assert MET.get(name, set()) <= seen


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

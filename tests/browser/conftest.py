"""Browser tests: the real app behind a real server in the system's Chromium, in every look.

`page` complains at the end of a test about anything on the console, so a breach of the content security
policy fails whatever the test was about. `make screenshots` sets SCREENSHOTS=1; any other value is a folder.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page

HERE = Path(__file__).parent
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")
FOLDER = HERE.parents[1] / "docs" / "screenshots" if SCREENSHOTS == "1" else Path(SCREENSHOTS)
AXE = (HERE / "vendor" / "axe" / "axe.min.js").read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Playwright runs an event loop in this thread; the ORM is used between its calls, never inside one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    width: int
    theme: str

    @property
    def suffix(self) -> str:
        """Return what a screenshot's name ends in."""
        return f"{self.width}-dark" if self.theme == "dark" else str(self.width)


DESK, PHONE = Look(1440, "light"), Look(390, "light")
LOOKS = (DESK, PHONE, Look(1440, "dark"), Look(390, "dark"))


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict[str, Any]:
    """Launch the system's Chromium instead of a downloaded one."""
    return {"executable_path": chromium, "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]}


@pytest.fixture
def look() -> Look:
    """Return the desk by light; a test may parametrize `look` with LOOKS."""
    return DESK


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open pages in contexts of their own: `open_page(look, user=…, java_script_enabled=False)`.

    Every complaint of a page's console fails the test at its end.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(look: Look = DESK, *, user: Any = None, **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": look.width, "height": 900},
            color_scheme=look.theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            locale=options.pop("locale", "en-GB"),
            **options,
        )
        contexts.append(context)
        if user is not None:
            sign_in(context, live_server.url, user)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    open_one.complaints = complaints  # type: ignore[attr-defined]
    yield open_one
    for context in contexts:
        context.close()
    let_requests_end()
    assert complaints == []


def let_requests_end() -> None:
    """Wait until the server answers nobody any more: a page that went away may have asked for a fragment.

    Emptying the tables under such a request is a deadlock.
    """
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)


@pytest.fixture
def page(open_page: Callable[..., Page], look: Look) -> Page:
    """Return one page in the test's look, nobody signed in."""
    return open_page(look)


@pytest.fixture
def mails_arrive(live_server: Any, settings: Any) -> None:
    """Let mails arrive in the Mailbox, with links that lead to this test's server."""
    settings.BASE_URL = live_server.url
    settings.EMAIL_BACKEND = "wholesale.mail.backends.MailboxBackend"  # Django's test runner takes it away


def sign_in(context: BrowserContext, url: str, user: Any) -> None:
    """Give a browser the session of a person, as if they had signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}
    context.add_cookies([cookie])  # type: ignore[list-item]


def check_axe(page: Page, *, allowed: tuple[str, ...] = ()) -> None:
    """Fail if axe finds anything on the page as it stands, or if it scrolls sideways."""
    page.evaluate("scrollTo(0, 0)")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_TAGS)
    problems = [
        f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:200]} - {one['nodes'][0]['failureSummary']}"
        for one in found["violations"]
        if one["id"] not in allowed
    ]
    assert not problems, "; ".join(problems)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} pixels"


def take_screenshot(page: Page, name: str, look: Look) -> None:
    """Keep a picture for the documentation; only `make screenshots` does."""
    if SCREENSHOTS:
        FOLDER.mkdir(parents=True, exist_ok=True)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=FOLDER / f"{name}-{look.suffix}.png", full_page=True)


def take_look(page: Page, look: Look) -> None:
    """Look at the open page in another width and theme, without loading it again."""
    page.set_viewport_size({"width": look.width, "height": 900})
    page.emulate_media(color_scheme=look.theme)  # type: ignore[arg-type]


def in_every_look(page: Page, name: str) -> None:
    """Let axe read the open page in every look, keep its pictures, and go on as it was first."""
    for look in LOOKS:
        take_look(page, look)
        check_axe(page)
        take_screenshot(page, name, look)
    take_look(page, LOOKS[0])

"""The Mailbox of development, and a scanner that opens every link of a mail before its reader does."""

import re
from html import unescape
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Model
from playwright.sync_api import Page, Playwright

from retailers.models import Customer
from wholesale.accounts.models import User
from wholesale.mail.models import MailboxMessage
from wholesale.mail.queries import links_in
from wholesale.mail.sending import send_due
from wholesale.organizations.models import GuestRequest, Membership
from wholesale.tenancy.testing import as_owner

WATCHED: tuple[type[Model], ...] = (
    *apps.get_app_config("invitations").get_models(),
    Customer,
    GuestRequest,
    Membership,
    User,
)
ADDRESS = re.compile(r'(?:href|src)="(https?://[^"]+)"')


class Mailbox:
    """Sends what is due, and reads it at /_mailbox/."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def send(self) -> None:
        """Deliver what is due."""
        send_due()

    def mail(self, to: str, subject: str) -> Page:
        """Open the newest mail to this address with these words in the subject."""
        self.send()
        self.page.goto(f"/_mailbox/?q={to}")
        self.page.get_by_role("link", name=subject).first.click()
        return self.page

    def code(self, to: str, subject: str = "Your code to confirm your email address") -> str:
        return self.mail(to, subject).locator("[data-mail-code]").first.inner_text()

    def link(self, to: str, subject: str) -> str:
        href = self.mail(to, subject).locator("[data-mail-link]").first.get_attribute("href")
        assert href
        return href


class ScannedMailbox(Mailbox):
    """A Mailbox behind a scanner: no mail is read before each of its links was fetched, by GET and HEAD, twice."""

    def __init__(self, page: Page, playwright: Playwright) -> None:
        super().__init__(page)
        self.playwright = playwright
        self.fetched: dict[Any, list[str]] = {each.pk: [] for each in MailboxMessage.objects.all()}

    def send(self) -> None:
        super().send()
        for mail in MailboxMessage.objects.exclude(pk__in=list(self.fetched)):
            self.fetched[mail.pk] = addresses_in(mail)
            before = written()
            for address in self.fetched[mail.pk]:
                for method in ("HEAD", "GET", "HEAD", "GET"):
                    self.fetch(address, method)
            assert written() == before, mail.subject

    def fetch(self, address: str, method: str) -> None:
        """Follow a link to its end as somebody who was never here."""
        client = self.playwright.request.new_context()
        answer = client.fetch(address, method=method)
        assert answer.ok, f"{method} {address}: {answer.status}"
        client.dispose()


def addresses_in(mail: MailboxMessage) -> list[str]:
    """Return every address in a mail: what its text offers, what its page links and loads."""
    return list(dict.fromkeys([*links_in(mail), *map(unescape, ADDRESS.findall(mail.html))]))


def written() -> dict[str, Any]:
    """Return all that a click could change: the rows of invitations and customers, and how many there are of each."""
    with as_owner():
        rows = {each._meta.label: list(each._default_manager.order_by("pk").values()) for each in WATCHED}
        counts = {
            each._meta.db_table: each._default_manager.count()
            for each in apps.get_models()
            if each is not Session
        }
    return rows | counts

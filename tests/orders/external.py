"""What tests of external distributors share: rosa's order at alder, which dusk delivers; its mail and its link."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from orders.models import DelivererReport, Order, OrderLink
from tests.orders.conftest import Buyer
from tests.world import World
from wholesale.mail.models import MailboxMessage, OutboundEmail
from wholesale.mail.sending import send_due
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

DUSK = "dusk@example.com"
LINK = re.compile(r"/deliver/([\w-]+)/")


def place(world: World, *units: int) -> Order:
    """Let rosa order at alder so many of each product, and nothing else: by default two of the first."""
    buyer = Buyer(world, "rosa", "alder")
    buyer.put(*(*(units or (2,)), 0)[:2])
    return buyer.submit()


def mails(to: str = DUSK) -> list[OutboundEmail]:
    """Return the mails to an address, the oldest first, sent or not."""
    with as_owner():
        return list(OutboundEmail.objects.filter(to=to, template__startswith="orders/").order_by("id"))


def arrived(to: str = DUSK) -> list[MailboxMessage]:
    """Send what is due and return what came, with its files."""
    send_due()
    with as_owner():
        return list(
            MailboxMessage.objects.filter(to=to, subject__startswith="Order ")
            .prefetch_related("files")
            .order_by("at", "id")
        )


def token_in(text: str) -> str:
    """Return the token of the link in a mail."""
    found = LINK.search(text)
    assert found, text
    return found[1]


def token_for(order: Order) -> str:
    """Return the token of the last mail about an order."""
    return token_in(next(mail.text for mail in reversed(mails()) if str(order.pk) in mail.key))


def link_of(order: Order) -> OrderLink:
    """Return the newest link of an order."""
    with as_owner():
        return OrderLink.objects.filter(order=order).order_by("-created_at").first()  # type: ignore[return-value]


def opened(token: str) -> tuple[Client, str]:
    """Return a telephone that has opened a link, and the address of its page."""
    client = Client()
    answer = client.get(reverse("orders:link_open", args=[token]))
    assert answer.status_code == 302, answer.status_code
    return client, answer["Location"]


def report(client: Client, page: str, kind: str, key: Any = None, **said: Any) -> Any:
    """Send one of the page's three forms."""
    fields = {f"{kind}-{name}": value for name, value in {"form_key": key or uuid7(), **said}.items()}
    return client.post(f"{page}{kind}/", fields)


def reports(order: Order) -> list[DelivererReport]:
    with as_owner():
        return list(DelivererReport.objects.filter(order=order).order_by("at"))

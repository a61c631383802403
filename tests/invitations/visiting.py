"""A visitor of alder's invite link, and the code in their mail."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from invitations import queries, services
from invitations.codes import hash_of_place
from invitations.models import AccessRequest, InviteLink, Visit
from retailers.models import Customer, DirectoryEntry
from tests.world import World
from wholesale.accounts.models import User
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import acting_as, as_owner

EMAIL = "nadia@example.com"
HOLDER, PLACE = "the secret of a session", hash_of_place("203.0.113.7")


def link_of(world: World, supplier: str = "alder") -> InviteLink:
    with as_owner():
        return queries.link_in_use(world.orgs[supplier])


def send(world: World, email: str = EMAIL, *, supplier: str = "alder", holder=HOLDER, place=PLACE) -> Visit:
    """Have a code sent, as the page does."""
    with acting_as(None):
        return services.send_code(
            link=link_of(world, supplier),
            tag=None,
            email=email,
            holder=holder,
            place_hash=place,
            language="en",
        )


def try_code(visit: Visit, code: str) -> Visit:
    with acting_as(None):
        return services.try_code(visit=visit, code=code)


def stored(visit: Visit) -> Visit:
    with acting_as(None):
        return Visit.objects.get(pk=visit.pk)


def code_mails(email: str = EMAIL) -> list[OutboundEmail]:
    with as_owner():
        found = OutboundEmail.objects.filter(to=email, template="invitations/visitor_code")
        return list(found.order_by("id"))


def code_in(mail: OutboundEmail) -> str:
    found = re.search(r"^(\d{6})$", mail.text, re.MULTILINE)
    assert found, mail.text
    return found[1]


def last_code(email: str = EMAIL) -> str:
    return code_in(code_mails(email)[-1])


def wrong(code: str) -> str:
    """Return six digits that are not the code."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def age(by: timedelta) -> None:
    """Let so much time pass over all visits."""
    with acting_as(None):
        for visit in Visit.objects.all():
            for name in ("created_at", "expires_at", "proven_at", "used_at"):
                if moment := getattr(visit, name):
                    setattr(visit, name, moment - by)
            visit.save()


def fill(world: World, count: int, *, ago: timedelta = timedelta(hours=2), **values: object) -> None:
    """Write down that so many codes were sent, each to another address from another place."""
    link, at = link_of(world), timezone.now() - ago
    with acting_as(None):
        Visit.objects.bulk_create(
            Visit(
                **{
                    "supplier_id": link.supplier_id,
                    "link": link,
                    "email": f"visitor{number}@example.com",
                    "code_hash": "0" * 64,
                    "holder_hash": "0" * 64,
                    "place_hash": f"{number:064}",
                    "created_at": at,
                    "expires_at": at + timedelta(minutes=10),
                }
                | values
            )
            for number in range(count)
        )


TYPED = {
    "person_name": "Nadia North",
    "name": "Café Perdu",
    "street": "12 rue des Érables",
    "postal_code": "H2X 1Y6",
    "city": "Montréal",
    "region": "QC",
    "country": "CA",
    "phone": "514 555-0177",
    "industry": "cafe",
    "message": "We met at the fair. 🍺",
}


class Visitor:
    """A browser that walks the path of a supplier's invite link."""

    def __init__(self, world: World, *, supplier: str = "alder", email: str = EMAIL, tag: str = "") -> None:
        self.world, self.email, self.supplier = world, email, supplier
        self.client = Client(REMOTE_ADDR="203.0.113.7")
        self.link = link_of(world, supplier)
        name, more = ("invitations:ask_tagged", [tag]) if tag else ("invitations:ask", [])
        self.path = reverse(name, args=[self.link.code, *more])
        self.visit_path = ""

    def ask(self, email: str = "") -> Any:
        """Enter the email."""
        answer = self.client.post(self.path, {"email": email or self.email})
        self.visit_path = answer.get("Location", "")
        return answer

    def type(self, code: str) -> Any:
        """Type a code."""
        return self.client.post(self.visit_path, {"code": code})

    def prove(self) -> Any:
        """Enter the email and the right code."""
        self.ask()
        return self.type(last_code(self.email))

    @property
    def business_path(self) -> str:
        return f"{self.visit_path}business/"

    def tell(self, **changes: str) -> Any:
        """Send the business."""
        return self.client.post(self.business_path, TYPED | changes)

    @property
    def is_signed_in(self) -> bool:
        return "_auth_user_id" in self.client.session


def written() -> list[int]:
    """Count whatever a request writes."""
    with as_owner():
        counted = (User, Organization, DirectoryEntry, Customer, AccessRequest, OutboundEmail, Visit)
        return [model._default_manager.count() for model in counted]


def requests_in_store() -> list[AccessRequest]:
    with as_owner():
        found = AccessRequest.objects.select_related("supplier", "customer", "person", "retailer", "tag")
        return list(found.filter(email=EMAIL).order_by("id"))

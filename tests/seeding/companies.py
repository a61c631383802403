"""Companies, their people, tokens and mails."""

from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from inventory.models import (
    Warehouse,
)
from retailers.indexing import found_by
from retailers.models import (
    BillToAddress,
    CalendarFeed,
    DirectoryEmail,
    DirectoryEntry,
    ShipToAddress,
)
from retailers.queries import place_of
from tests.seeding.gathering import Seeding, hashed, new
from tests.world import (
    DISTRIBUTORS,
    PRIVATE_TO,
    RETAILERS,
    SUPPLIERS,
)
from wholesale.accounts.models import User
from wholesale.api.models import ApiToken, IdempotentRequest
from wholesale.audit.models import AuditEntry
from wholesale.files.models import Picture
from wholesale.mail.enums import MailState, SuppressionReason
from wholesale.mail.models import DeliveryReport, MailboxFile, MailboxMessage, OutboundEmail, Suppression
from wholesale.organizations.enums import (
    MemberRole,
)
from wholesale.organizations.models import (
    MemberInvitation,
    Membership,
    Organization,
)
from wholesale.sheets.enums import ImportState
from wholesale.sheets.models import SheetFile, SheetImport, SheetRow
from wholesale.tenancy.models import PeriodicRun


def companies(world: Seeding) -> None:
    for name in (*SUPPLIERS, *DISTRIBUTORS, *RETAILERS):
        org = new(
            Organization,
            name=name.title(),
            slug=name,
            sells=name in SUPPLIERS,
            delivers=name in DISTRIBUTORS,
            buys=name in RETAILERS,
            private_to=world.orgs.get(PRIVATE_TO.get(name, "")),
        )
        user = new(User, email=f"{name}@example.com", password=hashed(), name=f"{name.title()} Admin")
        world.orgs[name], world.users[name] = org, user
        guest_of = world.orgs["birch"] if name == "gale" else None
        world.memberships[name] = new(
            Membership, user=user, organization=org, role=MemberRole.ADMIN, guest_of=guest_of
        )
        new(
            MemberInvitation,
            organization=org,
            email=f"colleague@{name}.example.com",
            role=MemberRole.ADMIN,
            token_hash=sha256(f"member {name}".encode()).hexdigest(),
            expires_at=timezone.now() + timedelta(days=14),
        )
        new(
            AuditEntry,
            organization=org,
            by=user,
            by_name=user.name,
            verb="created",
            subject_type="organization",
        )
        if name in RETAILERS:
            _directory_entry(world, org)
        else:
            world.warehouses[name] = new(Warehouse, organization=org, name="Main warehouse", is_default=True)
    world.orgs["rolf"] = new(Organization, name="Rolf", slug="rolf", buys=True)
    new(
        DirectoryEntry,
        retailer=world.orgs["rolf"],
        name="Rolf's Bar",
        created_by_supplier=world.orgs["alder"],
    )


def _directory_entry(world: Seeding, org: Organization) -> None:
    address = {"street": f"{len(org.slug)}50 Elm Street", "city": "Portland", "country": "US"}
    entry = new(
        DirectoryEntry,
        retailer=org,
        name=f"{org.name}'s Bar",
        phone="+15035550100",
        claimed_at=timezone.now(),
        **address,
    )
    for name, value in found_by(place_of(entry)).items():
        setattr(entry, name, value)
    new(CalendarFeed, retailer=org)
    new(DirectoryEmail, retailer=org, email=f"{org.slug}@example.com")
    new(BillToAddress, retailer=org, name=f"{org.name} Holding", street="1 Ledger Lane", city="Portland")
    world.ship_tos[org.slug] = new(ShipToAddress, retailer=org, name=org.name, is_default=True, **address)


def calls(world: Seeding) -> None:
    """Write a revoked token and a kept answer for each company."""
    for name, user in world.users.items():
        org = world.orgs[name]
        new(
            ApiToken,
            organization=org,
            side=org.sides[0],
            name="Old webshop",
            membership=world.memberships[name],
            made_by=user,
            made_by_name=user.name,
            prefix="cb_cast",
            token_hash=sha256(f"token of {name}".encode()).hexdigest(),
            revoked_at=timezone.now(),
        )
        new(IdempotentRequest, organization=org, key="cast", fingerprint="", status=200)


def sheets(world: Seeding) -> None:
    """Write a picture, and an import that was left before it ran, for each supplier."""
    for name in SUPPLIERS:
        of = {"organization": world.orgs[name]}
        made = new(
            SheetImport,
            side="selling",
            kind="customers",
            by=world.users[name],
            file_name=f"customers of {name}.csv",
            format="csv",
            separator=",",
            headings=["Company name", "Email"],
            mapping=["name", "email"],
            total_rows=1,
            state=ImportState.CANCELLED,
            **of,
        )
        world.imports[name] = made
        new(Picture, digest=sha256(name.encode()).hexdigest(), content=b"\x89PNG of " + name.encode(), **of)
        new(SheetFile, sheet_import=made, content=b"Company name,Email", **of)
        cells = [f"Prospect of {name}", f"prospect@{name}.example.com"]
        new(SheetRow, sheet_import=made, number=2, cells=cells, verdict="refused", reasons=["Left"], **of)


def mails(world: Seeding) -> None:
    """Write a mail that was sent long ago for each company and for none, and what hangs on mails."""
    now = timezone.now()
    for name in (None, *world.users):
        new(
            OutboundEmail,
            organization=world.orgs[name] if name else None,
            key="cast",
            to=f"{name or 'nobody'}@example.com",
            language="en",
            template="mail/test",
            from_name="Cratebook",
            subject="Welcome",
            state=MailState.SENT,
            sent_at=now,
        )
    new(Suppression, email="bounced@example.com", reason=SuppressionReason.BOUNCED)
    for event_id, applied_at in (("waiting", None), ("applied", now)):
        new(DeliveryReport, esp="Cast", event_id=event_id, kind="opened", at=now, applied_at=applied_at)
    welcome = new(
        MailboxMessage, to="nobody@example.com", sender="Cratebook", subject="Welcome", text="Hello"
    )
    new(MailboxFile, message=welcome, name="hello.txt", kind="text/plain", content=b"hello")
    new(PeriodicRun, name="cast", slot=1)

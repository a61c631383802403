"""The cast, the same everywhere: who they are, what they own, and an outsider beside each who owns as much.

    alder  supplier     sells to rita (through dawn), remy (delivers itself) and, by dusk, to rosa
    birch  supplier     sells to rita (through gale), rosa (through dawn)
    cedar  outsider     sells to rex through ember; nobody else knows them
    dawn   connected distributor of alder and birch       ember  connected distributor of cedar
    dusk   external distributor, known to alder alone     gale   guest in birch's account
    rita, remy, rosa, rex  retailers

    birch has invited remy, cedar has invited rita; neither has answered

    alder and birch show everybody all their products; cedar shows rex its dark beers alone

    retailers find cedar by its name; alder and birch have switched that off

    rolf   a bar that alder put into the directory; nobody has claimed it

Each company has one admin, who is called like it; `gale`'s person is a guest of birch.
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.test import Client

from catalogs.models import Catalog, CatalogShare, PictureImport, PriceChange, Product, ProductPicture
from inventory.models import (
    StockTake,
    Transfer,
    Warehouse,
)
from invitations.models import AccessRequest, BuyerProposal, Invitation, InviteTag
from orders.models import (
    DelivererReport,
    Order,
    Route,
    StandingList,
)
from retailers.models import (
    BulkJob,
    Customer,
    CustomerGroup,
    EntryCorrection,
    ShipToAddress,
)
from wholesale.accounts.models import User
from wholesale.organizations.access import Acting, context_of
from wholesale.organizations.enums import (
    AgreementMode,
    Side,
)
from wholesale.organizations.models import (
    Agreement,
    ConnectionProposal,
    GuestRequest,
    Membership,
    Organization,
    StepProposal,
)
from wholesale.organizations.roles import permissions_of
from wholesale.sheets.models import SheetImport
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.testing import as_owner

SUPPLIERS = ("alder", "birch", "cedar")
DISTRIBUTORS = ("dawn", "dusk", "ember", "gale")
RETAILERS = ("rita", "remy", "rosa", "rex")
# Who sells to whom, and who delivers.
TRADE = {
    ("alder", "rita"): "dawn",
    ("alder", "remy"): None,
    ("alder", "rosa"): "dusk",
    ("birch", "rita"): "gale",
    ("birch", "rosa"): "dawn",
    ("cedar", "rex"): "ember",
}
# Who has asked whom in vain so far: birch by the company's own people, cedar by an address that nobody answers.
COURTED = (("birch", "remy"), ("cedar", "rita"))
AGREEMENTS = {
    ("alder", "dawn"): AgreementMode.CONNECTED,
    ("alder", "dusk"): AgreementMode.EXTERNAL,
    ("birch", "dawn"): AgreementMode.CONNECTED,
    ("birch", "gale"): AgreementMode.GUEST,
    ("cedar", "ember"): AgreementMode.CONNECTED,
}
PRIVATE_TO = {"dusk": "alder", "gale": "birch"}
PASSWORD = "correct horse battery staple"
ON_HAND, ORDERED = 24, 2


@dataclass
class World:
    """The cast by name: companies, people, and what lies between them by (supplier, other)."""

    orgs: dict[str, Organization] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    products: dict[str, list[Product]] = field(default_factory=dict)
    picture_imports: dict[str, PictureImport] = field(default_factory=dict)
    pictures: dict[str, list[ProductPicture]] = field(default_factory=dict)
    catalogs: dict[str, Catalog] = field(default_factory=dict)
    changes: dict[str, PriceChange] = field(default_factory=dict)
    shares: dict[str, CatalogShare] = field(default_factory=dict)
    warehouses: dict[str, Warehouse] = field(default_factory=dict)
    agreements: dict[tuple[str, str], Agreement] = field(default_factory=dict)
    step_proposals: dict[tuple[str, str], StepProposal] = field(default_factory=dict)
    connections: dict[tuple[str, str], ConnectionProposal] = field(default_factory=dict)
    guest_requests: dict[tuple[str, str], GuestRequest] = field(default_factory=dict)
    groups: dict[str, CustomerGroup] = field(default_factory=dict)
    bulk_jobs: dict[str, BulkJob] = field(default_factory=dict)
    customers: dict[tuple[str, str], Customer] = field(default_factory=dict)
    orders: dict[tuple[str, str], Order] = field(default_factory=dict)
    reports: dict[tuple[str, str], DelivererReport] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)
    standing_lists: dict[tuple[str, str], StandingList] = field(default_factory=dict)
    transfers: dict[tuple[str, str], list[Transfer]] = field(default_factory=dict)
    takes: dict[tuple[str, str], StockTake] = field(default_factory=dict)
    imports: dict[str, SheetImport] = field(default_factory=dict)
    ship_tos: dict[str, ShipToAddress] = field(default_factory=dict)
    invitations: dict[tuple[str, str], Invitation] = field(default_factory=dict)
    requests: dict[tuple[str, str], AccessRequest] = field(default_factory=dict)
    proposals: dict[tuple[str, str], BuyerProposal] = field(default_factory=dict)
    tags: dict[str, InviteTag] = field(default_factory=dict)
    corrections: dict[tuple[str, str], EntryCorrection] = field(default_factory=dict)

    def context(self, name: str, side: Side | None = None) -> Context:
        """Return the acting context of this company's admin, under its only or the given hat."""
        membership = self.membership(name)
        return context_of(membership, side or membership.organization.sides[0])

    def acting(self, name: str, side: Side | None = None) -> Acting:
        """Return for whom this company's admin acts, under its only or the given hat."""
        membership = self.membership(name)
        hat = side or membership.organization.sides[0]
        rights = permissions_of(hat, membership.role)
        return Acting(
            self.users[name],
            membership.organization,
            hat,
            membership,
            context_of(membership, hat),
            rights,
        )

    def membership(self, name: str) -> Membership:
        """Return the membership of this company's admin."""
        with as_owner():
            return Membership.objects.select_related("organization").get(
                user=self.users[name], organization=self.orgs[name]
            )

    def client(self, name: str) -> Client:
        """Return a browser that this company's admin has signed in with."""
        client = Client()
        client.force_login(self.users[name])
        return client

    def org_id(self, name: str) -> UUID:
        """Return the id of a company."""
        return self.orgs[name].id

"""What becomes of every table when two retailers turn out to be one (SPEC.md C7).

Each column that names a company, a customer, or a row that a merge may take away is named here once; a test
compares this list with the schema, so that no later table is forgotten. Tables of apps above are named, not
imported. A supplier's and a distributor's columns are left out: whoever sells or delivers never goes.

In what order: as listed, so rows inside others come before them. An undo goes backwards.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

UNDO_DAYS = 30


@dataclass(frozen=True, slots=True)
class Moves:
    """The rows of the one that goes become those of the one that stays.

    Args:
        customer, company: the columns that are pointed to the one that stays.
        once: the columns that may be there only once beside that key: where both have such a row, the one that
            stays keeps its own, and the other is taken away; () means one row for each customer or company.
        watched: columns whose change since keeps the row where it is when the merge is undone.
    """

    customer: str = ""
    company: str = ""
    once: tuple[str, ...] | None = None
    watched: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that this rule answers for."""
        return tuple(name for name in (self.customer, self.company) if name)


@dataclass(frozen=True, slots=True)
class Inside:
    """Rows inside a row that is taken away, as both sides have one, go into the other's.

    Args:
        parent: the table around, itself in this list with `once`.
        column: the column that points at it.
        once, watched: as in Moves.
        company: also set to the one that stays, where the database copies it from the row around.
    """

    parent: str
    column: str
    once: tuple[str, ...] | None = None
    watched: tuple[str, ...] = ()
    company: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that this rule answers for."""
        return tuple(name for name in (self.column, self.company) if name)


@dataclass(frozen=True, slots=True)
class Stays:
    """The columns that are left as they are, and why."""

    columns: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Yields:
    """Where both sides have such a row and only one may be, the one of the side that goes is changed first.

    Args:
        customer, company: the key, one of the two.
        such: SQL over `{row}`: which rows there may be only one of.
        same: the columns in which the two rows agree.
        changes: column to SQL expression.
    """

    such: str
    changes: Mapping[str, str]
    customer: str = ""
    company: str = ""
    same: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """One row for each customer that the database writes itself, from what is set elsewhere: it goes with it."""

    customer: str
    columns: tuple[str, ...]


Rule = Moves | Inside | Yields | Derived | Stays
FOLLOWS = "the database copies it from the row around"
BY_HAND = "written by the merge itself"
HISTORY = "what happened stays on record where it happened"

RULES: tuple[tuple[str, Rule], ...] = (
    (
        "orders.CartLine",
        Inside("orders.Cart", "cart_id", ("product_id",), ("quantity_units",), "retailer_id"),
    ),
    ("orders.Cart", Moves("customer_id", "retailer_id", once=("ship_to_id", "is_suppliers"))),
    ("orders.Order", Moves("customer_id", "retailer_id")),
    ("orders.Favourite", Moves(company="retailer_id", once=("supplier_id", "product_id"))),
    (
        "orders.StandingListLine",
        Inside(
            "orders.StandingList", "standing_list_id", ("product_id",), ("quantity_units",), "retailer_id"
        ),
    ),
    ("orders.StandingList", Moves(company="retailer_id", once=("supplier_id", "name_key"))),
    ("orders.RouteStop", Moves(company="retailer_id", once=("route_id", "place"))),
    *(
        (f"orders.Order{part}", Stays(("retailer_id",), FOLLOWS))
        for part in ("Total", "Line", "LineAmount", "Tax", "Event", "LineChange", "Comment")
    ),
    *((f"orders.{table}", Stays(("retailer_id",), FOLLOWS)) for table in ("DelivererReport", "ReportPhoto")),
    (
        "invitations.Invitation",
        Yields(
            "{row}.status = 'pending' AND {row}.email = ''",
            {"status": "'revoked'", "revoked_at": "now()"},
            customer="customer_id",
        ),
    ),
    ("invitations.Invitation", Moves("customer_id", "retailer_id", watched=("status",))),
    (
        "invitations.ClaimCase",
        Yields(
            "{row}.state = 'open'",
            {"state": "'declined'", "decided_at": "now()"},
            company="retailer_id",
            same=("email",),
        ),
    ),
    ("invitations.ClaimCase", Moves(company="retailer_id", watched=("state",))),
    ("invitations.ClaimCase", Stays(("through_id",), "a supplier never goes")),
    (
        "invitations.ApartCustomer",
        Yields(
            "{row}.state = 'waiting'", {"state": "'refused'", "decided_at": "now()"}, customer="customer_id"
        ),
    ),
    ("invitations.ApartCustomer", Moves("customer_id")),
    (
        "invitations.ApartCustomer",
        Stays(
            ("company_id", "holder_id"), "a yes follows what the company has become; nobody finds the other"
        ),
    ),
    (
        "invitations.AccessRequest",
        Yields(
            "{row}.state = 'open'", {"state": "'withdrawn'", "decided_at": "now()"}, customer="customer_id"
        ),
    ),
    ("invitations.AccessRequest", Moves("customer_id", "retailer_id", watched=("state",))),
    ("invitations.CustomerTour", Moves("customer_id", once=())),
    ("catalogs.TermsLevel", Moves("customer_id", once=())),
    ("retailers.ScheduleLine", Inside("retailers.Schedule", "schedule_id", once=())),
    ("retailers.Schedule", Moves("customer_id", once=())),
    ("retailers.AppliedSchedule", Derived("customer_id", ("customer_id", "schedule_id"))),
    ("retailers.CalendarFeed", Moves(company="retailer_id", once=())),
    (
        "invitations.BuyerProposal",
        Yields(
            "{row}.state = 'open'",
            {"state": "'withdrawn'", "decided_at": "now()"},
            customer="customer_id",
            same=("email",),
        ),
    ),
    ("invitations.BuyerProposal", Moves("customer_id", "retailer_id", watched=("state",))),
    ("catalogs.CatalogShare", Moves("customer_id", once=("catalog_id",))),
    ("catalogs.CustomerPrice", Moves("customer_id", once=("product_id",))),
    ("catalogs.CustomerPrice", Stays(("retailer_id",), FOLLOWS)),
    ("retailers.GroupMember", Moves("customer_id", once=("group_id",))),
    ("retailers.BulkItem", Moves("customer_id", once=("job_id",))),
    ("retailers.CustomerBounce", Moves("customer_id", once=())),
    ("retailers.CustomerWord", Stays(("customer_id",), "the database writes it anew")),
    ("retailers.CustomerContact", Moves("customer_id", "retailer_id", once=())),
    ("retailers.CustomerEvent", Moves("customer_id")),
    ("retailers.MergedCustomer", Moves("customer_id")),
    ("retailers.CustomerPrivate", Moves("customer_id", once=())),
    ("catalogs.CustomerTerms", Derived("customer_id", ("customer_id", "retailer_id"))),
    ("catalogs.CustomerCatalog", Derived("customer_id", ("customer_id",))),
    ("retailers.Customer", Stays(("retailer_id",), BY_HAND)),
    ("retailers.ShipToAddress", Yields("{row}.is_default", {"is_default": "false"}, company="retailer_id")),
    ("retailers.ShipToAddress", Moves(company="retailer_id")),
    ("retailers.BillToAddress", Moves(company="retailer_id", once=())),
    (
        "retailers.EntryCorrection",
        Stays(("retailer_id", "keeper_id"), "what was said of an entry stays with it"),
    ),
    ("retailers.CorrectionProposer", Stays(("retailer_id",), "what was said of an entry stays with it")),
    ("retailers.DirectoryEmail", Moves(company="retailer_id", once=("email",))),
    ("retailers.DirectoryEntry", Stays(("retailer_id",), BY_HAND)),
    ("retailers.DirectoryEntry", Stays(("created_by_supplier_id",), "a supplier never goes")),
    ("api.ApiToken", Inside("organizations.Membership", "membership_id")),
    ("api.ApiToken", Moves(company="organization_id")),
    ("organizations.Membership", Moves(company="organization_id", once=("user_id",))),
    ("organizations.Membership", Stays(("guest_of_id",), "a supplier never goes")),
    (
        "organizations.MemberInvitation",
        Yields(
            "{row}.accepted_at IS NULL AND {row}.revoked_at IS NULL",
            {"revoked_at": "now()"},
            company="organization_id",
            same=("email",),
        ),
    ),
    ("organizations.MemberInvitation", Moves(company="organization_id", watched=("accepted_at",))),
    ("organizations.MemberInvitation", Stays(("guest_of_id",), "a supplier never goes")),
    ("organizations.Organization", Stays(("private_to_id",), "a supplier never goes")),
    ("organizations.Organization", Moves(company="merged_into_id")),
    ("organizations.ConnectionProposal", Stays(("former_id",), "a distributor, known to a supplier alone")),
    ("audit.AuditEntry", Stays(("organization_id",), HISTORY)),
    ("mail.OutboundEmail", Stays(("organization_id",), HISTORY)),
    ("api.IdempotentRequest", Stays(("organization_id",), HISTORY)),
    ("retailers.Merge", Stays(("kept_id", "gone_id"), HISTORY)),
    (
        "retailers.DuplicatePair",
        Stays(("one_id", "other_id"), "a pair shows only while both entries are there"),
    ),
    *(
        (f"sheets.Sheet{part}", Stays(("organization_id",), "imports are a supplier's"))
        for part in ("Import", "File", "Row")
    ),
    ("files.Picture", Stays(("organization_id",), "pictures are a supplier's")),
    *(
        (f"orders.{table}", Stays(("organization_id",), "rounds are a supplier's or a distributor's"))
        for table in ("Route", "RouteStop")
    ),
    ("inventory.Warehouse", Stays(("organization_id",), "stock is a supplier's or a distributor's")),
    *(
        (f"inventory.{table}", Stays(("keeper_id",), "stock is a supplier's or a distributor's"))
        for table in ("StockBalance", "StockMovement", "StockTake", "LotBalance", "LotMovement", "LotPick")
    ),
    (
        "inventory.Transfer",
        Stays(
            ("writer_id", "source_keeper_id", "destination_keeper_id"),
            "stock is a supplier's or a distributor's",
        ),
    ),
)


def moving_rules() -> Iterator[tuple[str, Moves | Inside | Yields | Derived]]:
    """Return the rules that write, in their order."""
    for label, rule in RULES:
        if not isinstance(rule, Stays):
            yield label, rule


# Functions of the database that write derived rows anew, for customers whose settings were moved.
REFRESHED = ("refresh_terms", "apply_schedules", "refresh_catalogs_by_customer")
# Locked before anything is read, in this order and each in key order, as those who order or accept do.
LOCKED = ("orders.Cart", "invitations.Invitation", "retailers.Customer", "invitations.AccessRequest")


# What a customer is given that stays behind when another goes back, where it has none since: a copy, but for these
# columns, of which a supplier has each only once.
COPIED: Mapping[str, Mapping[str, str]] = {
    "retailers.CustomerPrivate": {"number": "", "contact_email": ""},
    "retailers.CustomerContact": {},
    "catalogs.TermsLevel": {},
}

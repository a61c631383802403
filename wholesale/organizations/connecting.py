"""What becomes of every table when a distributor that its supplier kept turns out to be a company with an account.

Each column that names a company is named here once, by a supplier's or a retailer's own key left out: such a
distributor neither sells nor buys. A test compares this list with the schema, so that no later table is forgotten.
Tables of apps above are named, not imported (SPEC.md I1).

In what order: as listed.
"""

from dataclasses import dataclass

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Moves:
    """The columns follow to the company with the account."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stays:
    """The columns are left as they are, and why."""

    columns: tuple[str, ...]
    why: str


HISTORY = "what happened stays on record where it happened"
PEOPLE = "its guests were let in by the supplier; the company with the account has people of its own"
NEVER = "never a distributor without account"
_DISTRIBUTOR = Moves(("distributor_id",))

RULES: tuple[tuple[str, Moves | Stays], ...] = (
    ("inventory.Warehouse", Moves(("organization_id",))),
    ("inventory.StockBalance", Moves(("keeper_id",))),
    ("inventory.StockMovement", Moves(("keeper_id",))),
    *(
        (f"inventory.{table}", Moves(("keeper_id",)))
        for table in ("StockTake", "LotBalance", "LotMovement", "LotPick")
    ),
    ("inventory.Transfer", Moves(("source_keeper_id", "destination_keeper_id", "writer_id"))),
    ("orders.Route", Moves(("organization_id",))),
    ("orders.RouteStop", Moves(("organization_id",))),
    *(
        (label, _DISTRIBUTOR)
        for label in (
            "retailers.Customer",
            "retailers.ScheduleLine",
            "orders.Order",
            "orders.OrderLine",
            "orders.OrderEvent",
            "orders.OrderLineChange",
            "orders.OrderComment",
            "orders.OrderLink",
            "orders.DelivererReport",
            "orders.ReportPhoto",
            "organizations.Agreement",
            "organizations.AgreementStep",
            "organizations.StepProposal",
        )
    ),
    ("organizations.ConnectionProposal", Stays(("former_id", "distributor_id"), HISTORY)),
    ("organizations.Membership", Stays(("organization_id", "guest_of_id"), PEOPLE)),
    ("organizations.MemberInvitation", Stays(("organization_id", "guest_of_id"), PEOPLE)),
    ("organizations.GuestLink", Stays(("distributor_id",), PEOPLE)),
    ("organizations.GuestRequest", Stays(("distributor_id",), PEOPLE)),
    ("organizations.Organization", Stays(("private_to_id",), "it stays its supplier's, and empty")),
    ("organizations.Organization", Stays(("merged_into_id",), "written by the connection itself")),
    ("audit.AuditEntry", Stays(("organization_id",), HISTORY)),
    ("mail.OutboundEmail", Stays(("organization_id",), HISTORY)),
    ("api.IdempotentRequest", Stays(("organization_id",), HISTORY)),
    ("api.ApiToken", Stays(("organization_id",), PEOPLE)),
    *((f"sheets.Sheet{part}", Stays(("organization_id",), NEVER)) for part in ("Import", "File", "Row")),
    ("files.Picture", Stays(("organization_id",), NEVER)),
    ("retailers.EntryCorrection", Stays(("keeper_id",), NEVER)),
    ("retailers.DirectoryEntry", Stays(("created_by_supplier_id",), NEVER)),
    ("retailers.DuplicatePair", Stays(("one_id", "other_id"), NEVER)),
    ("retailers.Merge", Stays(("kept_id", "gone_id"), NEVER)),
    ("invitations.ClaimCase", Stays(("through_id",), NEVER)),
    ("invitations.ApartCustomer", Stays(("company_id", "holder_id"), NEVER)),
)


def moving_keys() -> list[str]:
    """Return the columns that follow, each as "table.column", in their order."""
    return [
        f"{apps.get_model(label)._meta.db_table}.{column}"
        for label, rule in RULES
        if isinstance(rule, Moves)
        for column in rule.columns
    ]

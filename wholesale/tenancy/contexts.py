"""The acting context: as which role, and with which keys, the next transaction asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import connection as any_connection

from wholesale.tenancy.roles import Role

# The services that write across sides, each after its own access check. tests/ compares the lists
# with every call of act_for and act_for_platform in the code: a new one is a decision, not an accident.
CROSS_SIDE_SERVICES: frozenset[str] = frozenset(
    {
        "inventory.services.stock._change_kept",
        "inventory.services.stock.receive_kept_stock",
        "inventory.services.receiving.receive_transfer",
        "inventory.services.correcting.as_corrector",
        "inventory.services.transfers._as_supplier",
        "invitations.services.acceptance.accept_for_company",
        "invitations.services.acceptance.accept_invitation",
        "invitations.services.asking._ask",
        "invitations.services.asking.withdraw_request",
        "orders.services.comments.add_comment",
        "orders.services.many._lock",
        "orders.services.day_moves.move_day",
        "orders.services.day_moves.preview_day",
        "orders.services.door.bring_back",
        "orders.services.door.days_at_door",
        "orders.services.door.hand_over",
        "orders.services.door.postpone_delivery",
        "orders.services.editing.add_cart_to_order",
        "orders.services.editing.edit_order",
        "orders.services.papers.paper_for_deliverer",
        "orders.services.picking.choose_order_lots",
        "orders.services.progress.take_step",
        "orders.services.quantities.change_quantities",
        "orders.services.reporting._heard",
        "orders.services.reporting._locked",
        "orders.services.submission.submit_order",
        "wholesale.organizations.services.connections.decline_connection",
        "wholesale.organizations.services.connections.preview_connection",
    }
)
PLATFORM_SERVICES: frozenset[str] = frozenset(
    {
        "catalogs.emails.queue_price_changes",
        "inventory.services.warehouses.default_warehouse",
        "invitations.emails.claims.queue_claim_declined",
        "invitations.emails.claims.queue_claim_reassigned",
        "invitations.emails.claims.queue_claim_undone",
        "invitations.emails.claims.queue_customer_confirmed",
        "invitations.emails.claims.queue_customers_set_apart",
        "retailers.emails.queue_welcomes",
        "invitations.services.deciding._requester_of",
        "invitations.services.deciding.set_aside",
        "retailers.services.asking.list_retailer",
        "invitations.emails.proposals.queue_buyer_proposed",
        "invitations.emails.invitations._queue_to_company",
        "invitations.services.reassigning._person_of",
        "retailers.services.claiming.claim_entry",
        "retailers.services.claiming.keep_own_entry",
        "retailers.services.corrections._close",
        "retailers.services.corrections.accept_correction",
        "retailers.services.corrections.propose_correction",
        "retailers.services.directory.correct_entry",
        "retailers.services.directory.create_directory_entry",
        "retailers.services.handing_over._holder_for",
        "retailers.services.imported._correct_entries",
        "retailers.services.imported._write_entries",
        "retailers.services.testing.close_test_customer",
        "retailers.services.testing.create_test_customer",
        "wholesale.organizations.emails.agreements.admins_of",
        "wholesale.organizations.services.accounts.take_over_account",
        "wholesale.organizations.services.agreements.record_on_both",
        "wholesale.organizations.services.agreements.write_down_private",
        "wholesale.organizations.services.companies.add_hat",
        "wholesale.organizations.services.people.remove_member",
        "wholesale.organizations.services.people.withdraw_membership",
    }
)


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks. Keys left out are empty in the database, so that a missing one shows no rows."""

    role: Role
    supplier_id: UUID | None = None
    distributor_id: UUID | None = None
    retailer_id: UUID | None = None
    order_id: UUID | None = None
    user_id: UUID | None = None

    @property
    def organization_id(self) -> UUID | None:
        """Return the company that asks."""
        if self.role in (Role.DISTRIBUTOR, Role.GUEST, Role.LINK):
            return self.distributor_id
        return self.retailer_id if self.role == Role.RETAILER else self.supplier_id

    def settings(self) -> list[str]:
        """Return the values for SET_CONTEXT, in its order."""
        keys = (self.supplier_id, self.distributor_id, self.retailer_id, self.order_id, self.user_id)
        return [self.role.db_name, *("" if key is None else str(key) for key in keys)]

    def header(self) -> dict[str, str]:
        """Return a form that travels with a task message."""
        return {name: str(value) for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_header(cls, header: dict[str, str]) -> "Context":
        """Read back what header() wrote."""
        values: dict[str, Any] = {name: UUID(value) for name, value in header.items() if name != "role"}
        return cls(Role(header["role"]), **values)


SET_CONTEXT = (
    "SELECT set_config('role', %s, true), set_config('app.supplier_id', %s, true),"
    " set_config('app.distributor_id', %s, true), set_config('app.retailer_id', %s, true),"
    " set_config('app.order_id', %s, true), set_config('app.user_id', %s, true)"
)
NO_CONTEXT = ["none", "", "", "", "", ""]

connection: Any = any_connection  # of wholesale.tenancy.backend
_acting: ContextVar[Context | None] = ContextVar("acting", default=None)


def acting() -> Context | None:
    """Return the context in force, or None."""
    return _acting.get()


@contextmanager
def act_as(context: Context | None) -> Iterator[None]:
    """Act in this context: at once inside a transaction, else from the next one on."""
    token = _acting.set(context)
    try:
        connection.apply_context()
        yield
    finally:
        _acting.reset(token)
        connection.apply_context()


@contextmanager
def act_for(supplier_id: UUID, *, by: UUID | None) -> Iterator[None]:
    """Act for a supplier in the middle of another side's transaction; the person stays on record.

    Only for the services of CROSS_SIDE_SERVICES, after their access check.

    Args:
        by: id of the person who acts; None for whoever holds a link.
    """
    if not connection.in_transaction:
        raise RuntimeError("act_for needs a transaction")
    with act_as(Context(Role.SUPPLIER, supplier_id=supplier_id, user_id=by)):
        yield


@contextmanager
def act_for_platform() -> Iterator[None]:
    """Write people, companies or the directory in the middle of a side's transaction.

    Only for the services of PLATFORM_SERVICES, after their access check.
    """
    if not connection.in_transaction:
        raise RuntimeError("act_for_platform needs a transaction")
    with act_as(None):
        yield

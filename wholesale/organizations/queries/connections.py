"""What a kept distributor has that would become another company's, and who is asked (SPEC.md I1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404

from wholesale.organizations.acting import context_at
from wholesale.organizations.enums import AgreementStatus, ProposalState, Side, Switch
from wholesale.organizations.models import (
    AccountInvitation,
    Agreement,
    ConnectionProposal,
    Organization,
    StepProposal,
)
from wholesale.tenancy.contexts import act_as

# Tables of apps above, named and not imported: wholesale/organizations/connecting.py has them all.
_COUNTS = """
SELECT (SELECT count(*) FROM orders_order WHERE supplier_id = %(s)s AND distributor_id = %(d)s),
  (SELECT count(*) FROM orders_order WHERE supplier_id = %(s)s AND distributor_id = %(d)s AND closed_at IS NULL),
  (SELECT count(*) FROM retailers_customer WHERE supplier_id = %(s)s AND distributor_id = %(d)s),
  (SELECT count(*) FROM inventory_transfer WHERE supplier_id = %(s)s
    AND (source_keeper_id = %(d)s OR destination_keeper_id = %(d)s))"""
_PLACES = """
SELECT w.name, count(b.id) FILTER (WHERE b.on_hand_units > 0), coalesce(sum(b.on_hand_units), 0)
FROM inventory_warehouse w LEFT JOIN inventory_stockbalance b ON b.warehouse_id = w.id AND b.supplier_id = %(s)s
WHERE w.organization_id = %(d)s GROUP BY w.id ORDER BY w.name"""
_NAMES = "SELECT name FROM inventory_warehouse WHERE organization_id = %s"
_LONGEST_NAME = 76


@dataclass(frozen=True, slots=True)
class Place:
    """A warehouse that would change hands. `shown_as` is its name there: a second of a name gets a number."""

    name: str
    products: int
    units: int
    shown_as: str = ""


@dataclass(frozen=True, slots=True)
class Moving:
    """What would change hands with an agreement; `granted` are its switches, each with its day and who."""

    orders: int
    open_orders: int
    customers: int
    transfers: int
    places: list[Place]
    granted: list[tuple[Switch, datetime, str]]


def what_would_move(supplier_id: UUID, distributor_id: UUID, agreement_id: UUID) -> Moving:
    """Count what a distributor has of one supplier, in that supplier's context; three statements."""
    keys = {"s": supplier_id, "d": distributor_id}
    agreement = Agreement.objects.get(pk=agreement_id)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, keys)
        orders, still_open, customers, transfers = cursor.fetchone()
        cursor.execute(_PLACES, keys)
        places = [Place(name, products, int(units)) for name, products, units in cursor.fetchall()]
    granted = [
        (switch, since, agreement.granted_by(switch))
        for switch in Switch
        if (since := agreement.granted_since(switch))
    ]
    return Moving(orders, still_open, customers, transfers, places, granted)


def named_beside(places: list[Place], company: Organization) -> list[Place]:
    """Return the warehouses with the names that they get beside the company's own, in its context."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [company.pk])
        taken = {row[0] for row in cursor.fetchall()}
    shown = []
    for place in places:
        name = next(name for name in _names(place.name) if name not in taken)
        taken.add(name)
        shown.append(Place(place.name, place.products, place.units, name))
    return shown


def _names(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name[:_LONGEST_NAME]} {number}"
        number += 1


def connections_asked(company: Organization) -> QuerySet[ConnectionProposal]:
    """Return what suppliers ask a company with an account to take over and that waits for its answer."""
    asked = ConnectionProposal.objects.filter(distributor=company, state=ProposalState.OPEN)
    return asked.select_related("supplier").order_by("-proposed_at", "pk")


def connection_asked(company: Organization, key: UUID) -> ConnectionProposal:
    """Return one question put to this company, answered or not; 404 for anybody else's."""
    try:
        asked = ConnectionProposal.objects.filter(distributor=company)
        return asked.select_related("supplier", "distributor").get(pk=key)
    except ConnectionProposal.DoesNotExist as error:
        raise Http404 from error


def waiting_connection(agreement: Agreement) -> ConnectionProposal | None:
    """Return the company that is asked to take an agreement over, if one is."""
    asked = ConnectionProposal.objects.filter(agreement=agreement, state=ProposalState.OPEN)
    return asked.select_related("distributor").first()


def waiting_invitation(agreement: Agreement) -> AccountInvitation | None:
    """Return the offer of an account that nobody has answered or taken back, if there is one."""
    return AccountInvitation.objects.filter(agreement=agreement, accepted_at=None, revoked_at=None).first()


def can_be_taken(offer: AccountInvitation, agreement: Agreement) -> bool:
    """Tell whether whoever was offered an account may take it over: the company is its supplier's alone still."""
    in_force = agreement.status == AgreementStatus.ACTIVE
    return offer.is_open and in_force and agreement.distributor.private_to_id is not None


def open_step_proposals(agreement: Agreement) -> list[StepProposal]:
    """Return what the distributor proposes and nobody has answered, oldest first."""
    waiting = StepProposal.objects.filter(agreement=agreement, state=ProposalState.OPEN)
    return list(waiting.order_by("proposed_at", "pk"))


def step_proposal_for(agreement: Agreement, key: UUID) -> StepProposal:
    """Return a proposal of this agreement; 404 for any other."""
    try:
        return StepProposal.objects.select_related("agreement").get(agreement=agreement, pk=key)
    except StepProposal.DoesNotExist as error:
        raise Http404 from error


@contextmanager
def account_invitation_by_hash(
    token_hash: str, *, user_id: UUID | None
) -> Iterator[AccountInvitation | None]:
    """Find an offer of an account by its token's hash and act for the supplier that sent it until the block's end.

    Starts as the app role, by the pinned look-up; the token gives the context and nothing else does.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT supplier_id, invitation_id FROM app.account_invitation_by_token(%s)", [token_hash]
        )
        found: Any = cursor.fetchone()
    if not found:
        yield None
        return
    with act_as(context_at(found[0], Side.SELLING, user_id=user_id)):
        related = ("supplier", "agreement__supplier", "agreement__distributor")
        yield AccountInvitation.objects.select_related(*related).get(pk=found[1])

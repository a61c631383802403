"""Reads of proposed buyers: the supplier's, and the retailer's that decides (SPEC.md P8)."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from invitations.enums import ProposalState
from invitations.models import BuyerProposal
from retailers.models import Customer
from wholesale.accounts.models import User
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Membership, Organization
from wholesale.organizations.roles import Permission, permissions_of


def proposals_of(customer: Customer) -> QuerySet[BuyerProposal]:
    """Return whom the supplier has proposed to this customer."""
    return BuyerProposal.objects.filter(supplier_id=customer.supplier_id, customer=customer)


def proposal_for_supplier(acting: Acting, proposal_id: UUID) -> BuyerProposal:
    """Return a proposal to a customer that this person sees; 404 for any other, as if it did not exist."""
    found = BuyerProposal.objects.filter(supplier=acting.organization)
    if acting.represents:
        found = found.filter(customer__private__representative=acting.represents)
    try:
        return found.select_related("customer__private").get(pk=proposal_id)
    except BuyerProposal.DoesNotExist as error:
        raise Http404 from error


def proposals_to(retailer: Organization) -> QuerySet[BuyerProposal]:
    """Return whom suppliers have proposed to this retailer and have not taken back; in its context."""
    shown = BuyerProposal.objects.filter(retailer=retailer).exclude(state=ProposalState.WITHDRAWN)
    return shown.select_related("supplier")


def waiting_proposals(retailer: Organization) -> QuerySet[BuyerProposal]:
    """Return those that this retailer has still to decide."""
    return proposals_to(retailer).filter(state=ProposalState.OPEN)


def decided_proposals(retailer: Organization) -> QuerySet[BuyerProposal]:
    """Return those that this retailer has decided."""
    return proposals_to(retailer).exclude(state=ProposalState.OPEN)


def proposal_for_retailer(retailer: Organization, proposal_id: UUID) -> BuyerProposal:
    """Return a proposal to this retailer; 404 for any other, as if it did not exist."""
    try:
        return BuyerProposal.objects.select_related("supplier", "retailer").get(
            retailer=retailer, pk=proposal_id
        )
    except BuyerProposal.DoesNotExist as error:
        raise Http404 from error


def lock_proposal(proposal: BuyerProposal) -> BuyerProposal:
    """Lock a proposal until the transaction ends, and return it as it stands now."""
    return BuyerProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def customer_of(proposal: BuyerProposal) -> Customer:
    """Return the customer that a proposal was made to, with what its supplier calls it; in the supplier's context."""
    return Customer.objects.select_related("supplier", "private").get(pk=proposal.customer_id)


def people_managers_of(retailer_id: UUID) -> list[User]:
    """Return the people of a retailer who may invite colleagues; as the app role."""
    members = Membership.objects.filter(organization=retailer_id, guest_of=None, user__is_active=True)
    return [
        member.user
        for member in members.select_related("user").order_by("created_at", "id")
        if Permission.MANAGE_PEOPLE in permissions_of(Side.BUYING, member.role)
    ]

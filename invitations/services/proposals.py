"""A further buyer is proposed by the supplier, and added or declined by the retailer's admins (SPEC.md P8)."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from invitations.details import ProposedBuyer
from invitations.emails.proposals import queue_buyer_decided, queue_buyer_proposed
from invitations.enums import BuyerOutcome, ProposalState
from invitations.errors import AlreadyProposed, NotRegistered
from invitations.models import BuyerProposal
from invitations.queries.proposals import lock_proposal
from retailers.models import Customer
from retailers.queries import lock_customer
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.errors import InvalidTransition
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.errors import AlreadyInvited, AlreadyMember
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import open_invitations
from wholesale.organizations.services import invite_colleague, resend_member_invitation


@transaction.atomic
def propose_buyer(*, customer: Customer, buyer: ProposedBuyer, by: User) -> BuyerProposal:
    """Put somebody before the admins of a registered customer as a further buyer. In the supplier's context.

    Nobody looks whether the address has an account or works there: the supplier's answer cannot depend on it.

    Locks:  the customer.
    Emails: the retailer's people who may invite colleagues.
    Raises: NotRegistered, AlreadyProposed; then nothing is written.
    Source: P8.
    """
    customer = lock_customer(customer)
    if not customer.is_connected:
        raise NotRegistered
    proposal = BuyerProposal(
        supplier_id=customer.supplier_id,
        retailer_id=customer.retailer_id,
        customer=customer,
        email=buyer.email.strip().lower(),
        name=buyer.name,
        language=buyer.language,
        by=by,
        by_name=str(by)[:120],
    )
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyProposed from error
    _audit_at_supplier(proposal, customer, "buyer_proposed", by)
    queue_buyer_proposed(proposal, customer.supplier)
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal: BuyerProposal, by: User) -> BuyerProposal:
    """Take a proposal back that the retailer has not answered. In the supplier's context.

    Locks:  the proposal.
    Raises: InvalidTransition if it was decided meanwhile; then nothing is written.
    """
    customer = proposal.customer
    proposal = _close(proposal, ProposalState.WITHDRAWN)
    _audit_at_supplier(proposal, customer, "buyer_proposal_withdrawn", by)
    return proposal


@transaction.atomic
def accept_proposal(*, proposal: BuyerProposal, retailer: Organization, by: User) -> BuyerOutcome:
    """Add a proposed buyer: they get the company's usual invitation, with the role buyer. In the retailer's context.

    Who works there already, or has been invited, is not invited a second time; the supplier sees no difference.

    Locks:  the proposal; a waiting invitation to the same address.
    Emails: the proposed buyer; whoever proposed them.
    Raises: InvalidTransition if it was decided or taken back meanwhile; then nothing is written.
    Source: P8.
    """
    proposal = _close(proposal, ProposalState.ACCEPTED)
    _audit_at_retailer(proposal, "buyer_accepted", by)
    queue_buyer_decided(proposal)
    try:
        invite_colleague(
            organization=retailer,
            email=proposal.email,
            role=MemberRole.BUYER,
            language=proposal.language,
            by=by,
        )
    except AlreadyMember:
        return BuyerOutcome.HERE_ALREADY
    except AlreadyInvited:
        waiting = next(each for each in open_invitations(retailer) if each.email == proposal.email)
        resend_member_invitation(invitation=waiting, by=by)
        return BuyerOutcome.INVITED_AGAIN
    return BuyerOutcome.INVITED


@transaction.atomic
def decline_proposal(*, proposal: BuyerProposal, by: User) -> BuyerProposal:
    """Leave the company's people as they are; the supplier sees that. In the retailer's context.

    Locks:  the proposal.
    Emails: whoever proposed them.
    Raises: InvalidTransition if it was decided or taken back meanwhile; then nothing is written.
    """
    proposal = _close(proposal, ProposalState.DECLINED)
    _audit_at_retailer(proposal, "buyer_declined", by)
    queue_buyer_decided(proposal)
    return proposal


def _close(proposal: BuyerProposal, state: ProposalState) -> BuyerProposal:
    locked = lock_proposal(proposal)
    if not locked.is_open:
        raise InvalidTransition(
            _("This proposal is %(state)s.") % {"state": locked.get_state_display().lower()}
        )
    locked.state, locked.decided_at = state, timezone.now()
    locked.save(update_fields=["state", "decided_at"])
    return locked


def _audit_at_supplier(proposal: BuyerProposal, customer: Customer, verb: str, by: User) -> None:
    record_change(
        organization_id=proposal.supplier_id,
        by=by,
        verb=verb,
        subject=proposal,
        subject_name=customer.private.display_name,
        after={"email": proposal.email},
    )


def _audit_at_retailer(proposal: BuyerProposal, verb: str, by: User) -> None:
    record_change(
        organization_id=proposal.retailer_id, by=by, verb=verb, subject=proposal, subject_name=proposal.email
    )

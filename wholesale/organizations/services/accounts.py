"""A distributor without account takes over the one that its supplier keeps for it (SPEC.md I1).

The company that its supplier alone knew becomes its own, with every row: orders, stock, customers stay where they are.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wholesale.accounts.models import User
from wholesale.errors import InvalidTransition, NotAllowed
from wholesale.organizations import emails, queries
from wholesale.organizations.enums import AgreementMode, AgreementStatus, MemberRole, ProposalState
from wholesale.organizations.errors import InvitationClosed, InvitedSomebodyElse
from wholesale.organizations.models import (
    AccountInvitation,
    Agreement,
    ConnectionProposal,
    Membership,
    Organization,
)
from wholesale.organizations.queries import lock_agreement
from wholesale.organizations.services.agreements import record_on_both
from wholesale.organizations.services.open_invitations import close_guest_door
from wholesale.organizations.tokens import hash_of, new_token
from wholesale.tenancy.contexts import act_for_platform

INVITATION_DAYS = 14


@transaction.atomic
def invite_to_account(*, agreement: Agreement, email: str, by: User) -> AccountInvitation:
    """Ask a distributor without account to take its own over; an earlier link ends. In the supplier's context.

    Locks:  the agreement.
    Emails: the address, after commit.
    Raises: InvalidTransition unless in force, NotAllowed (it has an account); then nothing is written.
    Source: SPEC.md I1.
    """
    locked = lock_agreement(agreement)
    if locked.status != AgreementStatus.ACTIVE:
        raise InvalidTransition(_("The agreement is not in force."))
    if locked.distributor.private_to_id != locked.supplier_id:
        raise NotAllowed(_("It has an account of its own."))
    _revoke_open(locked)
    token, now = new_token(), timezone.now()
    invitation = AccountInvitation.objects.create(
        supplier_id=locked.supplier_id,
        agreement=locked,
        email=email.strip().lower(),
        language=locked.distributor_language,
        token_hash=hash_of(token),
        sent_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
        by_name=str(by)[:120],
    )
    record_on_both(locked, by=by, verb="account_offered", after={"email": invitation.email})
    emails.queue_account_offered(locked, invitation, token=token, by=by)
    return invitation


@transaction.atomic
def revoke_account_invitation(*, agreement: Agreement, by: User) -> None:
    """Take the offer of an account back; its link ends. In the supplier's context.

    Locks:  the agreement.
    Raises: InvitationClosed where none is open; then nothing is written.
    """
    locked = lock_agreement(agreement)
    if not _revoke_open(locked):
        raise InvitationClosed
    record_on_both(locked, by=by, verb="account_offer_revoked")


@transaction.atomic
def take_over_account(*, token_hash: str, by: User) -> Membership:
    """Make the company that a supplier kept one's own: public, and this person its admin.

    Runs as the app role; the token, by its hash, gives the supplier's context. Guests of before stay guests: whom the
    company keeps, its new admin invites.

    Locks:  the agreement, then the invitation.
    Emails: the supplier.
    Raises: InvitationClosed, InvitedSomebodyElse; then nothing is written.
    Source: SPEC.md I1, P8.
    """
    with queries.account_invitation_by_hash(token_hash, user_id=by.pk) as invitation:
        if invitation is None:
            raise InvitationClosed
        if invitation.email != by.email:
            raise InvitedSomebodyElse(invited=invitation.email, signed_in=by.email)
        agreement = lock_agreement(invitation.agreement)
        locked = AccountInvitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
        company = agreement.distributor
        if not queries.can_be_taken(locked, agreement):
            raise InvitationClosed
        locked.accepted_at = timezone.now()
        locked.save(update_fields=["accepted_at"])
        before = agreement.mode
        _connect(agreement, by)
        with act_for_platform():
            membership = _hand_over(company, by)
        record_on_both(
            agreement,
            by=by,
            verb="account_taken_over",
            before={"mode": before},
            after={"mode": agreement.mode},
        )
        emails.queue_account_taken_over(agreement, by=by)
    membership.organization = company
    return membership


def withdraw_what_waits(agreement: Agreement) -> None:
    """End offers, proposals and guests' requests that nobody has answered, in the supplier's context."""
    _revoke_open(agreement)
    waiting = ConnectionProposal.objects.filter(agreement=agreement, state=ProposalState.OPEN)
    waiting.update(state=ProposalState.WITHDRAWN, decided_at=timezone.now())
    close_guest_door(agreement)


def _connect(agreement: Agreement, by: User) -> None:
    agreement.mode, agreement.version = AgreementMode.CONNECTED, agreement.version + 1
    agreement.distributor_email, agreement.distributor_language = by.email, by.language
    agreement.save(update_fields=["mode", "version", "distributor_email", "distributor_language"])
    withdraw_what_waits(agreement)


def _hand_over(company: Organization, by: User) -> Membership:
    company.private_to = None
    company.version += 1
    company.save(update_fields=["private_to", "version"])
    own = {"organization": company, "user": by, "guest_of": None}
    return Membership.objects.get_or_create(**own, defaults={"role": MemberRole.ADMIN})[0]


def _revoke_open(agreement: Agreement) -> int:
    standing = AccountInvitation.objects.filter(agreement=agreement, accepted_at=None, revoked_at=None)
    return standing.update(revoked_at=timezone.now())

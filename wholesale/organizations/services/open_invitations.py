"""Invitations of people that nobody has answered: their terms, their locks, and their end."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from wholesale.organizations import queries
from wholesale.organizations.enums import GuestRequestState
from wholesale.organizations.errors import InvitationClosed
from wholesale.organizations.models import Agreement, MemberInvitation
from wholesale.organizations.tokens import hash_of

INVITATION_DAYS = 14


def fresh_invitation(token: str) -> dict[str, Any]:
    """Return what an invitation that is sent now gets: its token's hash and its term."""
    now = timezone.now()
    return {
        "token_hash": hash_of(token),
        "sent_at": now,
        "expires_at": now + timedelta(days=INVITATION_DAYS),
    }


def lock_waiting_invitation(invitation: MemberInvitation) -> MemberInvitation:
    """Lock an invitation that nobody has answered, with its companies as they were read. Raises: InvitationClosed."""
    locked = MemberInvitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at or locked.revoked_at:
        raise InvitationClosed
    locked.organization, locked.guest_of = invitation.organization, invitation.guest_of
    return locked


def close_guest_door(agreement: Agreement) -> None:
    """End what waits of a distributor's guests, who come in no more; whom it let in, it lets in under a new agreement.

    In the supplier's context, which holds the agreement's lock.
    """
    now = timezone.now()
    queries.guest_invitations(agreement).update(revoked_at=now)
    queries.waiting_guests(agreement).update(state=GuestRequestState.REFUSED, decided_at=now)

"""Writes of invitations."""

from invitations.details import NewPerson
from invitations.services.acceptance import accept_as_new_person, accept_invitation, note_opened
from invitations.services.sending import invite_customer, resend_invitation, revoke_invitation

__all__ = [
    "NewPerson",
    "accept_as_new_person",
    "accept_invitation",
    "invite_customer",
    "note_opened",
    "resend_invitation",
    "revoke_invitation",
]

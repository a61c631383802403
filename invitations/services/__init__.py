"""Writes of invitations."""

from invitations.details import NewPerson
from invitations.services.acceptance import accept_as_new_person, accept_invitation, note_opened
from invitations.services.sending import invite_customer, resend_invitation, revoke_invitation
from invitations.services.testing import end_test_customer, make_test_customer

__all__ = [
    "NewPerson",
    "accept_as_new_person",
    "accept_invitation",
    "end_test_customer",
    "invite_customer",
    "make_test_customer",
    "note_opened",
    "resend_invitation",
    "revoke_invitation",
]

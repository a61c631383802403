"""Writes of invitations."""

from invitations.details import Claimant, NewPerson, ProposedBuyer
from invitations.services.acceptance import accept_as_new_person, accept_for_company, accept_invitation
from invitations.services.again import ask_again
from invitations.services.asking import ask_as_visitor, ask_for_access, withdraw_request
from invitations.services.claims import open_claim_case
from invitations.services.confirming import confirm_customer, keep_apart
from invitations.services.deciding import approve_request, reject_request
from invitations.services.links import replace_link, switch_link_off, switch_link_on
from invitations.services.proposals import (
    accept_proposal,
    decline_proposal,
    propose_buyer,
    withdraw_proposal,
)
from invitations.services.reassigning import decline_claim, reassign_company, undo_reassignment
from invitations.services.reminding import remind_due, switch_reminders_off, switch_reminders_on
from invitations.services.renewal import ask_for_new_link
from invitations.services.sending import invite_customer, resend_invitation, revoke_invitation
from invitations.services.tags import archive_tag, make_tag, rename_tag, restore_tag
from invitations.services.testing import end_test_customer, make_test_customer
from invitations.services.tours import begin_tour, confirm_step, finish_tour, leave_tour, resume_tour
from invitations.services.visiting import forget_visits, send_code, try_code, use_proof
from invitations.services.wording import change_wording, send_test_mail

__all__ = [
    "Claimant",
    "NewPerson",
    "ProposedBuyer",
    "accept_as_new_person",
    "accept_for_company",
    "accept_invitation",
    "accept_proposal",
    "approve_request",
    "archive_tag",
    "ask_again",
    "ask_as_visitor",
    "ask_for_access",
    "ask_for_new_link",
    "begin_tour",
    "change_wording",
    "confirm_customer",
    "confirm_step",
    "decline_claim",
    "decline_proposal",
    "end_test_customer",
    "finish_tour",
    "forget_visits",
    "invite_customer",
    "keep_apart",
    "leave_tour",
    "make_tag",
    "make_test_customer",
    "open_claim_case",
    "propose_buyer",
    "reassign_company",
    "reject_request",
    "remind_due",
    "rename_tag",
    "replace_link",
    "resend_invitation",
    "restore_tag",
    "resume_tour",
    "revoke_invitation",
    "send_code",
    "send_test_mail",
    "switch_link_off",
    "switch_link_on",
    "switch_reminders_off",
    "switch_reminders_on",
    "try_code",
    "undo_reassignment",
    "use_proof",
    "withdraw_proposal",
    "withdraw_request",
]

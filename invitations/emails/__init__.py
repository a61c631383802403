"""Mails of invitations, requests and claims."""

from invitations.emails.claims import (
    queue_claim_declined,
    queue_claim_opened,
    queue_claim_reassigned,
    queue_claim_undone,
    queue_customer_confirmed,
    queue_customers_set_apart,
)
from invitations.emails.invitations import (
    queue_accepted,
    queue_invitation,
    queue_invitation_to_company,
    queue_new_link_wanted,
    queue_reminder,
)
from invitations.emails.requests import (
    queue_approved,
    queue_received,
    queue_recognized,
    queue_rejected,
    queue_steps_left,
    queue_waiting,
)
from invitations.emails.samples import queue_test, sample_invitation
from invitations.emails.visits import queue_visitor_code

__all__ = [
    "queue_accepted",
    "queue_approved",
    "queue_claim_declined",
    "queue_claim_opened",
    "queue_claim_reassigned",
    "queue_claim_undone",
    "queue_customer_confirmed",
    "queue_customers_set_apart",
    "queue_invitation",
    "queue_invitation_to_company",
    "queue_new_link_wanted",
    "queue_received",
    "queue_recognized",
    "queue_rejected",
    "queue_reminder",
    "queue_steps_left",
    "queue_test",
    "queue_visitor_code",
    "queue_waiting",
    "sample_invitation",
]

"""What companies tell their own people, their guests, and one another about their agreements."""

from wholesale.organizations.emails.agreements import (
    admins_of,
    agreement_contacts,
    queue_account_offered,
    queue_account_taken_over,
    queue_agreement_changed,
    queue_agreement_moved,
    queue_agreement_proposed,
    queue_connection_answered,
    queue_connection_proposed,
    queue_mode_changed,
    queue_step_answered,
    queue_step_proposed,
    queue_switch_asked,
    queue_switch_changed,
)
from wholesale.organizations.emails.people import (
    queue_guest_asked,
    queue_guest_invited,
    queue_guest_let_in,
    queue_guest_refused,
    queue_guest_withdrawn,
    queue_member_invited,
)

__all__ = [
    "admins_of",
    "agreement_contacts",
    "queue_account_offered",
    "queue_account_taken_over",
    "queue_agreement_changed",
    "queue_agreement_moved",
    "queue_agreement_proposed",
    "queue_connection_answered",
    "queue_connection_proposed",
    "queue_guest_asked",
    "queue_guest_invited",
    "queue_guest_let_in",
    "queue_guest_refused",
    "queue_guest_withdrawn",
    "queue_member_invited",
    "queue_mode_changed",
    "queue_step_answered",
    "queue_step_proposed",
    "queue_switch_asked",
    "queue_switch_changed",
]

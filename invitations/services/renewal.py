"""The reader of an expired invitation asks the supplier for a new one."""

from django.db import transaction

from invitations import emails, queries
from invitations.models import Invitation
from wholesale.tenancy.contexts import act_as


@transaction.atomic
def ask_for_new_link(*, invitation: Invitation | None) -> None:
    """Tell the supplier that whoever holds an expired link would like a new one; of any other link, nobody is told.

    However often it is asked, each mail that was sent is asked for once.

    Emails: whoever sent the invitation, or else all who may invite.
    Source: N1.
    """
    if invitation is None or not invitation.is_expired:
        return
    with act_as(queries.supplier_context(invitation.supplier_id)):
        if queries.end_of_relation(invitation.customer) is None:
            emails.queue_new_link_wanted(invitation)

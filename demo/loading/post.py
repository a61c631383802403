"""Delivers the mails of the demo by hand: into the Mailbox, never to anybody."""

from django.db.models import F

from wholesale.mail.backends import MailboxBackend
from wholesale.mail.enums import MailState
from wholesale.mail.models import OutboundEmail
from wholesale.mail.sending import message_id_of, message_of
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role


def deliver_by_hand() -> int:
    """Put every waiting mail into the Mailbox and note it as sent, whichever provider is configured."""
    with act_as(Context(Role.SENDER)):
        waiting = OutboundEmail.objects.filter(state=MailState.QUEUED)
        mails = list(waiting.order_by("pk"))
        for mail in mails:
            mail.message_id = message_id_of(mail)
        MailboxBackend().send_messages([message_of(mail) for mail in mails])
        OutboundEmail.objects.bulk_update(mails, ["message_id"], batch_size=500)
        return waiting.update(state=MailState.SENT, sent_at=F("created_at"), attempts=1, text="", html="")

"""Reads of the Mailbox of development."""

import re
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from wholesale.mail.models import MailboxMessage

LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,)]")
CODE = re.compile(r"(?m)^\s*([0-9]{6}|[A-Z0-9]{4,8}-[A-Z0-9]{4,8}|[A-Z0-9]{6})\s*$")


def mailbox_messages(words: str) -> QuerySet[MailboxMessage]:
    """Return the delivered mails whose reader or subject has these words."""
    found = MailboxMessage.objects.defer("html", "headers")
    return found.filter(Q(to__icontains=words) | Q(subject__icontains=words)) if words else found


def mailbox_message(mail_id: UUID) -> MailboxMessage:
    """Return one delivered mail, or 404."""
    try:
        return MailboxMessage.objects.get(pk=mail_id)
    except MailboxMessage.DoesNotExist as error:
        raise Http404 from error


def links_in(mail: MailboxMessage) -> list[str]:
    """Return the addresses that a mail's text offers, each once."""
    return list(dict.fromkeys(LINK.findall(mail.text)))


def codes_in(mail: MailboxMessage) -> list[str]:
    """Return the codes that stand alone on a line of a mail's text."""
    return list(dict.fromkeys(CODE.findall(mail.text)))

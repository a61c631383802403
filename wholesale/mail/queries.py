"""Which addresses get no more mail; and reads of the Mailbox of development."""

import re
from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404

from wholesale.mail.enums import SuppressionReason
from wholesale.mail.models import MailboxFile, MailboxMessage

LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,)]")
CODE = re.compile(r"(?m)^\s*([0-9]{6}|[A-Z0-9]{4,8}-[A-Z0-9]{4,8}|[A-Z0-9]{6})\s*$")


def suppressed_among(addresses: Iterable[str]) -> dict[str, SuppressionReason]:
    """Return which of these addresses, in small letters, get no more mail, and why; in a supplier's context."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, reason FROM app.suppressed_among(%s)", [list(addresses)])
        return {email: SuppressionReason(reason) for email, reason in cursor.fetchall()}


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


def files_of(mail: MailboxMessage) -> QuerySet[MailboxFile]:
    """Return the files that came with a mail, without what is in them."""
    return MailboxFile.objects.filter(message=mail).defer("content").order_by("name", "pk")


def mailbox_file(mail_id: UUID, file_id: UUID) -> MailboxFile:
    """Return one file of a delivered mail, or 404."""
    try:
        return MailboxFile.objects.get(pk=file_id, message_id=mail_id)
    except MailboxFile.DoesNotExist as error:
        raise Http404 from error


def links_in(mail: MailboxMessage) -> list[str]:
    """Return the addresses that a mail's text offers, each once."""
    return list(dict.fromkeys(LINK.findall(mail.text)))


def codes_in(mail: MailboxMessage) -> list[str]:
    """Return the codes that stand alone on a line of a mail's text."""
    return list(dict.fromkeys(CODE.findall(mail.text)))

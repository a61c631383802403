"""Taking mails from the outbox one by one and handing them to the provider (SPEC.md M1; DATA.md 3.2).

A mail is claimed in a short transaction of its own, which is committed before anyone is talked to, and
noted in another. So a sender killed at any point loses nothing; killed between the provider's answer and its
note it repeats one mail. A body is erased once it has left: it may carry a link or a code.
"""

import hashlib
import logging
import random
import smtplib
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from functools import partial
from typing import Any, TypeVar
from uuid import uuid4

from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from wholesale.mail.attachments import attachments_of
from wholesale.mail.enums import MailState
from wholesale.mail.models import OutboundEmail, Suppression
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role

LEASE = timedelta(seconds=60)
ATTEMPTS = 8
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(hours=12)
HOPELESS = (AnymailInvalidAddress, AnymailRecipientsRefused, ValueError)  # the next attempt ends the same

log = logging.getLogger(__name__)
T = TypeVar("T")


def send_due(*, seconds: float = 60) -> int:
    """Send what is due until nothing is, or the time is up; return how many the provider took.

    Locks:  one mail at a time, skipping those that another sender holds.
    """
    sent, until = 0, time.monotonic() + seconds
    provider = get_connection()
    try:
        while time.monotonic() < until and (mail := _as_sender(claim)):
            if mail.state == MailState.QUEUED:
                sent += _send(mail, provider)
    finally:
        provider.close()
    return sent


def claim() -> OutboundEmail | None:
    """Take the mail that has waited longest, for as long as a lease; None when nothing is due.

    Of a thread's mails to one reader only the earliest may be taken. One whose address is suppressed
    is put away and returned as such.
    """
    now = timezone.now()
    earlier = OutboundEmail.objects.filter(
        ~Q(thread=""),
        state=MailState.QUEUED,
        thread=OuterRef("thread"),
        to=OuterRef("to"),
        id__lt=OuterRef("id"),
    )
    due = OutboundEmail.objects.filter(state=MailState.QUEUED, next_at__lte=now)
    free = due.filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now)).exclude(Exists(earlier))
    mail = free.order_by("next_at", "id").select_for_update(skip_locked=True).first()
    if mail is None:
        return None
    if refusal := Suppression.objects.filter(email=mail.to.lower()).first():
        mail.state, mail.last_error = MailState.SUPPRESSED, refusal.get_reason_display()
        mail.save(update_fields=["state", "last_error"])
        return mail
    mail.attempts += 1
    mail.lease_until, mail.lease_token = now + LEASE, uuid4()
    mail.message_id = message_id_of(mail)
    mail.save(update_fields=["attempts", "lease_until", "lease_token", "message_id"])
    return mail


def message_id_of(mail: OutboundEmail) -> str:
    """Return the Message-ID, the same at every attempt, so that readers' programs fold a repeat."""
    digest = hashlib.sha256(f"{mail.organization_id}:{mail.key}".encode()).hexdigest()[:40]
    return f"<{digest}@{_from_address().rpartition('@')[2]}>"


def message_of(mail: OutboundEmail) -> EmailMultiAlternatives:
    """Return the mail as Django's backends and anymail's take it, its files made of what is stored now."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=formataddr((mail.from_name, _from_address())),
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(mail.html, "text/html")
    for file in attachments_of(mail.attaches, organization_id=mail.organization_id, language=mail.language):
        message.attach(file.name, file.content, file.kind)
    message.metadata = {"mail": str(mail.pk)}  # type: ignore[attr-defined]
    return message


def _send(mail: OutboundEmail, provider: Any) -> int:
    try:
        message = message_of(mail)
        taken = provider.send_messages([message])
    except Exception as error:  # noqa: BLE001 - each backend has errors of its own; all of them are noted
        provider.close()
        _as_sender(partial(_note_failure, mail, error))
        return 0
    if not taken:
        _as_sender(partial(_note_failure, mail, RuntimeError("the provider took nothing")))
        return 0
    status = getattr(message, "anymail_status", None)
    _as_sender(partial(_note_sent, mail, str(getattr(status, "message_id", None) or "")))
    return 1


def _note_sent(mail: OutboundEmail, provider_id: str) -> None:
    now = timezone.now()
    _note(mail, state=MailState.SENT, sent_at=now, provider_id=provider_id, last_error="", text="", html="")


def _note_failure(mail: OutboundEmail, error: Exception) -> None:
    hopeless = isinstance(error, HOPELESS) or _refused_for_good(error)
    state = MailState.DEAD if hopeless or mail.attempts >= ATTEMPTS else MailState.QUEUED
    level = logging.ERROR if state == MailState.DEAD else logging.WARNING
    log.log(level, "mail %s, attempt %d: %s", mail.pk, mail.attempts, type(error).__name__)
    text = f"{type(error).__name__}: {error}"[:500].replace("\x00", "")
    _note(mail, state=state, next_at=next_attempt(mail.attempts), last_error=text)


def next_attempt(attempts: int) -> datetime:
    """Return when to try again after so many attempts: 30 s, 2 min, 8 min … 12 h, each a little later."""
    delay = min(FIRST_DELAY * 4 ** (attempts - 1), LONGEST_DELAY)
    later: timedelta = delay * (1 + random.random() / 10)  # noqa: S311 - spreads load, hides nothing
    return timezone.now() + later


def _refused_for_good(error: Exception) -> bool:
    """Tell whether an SMTP server said no to this reader (5xx), and not just "later" (4xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return False


def _note(mail: OutboundEmail, **fields: Any) -> None:
    """Write down what became of a mail, unless its lease has passed to another sender meanwhile."""
    mine = OutboundEmail.objects.filter(pk=mail.pk, lease_token=mail.lease_token)
    mine.update(lease_until=None, lease_token=None, **fields)


def _as_sender(work: Callable[[], T]) -> T:
    """Run a short transaction as the sender; once more if the server went away: the note must be made."""
    try:
        return _in_transaction(work)
    except OperationalError:
        if connection.in_atomic_block:
            raise
        connection.close()
        return _in_transaction(work)


def _in_transaction(work: Callable[[], T]) -> T:
    with act_as(Context(Role.SENDER)), transaction.atomic():
        return work()


def _from_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]

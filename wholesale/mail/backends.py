"""Development's "provider", and providers that fold repeats by themselves."""

from collections.abc import Sequence
from typing import Any

from anymail.backends.resend import EmailBackend as AnymailResendBackend
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from wholesale.mail.models import MailboxFile, MailboxMessage
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role


class MailboxBackend(BaseEmailBackend):
    """Deliver into the app's own Mailbox page, in a transaction of its own (SPEC.md M4)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        came = [
            (_row(message, reader), message) for message in email_messages for reader in message.recipients()
        ]
        files = [file for row, message in came for file in _files(row, message)]
        with act_as(Context(Role.SENDER)), transaction.atomic():
            MailboxMessage.objects.bulk_create(row for row, _ in came)
            MailboxFile.objects.bulk_create(files)
        return len(email_messages)


def _row(message: EmailMessage, reader: str) -> MailboxMessage:
    source = message.message()
    alternatives: list[Any] = getattr(message, "alternatives", [])
    html = next((str(content) for content, kind in alternatives if kind == "text/html"), "")
    return MailboxMessage(
        to=reader,
        sender=message.from_email,
        subject=str(message.subject),
        headers={name: str(value) for name, value in source.items()},
        text=str(message.body),
        html=html,
    )


def _files(row: MailboxMessage, message: EmailMessage) -> list[MailboxFile]:
    attached: list[Any] = list(message.attachments)
    return [
        MailboxFile(message=row, name=name, kind=kind, content=content) for name, content, kind in attached
    ]


class ResendBackend(AnymailResendBackend):
    """Resend takes an idempotency key: with it a mail repeated after a crash arrives once (DATA.md 3.2)."""

    def build_message_payload(self, message: EmailMessage, defaults: Any) -> Any:
        payload = super().build_message_payload(message, defaults)
        if key := message.extra_headers.get("Message-ID"):
            payload.headers["Idempotency-Key"] = key
        return payload

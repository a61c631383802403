"""Writing a mail down with the change that causes it, and waking its sender."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection as any_connection
from django.db import transaction

from wholesale.mail.branding import sender_of
from wholesale.mail.models import OutboundEmail
from wholesale.mail.rendering import render_mail
from wholesale.mail.wake import wake_sender
from wholesale.organizations.models import Organization

connection: Any = any_connection  # of wholesale.tenancy.backend
_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail to be written down; its parts are those of queue_email."""

    organization_id: UUID | None
    to: str
    language: str
    template: str
    context: dict[str, Any]
    key: str
    supplier: Organization | None = None
    reply_to: str = ""
    thread: str = ""
    attaches: str = ""


def queue_email(  # noqa: PLR0913 - a mail has that many parts, and each caller names them
    *,
    organization_id: UUID | None,
    to: str,
    language: str,
    template: str,
    context: dict[str, Any],
    key: str,
    supplier: Organization | None = None,
    reply_to: str = "",
    thread: str = "",
    attaches: str = "",
) -> None:
    """Write a mail into the outbox, in the caller's transaction; it is sent after the commit.

    Args:
        organization_id: the company that acts; None as the app or the public role.
        language: the reader's.
        template: "orders/submitted" for templates/emails/orders/submitted.{subject.txt,txt,html}.
        key: derived from what happened and to whom ("order:<id>:confirmed:<email>"); a second mail with
            the same key is not written.
        supplier: whose name, colour and logo it carries; the platform's without.
        thread: mails of one thread to one reader leave in the order they were written ("order:<id>").
        attaches: what its files are made of when it leaves ("order:<id>"); nothing for a mail without.
    Raises: RuntimeError outside a transaction.
    Source: SPEC.md M1; DATA.md 3.2.
    """
    queue_emails(
        [
            Mail(
                organization_id=organization_id,
                to=to,
                language=language,
                template=template,
                context=context,
                key=key,
                supplier=supplier,
                reply_to=reply_to,
                thread=thread,
                attaches=attaches,
            )
        ]
    )


def queue_emails(mails: Iterable[Mail]) -> None:
    """Write many mails into the outbox, in one statement, as queue_email writes one.

    Raises: RuntimeError outside a transaction.
    """
    if not connection.in_transaction:
        raise RuntimeError("queue_email needs the transaction of the change that causes the mail")
    rows = [_row(mail) for mail in mails]
    # Insert only: a side may write its mails, not read them, so the twin is left to the unique key.
    OutboundEmail.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)
    if rows:
        _wake_after_commit()


def _row(mail: Mail) -> OutboundEmail:
    rendered = render_mail(mail.template, mail.context, language=mail.language, supplier=mail.supplier)
    return OutboundEmail(
        organization_id=mail.organization_id,
        key=mail.key,
        thread=mail.thread,
        attaches=mail.attaches,
        to=mail.to,
        language=mail.language,
        template=mail.template,
        from_name=sender_of(mail.supplier),
        reply_to=mail.reply_to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )


def _wake_after_commit() -> None:
    """Wake the sender once per transaction, however many mails it writes."""
    if not any(function is wake_sender for _, function, *_ in connection.run_on_commit):
        transaction.on_commit(wake_sender, robust=True)

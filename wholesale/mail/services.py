"""Writing a mail down with the change that causes it, and waking its sender."""

from typing import Any
from uuid import UUID

from django.db import connection as any_connection
from django.db import transaction

from wholesale.mail.branding import PLATFORM
from wholesale.mail.models import OutboundEmail
from wholesale.mail.rendering import render_mail
from wholesale.mail.wake import wake_sender
from wholesale.organizations.models import Organization

connection: Any = any_connection  # of wholesale.tenancy.backend


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
) -> None:
    """Write a mail into the outbox, in the caller's transaction; it is sent after the commit.

    Args:
        organization_id: the company that acts; None as the app or the public role.
        language: the reader's.
        template: "orders/submitted" for templates/emails/orders/submitted.{subject.txt,txt,html}.
        key: derived from what happened and to whom ("order:<id>:confirmed:<email>"); a second mail with
            the same key is not written.
        supplier: whose name and colour it carries; the platform's without.
        thread: mails of one thread to one reader leave in the order they were written ("order:<id>").
    Raises: RuntimeError outside a transaction.
    Source: SPEC.md M1; DATA.md 3.2.
    """
    if not connection.in_transaction:
        raise RuntimeError("queue_email needs the transaction of the change that causes the mail")
    mail = render_mail(template, context, language=language, supplier=supplier)
    row = OutboundEmail(
        organization_id=organization_id,
        key=key,
        thread=thread,
        to=to,
        language=language,
        template=template,
        from_name=supplier.name if supplier else PLATFORM,
        reply_to=reply_to,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
    )
    # Insert only: a side may write its mails, not read them, so the twin is left to the unique key.
    OutboundEmail.objects.bulk_create([row], ignore_conflicts=True)
    _wake_after_commit()


def _wake_after_commit() -> None:
    """Wake the sender once per transaction, however many mails it writes."""
    if not any(function is wake_sender for _, function, *_ in connection.run_on_commit):
        transaction.on_commit(wake_sender, robust=True)

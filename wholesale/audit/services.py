"""Write down who changed what."""

from typing import Any
from uuid import UUID

from django.db.models import Model

from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry


def record_change(
    *,
    organization_id: UUID | None,
    by: User | None,
    verb: str,
    subject: Model,
    subject_name: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Note one change in the log of the company that it concerns, in the transaction of the change.

    Args:
        organization_id: the supplier where one is concerned, else the company; None for platform staff alone.
        by: nobody where the system itself acts.
        verb: what happened, in the past tense, as in "role_changed"; wholesale/audit/words.py has its words.
        before: field to value of what differs; `after` has the same fields.

    Source: P9.
    """
    change_of(
        organization_id=organization_id,
        by=by,
        verb=verb,
        subject=subject,
        subject_name=subject_name,
        before=before,
        after=after,
    ).save(force_insert=True)


def change_of(
    *,
    organization_id: UUID | None,
    by: User | None,
    verb: str,
    subject: Model,
    subject_name: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Return the entry of one change, for whoever writes many in one statement; as record_change."""
    return AuditEntry(
        organization_id=organization_id,
        by=by,
        by_name=str(by)[:120] if by else "",
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk if isinstance(subject.pk, UUID) else None,
        subject_name=subject_name[:200],
        before=before or {},
        after=after or {},
    )


def difference(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what differs between two readings of the same fields, for `record_change`."""
    changed = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}

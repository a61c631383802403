"""Reads of a supplier's own words; in the supplier's context."""

from uuid import UUID

from invitations.models import MailWording
from invitations.wording import Wording


def wordings_of(supplier_id: UUID) -> dict[str, Wording]:
    """Return a supplier's words by language; a language without any is missing. One statement."""
    rows = MailWording.objects.filter(supplier_id=supplier_id)
    return {row.language: Wording(row.subject, row.intro, row.signature) for row in rows}


def wording_in(supplier_id: UUID, language: str) -> tuple[Wording, int]:
    """Return a supplier's words in one language and their version: 0 while there are none."""
    row = MailWording.objects.filter(supplier_id=supplier_id, language=language).first()
    return (Wording(row.subject, row.intro, row.signature), row.version) if row else (Wording(), 0)


def lock_wording(supplier_id: UUID, language: str) -> MailWording | None:
    """Lock a supplier's words in one language until the transaction ends."""
    rows = MailWording.objects.filter(supplier_id=supplier_id, language=language)
    return rows.select_for_update().first()

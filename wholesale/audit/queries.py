"""What is read of the log, in the company's own context."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from wholesale.audit.models import AuditEntry


def entries_of(
    organization_id: UUID, *, search: str = "", verbs: Sequence[str] = (), people: Sequence[UUID] = ()
) -> QuerySet[AuditEntry]:
    """Return the changes that concern a company, narrowed by words, kinds and people.

    Args:
        search: part of the name of what was changed, or of who did it.
        people: ids.
    """
    entries = AuditEntry.objects.filter(organization_id=organization_id)
    if search:
        entries = entries.filter(Q(subject_name__icontains=search) | Q(by_name__icontains=search))
    if verbs:
        entries = entries.filter(verb__in=verbs)
    return entries.filter(by_id__in=people) if people else entries

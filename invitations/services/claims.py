"""A person says that a claimed company is theirs (SPEC.md P7, N6). Runs as the app role, after the caller's proof."""

from django.db import transaction

from invitations import emails, queries
from invitations.details import Claimant
from invitations.errors import MemberAlready
from invitations.models import ClaimCase
from retailers.models import DirectoryEntry
from wholesale.organizations.models import Organization


@transaction.atomic
def open_claim_case(*, entry: DirectoryEntry, claimant: Claimant, supplier: Organization | None) -> None:
    """Put "this is us" before the platform's staff; the same address asks once while it waits.

    Nothing is said of an earlier case: a second one is answered alike, and writes nothing.

    Args:
        entry: of a claimed company.
        supplier: through whose invitation or link the person came.
    Emails: the claimant, and the platform's staff.
    Raises: MemberAlready; then nothing is written.
    Source: P7, N6.
    """
    if queries.belongs_to(entry.pk, claimant.email):
        raise MemberAlready(entry.name)
    case = ClaimCase(
        retailer_id=entry.pk,
        through=supplier,
        email=claimant.email.lower(),
        person=claimant.person,
        person_name=claimant.name[:120],
        language=claimant.language,
        message=claimant.message,
    )
    ClaimCase.objects.bulk_create([case], ignore_conflicts=True)
    if ClaimCase.objects.filter(pk=case.pk).exists():
        emails.queue_claim_opened(case, entry)

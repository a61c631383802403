"""A supplier says in its own words what its mails say; in the supplier's context."""

from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from invitations import emails, queries
from invitations.errors import WordingRefused
from invitations.models import MailWording
from invitations.wording import Wording, mistakes_in, tidied
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.errors import StaleVersion
from wholesale.organizations.models import Organization


@transaction.atomic
def change_wording(
    *, supplier: Organization, language: str, wording: Wording, version: int, by: User
) -> MailWording | None:
    """Keep a supplier's words in one language; what is empty is said in ours again.

    Returns None while there are none.

    Args:
        version: the one that `by` has seen, 0 for none.
    Locks:  the words.
    Raises: WordingRefused (a mark that we cannot fill in), StaleVersion; then nothing is written.
    Source: N2.
    """
    wanted = tidied(wording)
    if mistakes := mistakes_in(wanted):
        raise WordingRefused(mistakes)
    row = queries.lock_wording(supplier.pk, language)
    if (row.version if row else 0) != version:
        raise _stale()
    now = Wording(row.subject, row.intro, row.signature) if row else Wording()
    before, after = difference(asdict(now), asdict(wanted))
    if not after:
        return row
    row = row or MailWording(supplier=supplier, language=language, version=0)
    for name, value in after.items():
        setattr(row, name, value)
    row.version += 1
    _save(row)
    record_change(
        organization_id=supplier.pk,
        by=by,
        verb="wording_changed",
        subject=row,
        subject_name=row.get_language_display(),
        before=before,
        after=after,
    )
    return row


@transaction.atomic
def send_test_mail(*, supplier: Organization, wording: Wording, language: str, by: User) -> None:
    """Send whoever asks the invitation as it would look, saved or not.

    Emails: `by`, and nobody else.
    Raises: WordingRefused; then nothing is written.
    Source: N2.
    """
    if mistakes := mistakes_in(wording):
        raise WordingRefused(mistakes)
    emails.queue_test(supplier=supplier, wording=wording, language=language, by=by)


def _save(row: MailWording) -> None:
    """Insert or update; of two first ones at once the second comes too late."""
    try:
        with transaction.atomic():
            row.save(force_insert=row.version == 1, force_update=row.version > 1)
    except IntegrityError as error:
        raise _stale() from error


def _stale() -> StaleVersion:
    return StaleVersion(_("Somebody else changed this in the meantime. See what differs, then save again."))

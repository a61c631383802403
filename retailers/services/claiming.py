"""A retailer takes its directory entry over (SPEC.md P7). Written as the app role, after the caller's proof."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from retailers import queries
from retailers.details import PUBLIC_FIELDS, EntryDetails
from retailers.enums import CorrectionState
from retailers.errors import LikelyDuplicate
from retailers.models import DirectoryEmail, DirectoryEntry, EntryCorrection, ShipToAddress
from retailers.services.directory import list_company, rewrite_entry
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.errors import NotAllowed
from wholesale.organizations.details import CompanyDetails
from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.models import Membership, Organization
from wholesale.organizations.services import sign_up_company
from wholesale.tenancy.contexts import act_for_platform


@transaction.atomic
def claim_entry(
    *, retailer: Organization, details: EntryDetails | None, email: str, by: User
) -> DirectoryEntry:
    """Make a person the admin of an entry that nobody has claimed; its address becomes a ship-to address.

    Args:
        details: the entry as this person confirmed or corrected it; None keeps it as it is.
        email: the address that the invitation went to, and that this person has proven.
    Locks:  the entry, so that of two claims one wins.
    Raises: NotAllowed if it is claimed already, or was merged away meanwhile; then nothing is written.
    Source: P7, C13.
    """
    with act_for_platform():
        entry = DirectoryEntry.objects.select_for_update().filter(pk=retailer.pk).first()
        if entry is None:
            raise NotAllowed(
                _("This company was merged with another a moment ago. Open your link once more.")
            )
        if entry.is_claimed:
            raise NotAllowed(
                _("This company has an account on Cratebook already. Ask its admin to add you, then sign in.")
            )
        entry.claimed_at = timezone.now()
        rewrite_entry(entry=entry, details=details or details_of(entry))
        waiting = EntryCorrection.objects.filter(retailer=retailer, state=CorrectionState.OPEN)
        waiting.update(keeper=retailer)  # from now on the retailer decides
        Membership.objects.create(user=by, organization=retailer, role=MemberRole.ADMIN)
        if entry.is_listed:
            DirectoryEmail.objects.get_or_create(retailer=retailer, email=email.lower())
        if not ShipToAddress.objects.filter(retailer=retailer).exists():
            ship_to_of(entry).save(force_insert=True)
        record_change(
            organization_id=retailer.pk,
            by=by,
            verb="directory_entry_claimed",
            subject=retailer,
            subject_name=entry.name,
        )
    return entry


@transaction.atomic
def sign_up_retailer(
    *, company: CompanyDetails, details: EntryDetails, none_of: frozenset[str] | None, by: User
) -> Organization:
    """Write down a company that buys, with an entry of its own, and its first admin; it claims nothing.

    Runs as the app role. An entry that is there already is claimed by an invitation only.

    Args:
        none_of: as create_retailer.
    Raises: LikelyDuplicate; then nothing is written.
    Source: P6, P7.
    """
    duplicates = queries.likely_duplicates(None, details)
    if any(str(duplicate.entry.pk) not in (none_of or ()) for duplicate in duplicates):
        raise LikelyDuplicate(duplicates)
    retailer = sign_up_company(details=company, side=Side.BUYING, by=by)
    entry = list_company(retailer=retailer, details=details, created_by=None)
    ship_to_of(entry).save(force_insert=True)
    return retailer


@transaction.atomic
def keep_own_entry(*, retailer: Organization, details: EntryDetails, by: User) -> DirectoryEntry:
    """Change a company's own entry, or list it, if it buys since later (SPEC.md P5); suppliers see it at once.

    Locks:  the entry.
    Source: C6.
    """
    with act_for_platform():
        entry = DirectoryEntry.objects.select_for_update().filter(pk=retailer.pk).first()
        before = details_of(entry).public() if entry else {}
        if entry is None:
            entry = list_company(retailer=retailer, details=details, created_by=None)
        else:
            rewrite_entry(entry=entry, details=details)
    old, new = difference(before, details.public())
    record_change(
        organization_id=retailer.pk,
        by=by,
        verb="directory_entry_changed",
        subject=retailer,
        subject_name=details.name,
        before=old,
        after=new,
    )
    return entry


def details_of(entry: DirectoryEntry) -> EntryDetails:
    """Return an entry's public columns as they stand."""
    return EntryDetails(**{name: getattr(entry, name) for name in PUBLIC_FIELDS})


def ship_to_of(entry: DirectoryEntry) -> ShipToAddress:
    """Return an entry's address as a first ship-to address, to be written."""
    return ShipToAddress(
        retailer_id=entry.retailer_id,
        name=entry.name,
        street=entry.street,
        city=entry.city,
        region=entry.region,
        postal_code=entry.postal_code,
        country=entry.country,
        phone=entry.phone,
        is_default=True,
    )

"""Entries come into the shared directory and are corrected; as the app role, for no side may insert there."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from retailers import queries
from retailers.details import CustomerDetails, EntryDetails
from retailers.errors import EntryBelongsToRetailer, LikelyDuplicate
from retailers.indexing import found_by
from retailers.models import Customer, DirectoryEmail, DirectoryEntry
from retailers.services.customers import add_customer, check_details
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.organizations.models import Organization
from wholesale.organizations.slugs import free_slug
from wholesale.tenancy.contexts import act_for_platform


@transaction.atomic
def create_directory_entry(*, details: EntryDetails, supplier: Organization, by: User) -> DirectoryEntry:
    """Write a retailer that nobody has claimed into the directory, for every supplier to find.

    The caller has shown the likely duplicates; create_retailer does both.

    Source: C5.
    """
    with act_for_platform():
        entry = write_entry(details=details, created_by=supplier)
    record_change(
        organization_id=supplier.pk,
        by=by,
        verb="directory_entry_created",
        subject=entry.retailer,
        subject_name=entry.name,
        after=details.public(),
    )
    return entry


@transaction.atomic
def create_retailer(
    *,
    entry: EntryDetails,
    customer: CustomerDetails,
    supplier: Organization,
    none_of: frozenset[str] | None,
    by: User,
) -> Customer:
    """Create a directory entry and make it this supplier's prospect; nothing is sent.

    Args:
        none_of: ids of the likely duplicates that a person has looked at and said it is none of;
            None where nobody was asked yet.
    Raises: DetailsRefused, LikelyDuplicate (an entry that was not shown looks like this one); then nothing is
        written.
    Source: C5.
    """
    check_details(supplier=supplier, details=customer)
    duplicates = queries.likely_duplicates(supplier, entry)
    shown = none_of or frozenset()
    if any(str(duplicate.entry.pk) not in shown for duplicate in duplicates):
        raise LikelyDuplicate(duplicates)
    made = create_directory_entry(details=entry, supplier=supplier, by=by)
    return add_customer(supplier=supplier, retailer=made.retailer, details=customer, by=by)


@transaction.atomic
def correct_entry(*, entry: DirectoryEntry, details: EntryDetails, supplier: Organization, by: User) -> None:
    """Change an entry that nobody has claimed, as the supplier that created it.

    Raises: EntryBelongsToRetailer; then nothing is written.
    Source: C6.
    """
    with act_for_platform():
        locked = DirectoryEntry.objects.select_for_update().get(pk=entry.pk)
        if locked.is_claimed or locked.created_by_supplier_id != supplier.pk:
            raise EntryBelongsToRetailer
        before = {name: getattr(locked, name) for name in details.public()}
        rewrite_entry(entry=locked, details=details)
    old, new = difference(before, details.public())
    record_change(
        organization_id=supplier.pk,
        by=by,
        verb="directory_entry_changed",
        subject=entry.retailer,
        subject_name=details.name,
        before=old,
        after=new,
    )


def write_entry(*, details: EntryDetails, created_by: Organization) -> DirectoryEntry:
    """Write company, entry and email; in the app role."""
    retailer = Organization.objects.create(
        name=details.name,
        slug=_free_slug(details),
        buys=True,
        country=details.country,
        language=details.language,
        time_zone=created_by.time_zone,  # probably theirs too, until they say otherwise
        currency=created_by.currency,
    )
    return list_company(retailer=retailer, details=details, created_by=created_by)


def list_company(
    *, retailer: Organization, details: EntryDetails, created_by: Organization | None
) -> DirectoryEntry:
    """Write the entry and email of a company; in the app role. Its own, without a creator, is claimed."""
    entry = new_entry(retailer, details, created_by)
    entry.save(force_insert=True)
    if details.email:
        DirectoryEmail.objects.create(retailer=retailer, email=details.email.lower())
    return entry


def new_entry(
    retailer: Organization, details: EntryDetails, created_by: Organization | None
) -> DirectoryEntry:
    """Return an entry to be written. Its own, without a creator, is claimed."""
    entry = DirectoryEntry(retailer=retailer, created_by_supplier=created_by, **details.public())
    entry.claimed_at = None if created_by else timezone.now()
    _index(entry)
    return entry


def rewrite_entry(*, entry: DirectoryEntry, details: EntryDetails) -> None:
    """Write other details over an entry and the name of its company; in the app role, the entry locked."""
    set_details(entry, details)
    entry.save()
    Organization.objects.filter(pk=entry.retailer_id).update(name=details.name, country=details.country)


def set_details(entry: DirectoryEntry, details: EntryDetails) -> None:
    """Set what an entry shows and is found by; the caller writes it."""
    for name, value in details.public().items():
        setattr(entry, name, value)
    _index(entry)


def _index(entry: DirectoryEntry) -> None:
    for name, value in found_by(queries.place_of(entry)).items():
        setattr(entry, name, value)


def _free_slug(details: EntryDetails) -> str:
    name = f"{details.name} {details.city}".strip()
    stem = slugify(name)[:40] or "company"
    near = Organization.objects.filter(Q(slug=stem) | Q(slug__startswith=stem))
    return free_slug(name, set(near.values_list("slug", flat=True)))

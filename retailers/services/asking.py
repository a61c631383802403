"""A retailer that asks for access comes into a supplier's list, and into the directory once it is let in."""

from django.db import IntegrityError, transaction

from retailers import queries
from retailers.details import EntryDetails
from retailers.enums import TRANSITIONS, CustomerEventKind
from retailers.errors import AlreadyCustomer, LikelyDuplicate
from retailers.models import Customer, CustomerContact, CustomerPrivate, DirectoryEmail, DirectoryEntry
from retailers.services.claiming import details_of, ship_to_of
from retailers.services.customers import name_customer
from retailers.services.directory import new_entry, rewrite_entry
from retailers.services.standing import write_event
from wholesale.accounts.models import User
from wholesale.organizations.details import CompanyDetails
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.services import sign_up_company
from wholesale.tenancy.contexts import act_for_platform


@transaction.atomic
def add_asker(
    *, supplier: Organization, retailer: Organization, contact_name: str, language: str, by: User
) -> Customer:
    """Write a retailer that asks for access into a supplier's list, as Requested.

    Its email stays with the request: what a supplier keeps of a customer is what it typed itself, and by that it
    recognizes who asks (P7).

    Raises: AlreadyCustomer, if it came in meanwhile; then nothing is written.
    Source: SPEC.md 8, N7.
    """
    asked = CustomerEventKind.REQUESTED
    standing = TRANSITIONS[asked, None]
    customer = Customer(
        supplier=supplier, retailer=retailer, status=standing.status, relation=standing.relation
    )
    try:
        with transaction.atomic():
            customer.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyCustomer(None) from error
    private = CustomerPrivate(
        supplier=supplier, customer=customer, contact_name=contact_name, language=language
    )
    name_customer(private, retailer)
    private.save(force_insert=True)
    write_event(customer, asked, by, before="")
    return customer


@transaction.atomic
def sign_up_pending(
    *, company: CompanyDetails, details: EntryDetails, none_of: frozenset[str] | None, by: User
) -> Organization:
    """Write down the company of somebody who asks for access; the directory lists it once a supplier lets it in.

    Runs as the app role.

    Args:
        none_of: ids of the likely duplicates that the person has looked at and said it is none of.
    Raises: LikelyDuplicate; then nothing is written.
    Source: N6.
    """
    duplicates = queries.likely_duplicates(None, details)
    if any(str(duplicate.entry.pk) not in (none_of or ()) for duplicate in duplicates):
        raise LikelyDuplicate(duplicates)
    retailer = sign_up_company(details=company, side=Side.BUYING, by=by)
    entry = new_entry(retailer, details, None)
    entry.is_listed = False
    entry.save(force_insert=True)
    ship_to_of(entry).save(force_insert=True)
    return retailer


@transaction.atomic
def list_retailer(*, retailer: Organization, email: str) -> None:
    """Let every supplier find a company that the directory did not list yet. Nothing if it is listed.

    Locks: the entry.
    """
    with act_for_platform():
        entry = DirectoryEntry.objects.select_for_update().get(pk=retailer.pk)
        if entry.is_listed:
            return
        entry.is_listed = True
        rewrite_entry(entry=entry, details=details_of(entry))
        DirectoryEmail.objects.get_or_create(retailer=retailer, email=email.lower())


@transaction.atomic
def write_contact(
    *, customer: Customer, name: str, email: str, language: str, time_zone: str, phone: str
) -> None:
    """Note whom the supplier talks to at a customer that has registered, unless it knows that already."""
    CustomerContact.objects.get_or_create(
        supplier_id=customer.supplier_id,
        customer=customer,
        defaults={
            "retailer_id": customer.retailer_id,
            "name": name,
            "email": email,
            "language": language,
            "time_zone": time_zone,
            "office_phone": phone,
        },
    )

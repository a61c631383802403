"""A supplier makes up a retailer to walk the whole path with, and ends it again (SPEC.md C17)."""

from django.db import transaction
from django.utils.translation import gettext as _

from retailers import queries
from retailers.details import CustomerDetails
from retailers.enums import CustomerEventKind, Relation
from retailers.errors import DetailsRefused, TooManyTestCustomers
from retailers.models import Customer, DirectoryEntry
from retailers.services.customers import add_customer, check_details
from retailers.services.standing import write_event
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.organizations.details import CompanyDetails
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Membership, Organization
from wholesale.organizations.services import write_down_company
from wholesale.tenancy.contexts import act_for_platform

MOST_TEST_CUSTOMERS = 3


@transaction.atomic
def create_test_customer(*, supplier: Organization, name: str, email: str, by: User) -> Customer:
    """Make a prospect of a retailer that only this supplier knows; nobody finds it in the directory.

    Its orders hold no stock, have numbers of their own and count in no figure: the database marks them.

    Args:
        email: of a colleague, also with a tag as in ana+test@…; the invitation goes there.
    Locks:  the supplier's company, so that two at once stay within the limit.
    Raises: TooManyTestCustomers, DetailsRefused (another address, or one that a customer has); then nothing is
        written.
    Source: C17.
    """
    queries.lock_test_customers(supplier)
    if queries.test_customers_of(supplier).count() >= MOST_TEST_CUSTOMERS:
        raise TooManyTestCustomers(MOST_TEST_CUSTOMERS)
    if not queries.is_colleagues_address(supplier, email):
        raise DetailsRefused({"email": _("Use your own address or a colleague's.")})
    details = CustomerDetails(contact_name=by.name, contact_email=email, language=by.language)
    check_details(supplier=supplier, details=details)
    with act_for_platform():
        retailer = _write_down(supplier, name)
    return add_customer(supplier=supplier, retailer=retailer, details=details, by=by)


@transaction.atomic
def close_test_customer(*, customer: Customer, by: User) -> None:
    """End a test customer: it orders nothing more and its people lose their way in; its orders stay as they are.

    Locks:  the customer.
    Source: C17.
    """
    locked = queries.lock_customer(customer)
    locked.is_active = False
    locked.relation = Relation.ENDED
    locked.version += 1
    locked.save(update_fields=["is_active", "relation", "version"])
    with act_for_platform():
        Membership.objects.filter(
            organization=customer.retailer_id, organization__private_to__isnull=False
        ).delete()
    write_event(locked, CustomerEventKind.DEACTIVATED, by)
    record_change(
        organization_id=locked.supplier_id,
        by=by,
        verb="test_customer_ended",
        subject=locked,
        subject_name=locked.private.display_name,
    )


def _write_down(supplier: Organization, name: str) -> Organization:
    """Write the company and its entry, which the directory does not list; in the app role."""
    company = CompanyDetails(
        name=name,
        country=supplier.country,
        time_zone=supplier.time_zone,
        currency=supplier.currency,
        language=supplier.language,
    )
    retailer = write_down_company(company, Side.BUYING, private_to=supplier)
    DirectoryEntry(
        retailer=retailer, name=name, country=supplier.country, created_by_supplier=supplier, is_listed=False
    ).save(force_insert=True)
    return retailer

"""A company passes to other people: what its customers were to the people before is closed to those who come (P7)."""

from django.db import connection, transaction

from retailers import queries
from retailers.enums import CustomerEventKind, CustomerStatus, Relation
from retailers.models import Customer, CustomerContact
from retailers.services.claiming import details_of
from retailers.services.directory import new_entry
from wholesale.accounts.models import User
from wholesale.organizations.details import CompanyDetails
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.services import write_down_company
from wholesale.tenancy.contexts import act_for_platform

_PLATFORM = "Cratebook"  # what suppliers read: not which person of the staff it was


@transaction.atomic
def set_customer_apart(*, customer: Customer) -> Organization:
    """Let a customer stand by itself, ended, under a company that is nobody's; return that company.

    Orders, cart and requests go with it, so that nothing of them opens to the people who come. In the staff's context.

    Locks:  the customer.
    Source: P7.
    """
    customer = queries.lock_customer(customer)
    holder = _holder_for(customer)
    _move(customer, holder)
    if customer.is_registered:
        Customer.objects.filter(pk=customer.pk).update(relation=Relation.ENDED, is_active=False)
    else:  # it had asked, and no more
        Customer.objects.filter(pk=customer.pk).update(relation=Relation.NONE, status=CustomerStatus.PROSPECT)
    _note(customer, CustomerEventKind.ENDED, customer.retailer.name)
    return holder


@transaction.atomic
def join_customer(*, customer: Customer, to: Organization, relation: str, is_active: bool) -> None:
    """Let a customer that stood by itself be a company's again, as it stood before.

    In the staff's context, or the supplier's; the caller has checked that the supplier has no other customer there.

    Locks:  the customer.
    Source: P7.
    """
    customer = queries.lock_customer(customer)
    _move(customer, to)
    Customer.objects.filter(pk=customer.pk).update(relation=relation, is_active=is_active)
    _note(customer, CustomerEventKind.MOVED, to.name)


def name_contact(*, customers: list[Customer], person: User) -> None:
    """Let a person be whom the suppliers of these customers talk to; in the staff's or the retailer's context."""
    for customer in customers:
        contact = CustomerContact.objects.filter(customer=customer.pk).exclude(email=person.email)
        contact.update(
            name=person.name,
            email=person.email,
            former_email="",
            language=person.language,
            time_zone=person.time_zone,
        )


def _holder_for(customer: Customer) -> Organization:
    before = customer.retailer
    entry = before.directory_entry
    with act_for_platform():
        company = CompanyDetails(
            name=before.name,
            country=before.country,
            time_zone=before.time_zone,
            currency=before.currency,
            language=before.language,
        )
        holder = write_down_company(company, Side.BUYING)
        copy = new_entry(holder, details_of(entry), customer.supplier)
        copy.is_listed = False
        copy.save(force_insert=True)
    return holder


def _move(customer: Customer, home: Organization) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.move_customer(%s, %s)", [customer.pk, home.pk])


def _note(customer: Customer, kind: CustomerEventKind, note: str) -> None:
    customer.events.create(
        supplier_id=customer.supplier_id,
        kind=kind,
        status_before=customer.status,
        status_after=customer.status,
        by_name=_PLATFORM,
        note=note[:200],
    )

"""Customers by what rows of a sheet call them: many at once, in a few statements."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from retailers.models import Customer, CustomerPrivate
from retailers.queries.customers import all_customers_of
from wholesale.organizations.models import Organization


@dataclass
class Known:
    """A supplier's customers, found again by any of their keys."""

    by_id: dict[UUID, Customer] = field(default_factory=dict)
    by_number: dict[str, Customer] = field(default_factory=dict)
    by_email: dict[str, Customer] = field(default_factory=dict)
    by_retailer: dict[UUID, Customer] = field(default_factory=dict)

    def add(self, customer: Customer) -> None:
        """Remember a customer under all its keys."""
        self.by_id[customer.pk] = customer
        self.by_retailer[customer.retailer_id] = customer
        if customer.private.number:
            self.by_number[customer.private.number] = customer
        if customer.private.contact_email:
            self.by_email[customer.private.contact_email] = customer


def known_customers(
    supplier: Organization, *, ids: Collection[UUID], numbers: Collection[str], emails: Collection[str]
) -> Known:
    """Return the customers that have one of these ids, numbers or emails."""
    private = CustomerPrivate.objects.filter(supplier=supplier)
    found = set(ids)
    # Said as the unique indexes say it, or they would not be used.
    numbered, reachable = private.exclude(number=""), private.exclude(contact_email="")
    found.update(numbered.filter(number__in=numbers).values_list("customer", flat=True))
    found.update(reachable.filter(contact_email__in=emails).values_list("customer", flat=True))
    known = Known()
    for customer in all_customers_of(supplier).filter(pk__in=found):
        known.add(customer)
    return known


def add_customers_of(known: Known, supplier: Organization, retailers: Collection[UUID]) -> None:
    """Add the customers behind these directory entries to what is known."""
    for customer in all_customers_of(supplier).filter(retailer__in=retailers):
        known.add(customer)

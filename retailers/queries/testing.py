"""A supplier's test customers: retailers that it made up, and that nobody else knows (SPEC.md C17)."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from retailers.enums import Relation
from retailers.models import Customer
from retailers.queries.customers import customers_of
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Organization, Person


def test_customers_of(supplier: Organization) -> QuerySet[Customer]:
    """Return a supplier's test customers that have not ended, the newest first, with their names."""
    living = Customer.objects.filter(supplier=supplier, is_test=True).exclude(relation=Relation.ENDED)
    return living.select_related("private").order_by("-created_at", "-pk")


def test_customer_for_member(acting: Acting, customer_id: UUID) -> Customer:
    """Return the test customer, if this person sees it; 404 for any other customer, as if it did not exist."""
    try:
        return customers_of(acting).filter(is_test=True).exclude(relation=Relation.ENDED).get(pk=customer_id)
    except Customer.DoesNotExist as error:
        raise Http404 from error


def is_colleagues_address(supplier: Organization, email: str) -> bool:
    """Tell whether an address is a colleague's, or reaches one by a tag as in ana+test@brewery.example."""
    box, _at, domain = email.lower().partition("@")
    plain = f"{box.partition('+')[0]}@{domain}"
    people = Person.objects.filter(memberships__organization=supplier, memberships__guest_of=None)
    return people.filter(email__in=[email.lower(), plain]).exists()


def lock_test_customers(supplier: Organization) -> None:
    """Let nobody else make a test customer of this supplier until the transaction ends."""
    Organization.objects.select_for_update(no_key=True).get(pk=supplier.pk)

"""Orders that a supplier enters for its customers (SPEC.md O17)."""

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import Http404

from catalogs.queries import with_place
from orders.models import Cart
from orders.queries.assortment import RELATED
from orders.queries.credit import with_open_amount
from orders.queries.places import CartKey, choose_cart
from retailers.models import Customer, CustomerContact, CustomerPrivate
from retailers.queries import customers_of, with_plans
from wholesale.accounts.models import User
from wholesale.organizations.access import Acting

Contact = tuple[str, str, str]  # name, email, language


def customer_to_enter_for(acting: Acting, customer_id: UUID) -> Customer:
    """Return a customer with the supplier's own cart for it, if this person sees it; 404 for any other.

    Active or not, registered or not: it is served as it would be once it is. Never to be saved.

    Source: SPEC.md O17, P3.
    """
    customers = with_place(with_plans(customers_of(acting).select_related("private", *RELATED)))
    try:
        found = with_open_amount(customers).get(pk=customer_id)
    except Customer.DoesNotExist as error:
        raise Http404 from error
    return choose_cart(found, CartKey(is_suppliers=True))


def carts_to_enter(acting: Acting) -> QuerySet[Cart]:
    """Return the supplier's own carts that hold something, the last touched first, with name and line count."""
    mine = Cart.objects.filter(supplier=acting.organization, is_suppliers=True)
    if acting.represents is not None:
        mine = mine.filter(customer__private__representative=acting.represents)
    carts = mine.select_related("customer__private").annotate(line_count=Count("lines"))
    return carts.filter(line_count__gt=0).order_by("-updated_at", "-pk")


def contact_of(customer: Customer) -> Contact:
    """Return whom a supplier writes to at a customer: what the retailer says, else what the supplier has noted."""
    known: dict[str, Any] = {"supplier_id": customer.supplier_id, "customer_id": customer.pk}
    said = CustomerContact.objects.filter(**known).values_list("name", "email", "language").first()
    if said and customer.is_registered:
        return said
    noted = CustomerPrivate.objects.filter(**known).values_list("contact_name", "contact_email", "language")
    return noted.get()


def contact_in_person(person: User) -> Contact:
    """Return who ordered as the contact of the order."""
    return person.name, person.email, person.language

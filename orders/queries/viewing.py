"""A customer's store as its supplier looks at it (SPEC.md C16)."""

from uuid import UUID

from django.http import Http404

from catalogs.queries import with_place
from orders.queries.assortment import RELATED
from orders.queries.credit import with_open_amount
from retailers.enums import CustomerStatus
from retailers.models import Customer
from retailers.queries import customers_of
from wholesale.organizations.access import Acting

# These accept the supplier's own invitation, and may order from that moment on (C11).
_ACTIVE_ONCE_ACCEPTED = frozenset({CustomerStatus.PROSPECT, CustomerStatus.INVITED})


def customer_to_view(acting: Acting, customer_id: UUID) -> Customer:
    """Return the customer as its store treats it, if this person sees it; 404 for any other.

    Runs in the supplier's own context, so that whatever the store asks, nothing of another supplier can answer.
    One that the supplier has added or invited is shown active, as it will find the store; never to be saved.

    Source: SPEC.md C16, P3.
    """
    try:
        customers = customers_of(acting).select_related("private", *RELATED)
        customer = with_place(with_open_amount(customers)).get(pk=customer_id)
    except Customer.DoesNotExist as error:
        raise Http404 from error
    customer.is_active = customer.is_active or customer.status in _ACTIVE_ONCE_ACCEPTED
    return customer

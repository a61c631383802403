"""A test customer from its invitation to its end (SPEC.md C17). In the supplier's context."""

from django.db import transaction

from invitations import queries
from invitations.services.sending import invite_customer, revoke_invitation
from retailers.models import Customer
from retailers.services import close_test_customer, create_test_customer
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization


@transaction.atomic
def make_test_customer(*, supplier: Organization, name: str, email: str, by: User) -> Customer:
    """Make a test customer and invite it, so that its path begins as any customer's does.

    Emails: the address.
    Raises: as create_test_customer; then nothing is written.
    Source: C17.
    """
    customer = create_test_customer(supplier=supplier, name=name, email=email, by=by)
    invite_customer(customer=customer, by=by)
    return customer


@transaction.atomic
def end_test_customer(*, customer: Customer, by: User) -> None:
    """End a test customer and withdraw what still waits for it."""
    for invitation in queries.pending_invitations_of(customer):
        revoke_invitation(invitation=invitation, by=by)
    close_test_customer(customer=customer, by=by)

"""Many customers invited at once: each once, and whoever cannot be is told why (SPEC.md N4)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from invitations.errors import AlreadyInvited, NoContactEmail
from invitations.services.sending import invite_customer
from retailers.enums import Relation, SkipReason
from retailers.models import Customer
from retailers.queries import lock_customers
from wholesale.accounts.models import User
from wholesale.errors import DomainError
from wholesale.organizations.models import Organization


@transaction.atomic
def invite(
    *, supplier: Organization, customer_ids: Sequence[UUID], choice: dict[str, Any], by: User
) -> dict[UUID, SkipReason]:
    """Invite these customers; return whom not, and why. One that is invited already gets no second mail.

    Locks:  the customers, in key order.
    Emails: as invite_customer.
    Source: N4.
    """
    skipped = {}
    for customer in lock_customers(supplier, customer_ids):
        if reason := _reason_against(customer) or _invited(customer, by):
            skipped[customer.pk] = reason
    return skipped


def _reason_against(customer: Customer) -> SkipReason | None:
    if customer.relation == Relation.ASKED_BY_SUPPLIER:
        return SkipReason.INVITED_ALREADY
    if customer.relation == Relation.ACCEPTED:
        return SkipReason.REGISTERED_ALREADY
    return None


def _invited(customer: Customer, by: User) -> SkipReason | None:
    try:
        with transaction.atomic():
            invite_customer(customer=customer, by=by)
    except NoContactEmail:
        return SkipReason.NO_EMAIL
    except AlreadyInvited:
        return SkipReason.EMAIL_TAKEN
    except DomainError:
        return SkipReason.REFUSED
    return None

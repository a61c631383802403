"""Putting a customer on hold by hand, and taking it off (SPEC.md C11)."""

from django.db import transaction

from retailers import queries
from retailers.enums import CustomerEventKind
from retailers.models import Customer
from retailers.services.standing import write_event
from wholesale.accounts.models import User
from wholesale.audit.services import record_change


@transaction.atomic
def hold_customer(*, customer: Customer, reason: str, by: User) -> Customer:
    """Put a customer on hold: its orders are warned of or refused, as its terms say. Held anew, the reason changes.

    Args:
        reason: for the supplier's own people; the retailer never reads it.
    Locks:  the customer.
    Source: C11, P9.
    """
    return _switch(customer, CustomerEventKind.HELD, reason, by)


@transaction.atomic
def release_customer(*, customer: Customer, by: User) -> Customer:
    """Take a customer off hold; one that is not on hold stays as it is.

    Locks:  the customer.
    Source: C11, P9.
    """
    return _switch(customer, CustomerEventKind.RELEASED, "", by)


def _switch(customer: Customer, kind: CustomerEventKind, reason: str, by: User) -> Customer:
    customer = queries.lock_customer(customer)
    before = {"is_on_hold": customer.is_on_hold, "hold_reason": customer.private.hold_reason}
    is_on_hold = kind == CustomerEventKind.HELD
    after = {"is_on_hold": is_on_hold, "hold_reason": reason}
    if before == after:
        return customer
    customer.is_on_hold, customer.private.hold_reason = is_on_hold, reason
    customer.version += 1
    customer.save(update_fields=["is_on_hold", "version"])
    customer.private.save(update_fields=["hold_reason"])
    write_event(customer, kind, by, note=reason)
    record_change(
        organization_id=customer.supplier_id,
        by=by,
        verb=f"customer_{kind.value}",
        subject=customer,
        subject_name=customer.private.display_name,
        before=before,
        after=after,
    )
    return customer

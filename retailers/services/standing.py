"""What happens to a customer, by the one table in enums.py. All run in the supplier's context."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from retailers import queries
from retailers.enums import (
    REGISTERED,
    RELATIONS,
    TRANSITIONS,
    CustomerEventKind,
    CustomerStatus,
    Relation,
    Standing,
)
from retailers.models import Customer, CustomerEvent
from retailers.services.recording import event_of
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.errors import InvalidTransition

_KIND = CustomerEventKind
_MOVED = ("status", "relation", "registered_at", "awaits_welcome")
_AT_ONCE = 500
# Of an app above, by name: dotted path of `(customer, by) -> int`, for a customer that orders were entered for (O17).
BEGINS_ORDERS = "orders.services.waiting.begin_waiting_orders"


@transaction.atomic
def record_invited(*, customer: Customer, by: User) -> Customer:
    """Note that the supplier has invited a customer; one that had asked for access is approved by it.

    Locks:  the customer.
    Raises: InvalidTransition.
    """
    customer = queries.lock_customer(customer)
    _happen(customer, _KIND.INVITED, by)
    customer.invited_at = timezone.now()
    customer.save(update_fields=[*_MOVED, "invited_at"])
    _begin_orders(customer, by)
    return customer


def can_be_invited(customer: Customer) -> bool:
    """Tell whether the table knows what an invitation leads to from where this customer stands."""
    return (
        _standing_after(_KIND.INVITED, CustomerStatus(customer.status), Relation(customer.relation))
        is not None
    )


@transaction.atomic
def record_many_invited(*, customers: Sequence[Customer], by: User) -> None:
    """Note of locked customers that the supplier has invited them, in two statements; as record_invited.

    Raises: InvalidTransition if one of them cannot be invited; then nothing is written.
    """
    now, events = timezone.now(), []
    for customer in customers:
        events.append(_move(customer, _KIND.INVITED, by))
        customer.invited_at = now
    Customer.objects.bulk_update(customers, [*_MOVED, "invited_at"], batch_size=_AT_ONCE)
    CustomerEvent.objects.bulk_create(events, batch_size=_AT_ONCE)
    for customer in customers:
        _begin_orders(customer, by)


@transaction.atomic
def register_customer(*, customer: Customer, by: User) -> Customer:
    """Note that the retailer has accepted; the supplier asked for it, so it may order at once (SPEC.md C11).

    Locks:  the customer.
    Raises: InvalidTransition.
    """
    customer = queries.lock_customer(customer)
    _happen(customer, _KIND.ACCEPTED, by)
    customer.is_active = True
    customer.save(update_fields=[*_MOVED, "is_active"])
    _begin_orders(customer, by)
    return customer


@transaction.atomic
def record_requested(*, customer: Customer, by: User) -> Customer:
    """Note that a retailer asks for access; the supplier decides (SPEC.md N7, P7).

    Locks:  the customer.
    Raises: InvalidTransition.
    """
    return _decide(customer, _KIND.REQUESTED, by, "")


@transaction.atomic
def record_recognized(*, customer: Customer, by: User, activates: bool) -> Customer:
    """Note that a retailer asks for access whose proven email the supplier had written down: it is registered.

    Args:
        activates: whether it may order at once; not who comes by the public link (SPEC.md N11).
    Locks:  the customer.
    Raises: InvalidTransition.
    Source: SPEC.md 8, P7: the caller has compared the two addresses.
    """
    customer = queries.lock_customer(customer)
    _happen(customer, _KIND.RECOGNIZED, by)
    customer.is_active = activates
    customer.awaits_welcome = not activates
    customer.save(update_fields=[*_MOVED, "is_active"])
    _begin_orders(customer, by)
    return customer


@transaction.atomic
def record_withdrawn(*, customer: Customer, by: User) -> Customer:
    """Note that a retailer took its request back, before it was decided.

    Locks:  the customer.
    Raises: InvalidTransition.
    """
    return _decide(customer, _KIND.WITHDRAWN, by, "")


@transaction.atomic
def approve_customer(*, customer: Customer, by: User) -> Customer:
    """Let a retailer in that asked for access; it is not active yet (SPEC.md C11, N8).

    Locks:  the customer.
    Raises: InvalidTransition.
    """
    return _decide(customer, _KIND.APPROVED, by, "")


@transaction.atomic
def reject_customer(*, customer: Customer, by: User, note: str = "") -> Customer:
    """Decline a retailer that asked for access; it may ask again (SPEC.md N8).

    Locks:  the customer.
    Raises: InvalidTransition.
    """
    return _decide(customer, _KIND.REJECTED, by, note)


@transaction.atomic
def end_relation(*, customer: Customer, by: User) -> Customer:
    """End the relation with a customer: it can no longer order; both keep what has been. Either may ask again.

    Locks:  the customer.
    Raises: InvalidTransition unless they are connected.
    Source: SPEC.md 8.
    """
    customer = queries.lock_customer(customer)
    was_active = customer.is_active
    _happen(customer, _KIND.ENDED, by)
    customer.is_active = False
    customer.version += 1
    customer.save(update_fields=[*_MOVED, "is_active", "version"])
    record_change(
        organization_id=customer.supplier_id,
        by=by,
        verb="relation_ended",
        subject=customer,
        subject_name=customer.private.display_name,
        before={"is_active": was_active},
        after={"is_active": False},
    )
    return customer


@transaction.atomic
def record_ordered(*, customer: Customer, at: datetime, by: User) -> Customer:
    """Note a submitted order. Before the customer has registered only the times are kept (SPEC.md O17).

    Locks: the customer.
    """
    customer = queries.lock_customer(customer)
    customer.first_ordered_at = min(filter(None, (customer.first_ordered_at, at)))
    customer.last_ordered_at = max(filter(None, (customer.last_ordered_at, at)))
    before = customer.status
    customer.status = TRANSITIONS[_KIND.ORDERED, CustomerStatus(before)].status
    customer.save(update_fields=["status", "first_ordered_at", "last_ordered_at"])
    if customer.status != before:
        write_event(customer, _KIND.ORDERED, by, before=before)
    return customer


def write_event(
    customer: Customer, kind: CustomerEventKind, by: User | None, *, before: str | None = None, note: str = ""
) -> None:
    """Add to a customer's history. `before`: the status before, if the event changes it."""
    event_of(customer, kind, by, before=before, note=note).save(force_insert=True)


def _decide(customer: Customer, kind: CustomerEventKind, by: User, note: str) -> Customer:
    customer = queries.lock_customer(customer)
    _happen(customer, kind, by, note=note)
    customer.save(update_fields=list(_MOVED))
    _begin_orders(customer, by)
    return customer


def _begin_orders(customer: Customer, by: User) -> None:
    """Let what was entered for a customer before it registered begin; nothing is asked of any other customer."""
    if customer.status in REGISTERED and customer.first_ordered_at:
        import_string(BEGINS_ORDERS)(customer=customer, by=by)


def _happen(customer: Customer, kind: CustomerEventKind, by: User, *, note: str = "") -> None:
    """Move a locked customer by the table and note it; the caller saves."""
    _move(customer, kind, by, note=note).save(force_insert=True)


def _move(customer: Customer, kind: CustomerEventKind, by: User, *, note: str = "") -> CustomerEvent:
    """Move a locked customer by the table; return what its history says of it. The caller writes both."""
    before = CustomerStatus(customer.status)
    after = _standing_after(kind, before, Relation(customer.relation))
    if after is None:
        shown = customer.get_relation_display() if before in REGISTERED else before.label
        raise InvalidTransition(
            _("%(name)s is “%(status)s”: this cannot be done now.")
            % {"name": customer.private.display_name, "status": shown}
        )
    customer.status, customer.relation = after.status, after.relation
    # Who accepts an invitation finds the shop open; who asked waits for it, each time anew.
    customer.awaits_welcome = after.relation == Relation.ACCEPTED and kind != _KIND.ACCEPTED
    if customer.status in REGISTERED:
        customer.registered_at = customer.registered_at or timezone.now()
        if customer.first_ordered_at:  # an order was entered for it before
            customer.status = TRANSITIONS[_KIND.ORDERED, after.status].status
    return event_of(customer, kind, by, before=before, note=note)


def _standing_after(kind: CustomerEventKind, status: CustomerStatus, relation: Relation) -> Standing | None:
    """Return where a customer stands after an event; None if it is refused."""
    if status not in REGISTERED:
        return TRANSITIONS.get((kind, status))
    after = RELATIONS.get((kind, relation))
    return Standing(status, after) if after else None

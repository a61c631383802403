"""One change for many customers at once, set-wise: a handful of statements, whatever their number (SPEC.md C1).

Each returns whom it left as they were, and why. Whoever calls has chosen among the customers that they see.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from retailers import labels as words
from retailers import queries
from retailers.details import CustomerDetails
from retailers.emails import queue_welcomes
from retailers.enums import REGISTERED, CustomerEventKind, Relation, SkipReason
from retailers.models import Customer, CustomerEvent, CustomerGroup, CustomerPrivate, GroupMember
from retailers.services.customers import check_details, found_by
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.audit.services import change_of
from wholesale.organizations.models import Organization, Person

Skipped = dict[UUID, SkipReason]
_AT_ONCE = 500


@transaction.atomic
def add_to_group(
    *, supplier: Organization, customer_ids: Iterable[UUID], group: CustomerGroup, by: User
) -> Skipped:
    """Put these customers into a group.

    Locks:  the customers, in key order.
    Source: C1, C19.
    """
    customers = queries.lock_customers(supplier, customer_ids)
    inside = _members(group, customers)
    added = [customer for customer in customers if customer.pk not in inside]
    GroupMember.objects.bulk_create(
        [GroupMember(supplier=supplier, customer=customer, group=group) for customer in added],
        batch_size=_AT_ONCE,
    )
    _note(CustomerEventKind.GROUPS_CHANGED, by, dict.fromkeys(added, ("", group.name)), "group")
    return _unchanged(customers, added)


@transaction.atomic
def remove_from_group(
    *, supplier: Organization, customer_ids: Iterable[UUID], group: CustomerGroup, by: User
) -> Skipped:
    """Take these customers out of a group.

    Locks:  the customers, in key order.
    Source: C1.
    """
    customers = queries.lock_customers(supplier, customer_ids)
    inside = _members(group, customers)
    removed = [customer for customer in customers if customer.pk in inside]
    GroupMember.objects.filter(supplier=supplier, group=group, customer__in=removed).delete()
    _note(CustomerEventKind.GROUPS_CHANGED, by, dict.fromkeys(removed, (group.name, "")), "group")
    return _unchanged(customers, removed)


@transaction.atomic
def label_customers(
    *, supplier: Organization, customer_ids: Iterable[UUID], labels: Sequence[str], by: User
) -> Skipped:
    """Add labels to these customers; one that would have too many is left as it is.

    Locks:  the customers, in key order.
    Source: C1.
    """
    spelled = words.spelled_as(labels, queries.known_labels(supplier))
    customers = queries.lock_customers(supplier, customer_ids)
    wanted = {each: words.added_to(each.private.labels, spelled) for each in customers}
    full = {each.pk: SkipReason.TOO_MANY_LABELS for each in customers if len(wanted[each]) > words.AT_MOST}
    return _write_labels({each: new for each, new in wanted.items() if each.pk not in full}, by) | full


@transaction.atomic
def unlabel_customers(
    *, supplier: Organization, customer_ids: Iterable[UUID], labels: Sequence[str], by: User
) -> Skipped:
    """Take labels off these customers, in whatever letter case.

    Locks:  the customers, in key order.
    Source: C1.
    """
    customers = queries.lock_customers(supplier, customer_ids)
    return _write_labels({each: words.without(each.private.labels, labels) for each in customers}, by)


@transaction.atomic
def assign_distributor(
    *, supplier: Organization, customer_ids: Iterable[UUID], distributor: Organization | None, by: User
) -> Skipped:
    """Let a distributor, or with None the supplier itself, deliver to these customers from now on.

    Locks:  the customers, in key order.
    Raises: DetailsRefused (no active agreement); then nothing is written.
    Source: C1, I8.
    """
    check_details(supplier=supplier, details=CustomerDetails(distributor=distributor))
    customers = queries.lock_customers(supplier, customer_ids)
    wanted = distributor.pk if distributor else None
    moved = [each for each in customers if each.distributor_id != wanted]
    names = {None: ""} | {
        each.pk: each.name for each in Organization.objects.filter(pk__in={c.distributor_id for c in moved})
    }
    changes = {each: (names[each.distributor_id], str(distributor or "")) for each in moved}
    Customer.objects.filter(supplier=supplier, pk__in=[each.pk for each in moved]).update(
        distributor=distributor
    )
    shown = distributor.name if distributor else _("We deliver ourselves")
    _note(CustomerEventKind.DISTRIBUTOR_ASSIGNED, by, changes, "distributor", note=shown)
    return _unchanged(customers, moved)


@transaction.atomic
def assign_representative(
    *, supplier: Organization, customer_ids: Iterable[UUID], representative_id: UUID | None, by: User
) -> Skipped:
    """Let a colleague, or with None nobody, look after these customers.

    Locks:  the customers, in key order.
    Raises: DetailsRefused (nobody who looks after retailers); then nothing is written.
    Source: C1, P3.
    """
    check_details(supplier=supplier, details=CustomerDetails(representative_id=representative_id))
    customers = queries.lock_customers(supplier, customer_ids)
    moved = [each for each in customers if each.private.representative_id != representative_id]
    people = Person.objects.in_bulk({representative_id, *(each.private.representative_id for each in moved)})
    names = {pk: str(person) for pk, person in people.items()}
    new = names.get(representative_id, "") if representative_id else ""
    changes = {each: (names.get(each.private.representative_id, ""), new) for each in moved}
    _private(supplier, moved).update(representative=representative_id)
    _note(CustomerEventKind.REPRESENTATIVE_ASSIGNED, by, changes, "representative", note=new or _("Nobody"))
    return _unchanged(customers, moved)


@transaction.atomic
def activate_customers(*, supplier: Organization, customer_ids: Iterable[UUID], by: User) -> Skipped:
    """Let those of these customers order that have registered.

    Locks:  the customers, in key order.
    Emails: the buyers of those that asked for access and are activated for the first time since.
    Source: C1, C11, 004-20.
    """
    customers = queries.lock_customers(supplier, customer_ids)
    waiting = {each.pk: SkipReason.NOT_REGISTERED for each in customers if each.status not in REGISTERED}
    ended = {
        each.pk: SkipReason.RELATION_ENDED
        for each in customers
        if each.status in REGISTERED and each.relation != Relation.ACCEPTED
    }
    able = [each for each in customers if each.pk not in waiting | ended]
    awaiting = [each for each in able if each.awaits_welcome and not each.is_active]
    Customer.objects.filter(pk__in=[each.pk for each in awaiting]).update(awaits_welcome=False)
    queue_welcomes(awaiting, supplier)
    return _switch(able, is_active=True, by=by) | waiting | ended


@transaction.atomic
def deactivate_customers(*, supplier: Organization, customer_ids: Iterable[UUID], by: User) -> Skipped:
    """Stop these customers from ordering.

    Locks:  the customers, in key order.
    Source: C1, C11.
    """
    return _switch(queries.lock_customers(supplier, customer_ids), is_active=False, by=by)


def _switch(customers: Sequence[Customer], *, is_active: bool, by: User) -> Skipped:
    moved = [each for each in customers if each.is_active != is_active]
    Customer.objects.filter(pk__in=[each.pk for each in moved]).update(is_active=is_active)
    kind = CustomerEventKind.ACTIVATED if is_active else CustomerEventKind.DEACTIVATED
    _note(kind, by, dict.fromkeys(moved, (not is_active, is_active)), "is_active", note="")
    return _unchanged(customers, moved)


def _write_labels(wanted: dict[Customer, list[str]], by: User) -> Skipped:
    moved = {each: new for each, new in wanted.items() if new != each.private.labels}
    changes = {each: (", ".join(each.private.labels), ", ".join(new)) for each, new in moved.items()}
    for customer, new in moved.items():
        customer.private.labels = new
        customer.private.search_text = found_by(customer.private)
    CustomerPrivate.objects.bulk_update(
        [each.private for each in moved], ["labels", "search_text"], batch_size=_AT_ONCE
    )
    _note(CustomerEventKind.LABELS_CHANGED, by, changes, "labels")
    return _unchanged(list(wanted), moved)


def _members(group: CustomerGroup, customers: Sequence[Customer]) -> set[UUID]:
    inside = GroupMember.objects.filter(supplier_id=group.supplier_id, group=group, customer__in=customers)
    return set(inside.values_list("customer_id", flat=True))


def _private(supplier: Organization, customers: Sequence[Customer]) -> Any:
    return CustomerPrivate.objects.filter(supplier=supplier, customer__in=[each.pk for each in customers])


def _unchanged(customers: Sequence[Customer], moved: Collection[Customer]) -> Skipped:
    done = {each.pk for each in moved}
    return {each.pk: SkipReason.UNCHANGED for each in customers if each.pk not in done}


def _note(
    kind: CustomerEventKind,
    by: User,
    changes: dict[Customer, tuple[Any, Any]],
    field: str,
    *,
    note: str | None = None,
) -> None:
    """Write history, log and version of changed customers. `changes`: from what to what; without a note, both."""
    events, log = [], []
    for customer, (old, new) in changes.items():
        said = (f"+ {new}" if not old else f"- {old}" if not new else str(new)) if note is None else note
        events.append(_event(customer, kind, by, said))
        log.append(_logged(customer, kind, by, field, old, new))
    Customer.objects.filter(pk__in=[each.pk for each in changes]).update(version=F("version") + 1)
    CustomerEvent.objects.bulk_create(events, batch_size=_AT_ONCE)
    AuditEntry.objects.bulk_create(log, batch_size=_AT_ONCE)


def _event(customer: Customer, kind: CustomerEventKind, by: User, note: str) -> CustomerEvent:
    return CustomerEvent(
        supplier_id=customer.supplier_id,
        customer=customer,
        kind=kind,
        status_before=customer.status,
        status_after=customer.status,
        by=by,
        by_name=str(by)[:120],
        note=note[:200],
    )


def _logged(
    customer: Customer, kind: CustomerEventKind, by: User, field: str, old: Any, new: Any
) -> AuditEntry:
    switched = kind in (CustomerEventKind.ACTIVATED, CustomerEventKind.DEACTIVATED)
    return change_of(
        organization_id=customer.supplier_id,
        by=by,
        verb=f"customer_{kind.value}" if switched else "customer_edited",
        subject=customer,
        subject_name=customer.private.display_name,
        before={field: old},
        after={field: new},
    )

"""History and log of customers written many at once; what their own services write one by one."""

from retailers.enums import CustomerEventKind
from retailers.models import Customer, CustomerEvent, CustomerPrivate
from retailers.services.judging import Plan
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.audit.services import change_of


def event_of(
    customer: Customer, kind: CustomerEventKind, by: User | None, *, before: str | None = None, note: str = ""
) -> CustomerEvent:
    """Return an entry of a customer's history."""
    return CustomerEvent(
        supplier_id=customer.supplier_id,
        customer=customer,
        kind=kind,
        status_before=customer.status if before is None else before,
        status_after=customer.status,
        by=by,
        by_name=str(by)[:120] if by else "",
        note=note[:200],
    )


def events_of(customer: Customer, new: dict[str, str], by: User | None) -> list[CustomerEvent]:
    """Return the entries for what changed."""
    said = {
        "distributor": CustomerEventKind.DISTRIBUTOR_ASSIGNED,
        "groups": CustomerEventKind.GROUPS_CHANGED,
        "labels": CustomerEventKind.LABELS_CHANGED,
    }
    events = [event_of(customer, kind, by, note=new[name]) for name, kind in said.items() if name in new]
    if set(new) - set(said):
        events.append(event_of(customer, CustomerEventKind.EDITED, by))
    return events


def written(customer: Customer) -> dict[str, str]:
    """Return what the log keeps of a customer."""
    return customer.private.kept() | {
        "distributor": str(customer.distributor) if customer.distributor else ""
    }


def added(customer: Customer, private: CustomerPrivate, plan: Plan, by: User | None) -> AuditEntry:
    """Return the log's entry for a new customer."""
    after = private.kept() | {
        "distributor": str(customer.distributor) if customer.distributor else "",
        "representative": str(by)
        if private.representative_id
        else "",  # who sees their own alone imports for themselves
        **{name: pair[1] for name, pair in plan.changes.told.items()},
    }
    return logged(customer, private, "customer_added", by, before={}, after=after)


def logged(
    customer: Customer,
    private: CustomerPrivate,
    verb: str,
    by: User | None,
    *,
    before: dict[str, str],
    after: dict[str, str],
) -> AuditEntry:
    """Return an entry of the log."""
    return change_of(
        organization_id=customer.supplier_id,
        by=by,
        verb=verb,
        subject=customer,
        subject_name=private.display_name,
        before=before,
        after=after,
    )

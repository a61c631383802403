"""Customers written many at once, as their own services write them one by one: rows, events, audit, no mail."""

import itertools
from collections.abc import Sequence

from django.db import transaction

from retailers.details import CustomerDetails, EntryDetails
from retailers.enums import CustomerEventKind, CustomerStatus
from retailers.models import Customer, CustomerEvent, CustomerPrivate, DirectoryEmail, DirectoryEntry
from retailers.services.claiming import details_of
from retailers.services.customers import name_customer
from retailers.services.directory import new_entry, rewrite_entry
from retailers.services.judging import Plan
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.audit.services import change_of, difference
from wholesale.organizations.models import Organization
from wholesale.organizations.slugs import candidates, stem_of
from wholesale.tenancy.contexts import act_for_platform
from wholesale.tenancy.models import uuid7

_SLUGS_TRIED = 4
_AT_ONCE = 500


@transaction.atomic
def write_new(*, supplier: Organization, plans: Sequence[Plan], by: User | None) -> None:
    """Make these customers prospects: of the entries they were matched to, or of new ones. Nothing is sent.

    Source: C3, C5, C8, C9.
    """
    if not plans:
        return
    fresh = [(plan, plan.new_entry) for plan in plans if plan.new_entry]
    retailers = _write_entries(supplier=supplier, wanted=[details for _, details in fresh], by=by)
    for (plan, _), entry in zip(fresh, retailers, strict=True):
        plan.entry = entry
    _correct_entries(supplier=supplier, plans=plans, by=by)
    customers, privates = [], []
    for plan in plans:
        customer, private = _new_customer(supplier, plan)
        customers.append(customer)
        privates.append(private)
    Customer.objects.bulk_create(customers, batch_size=_AT_ONCE)
    CustomerPrivate.objects.bulk_create(privates, batch_size=_AT_ONCE)
    CustomerEvent.objects.bulk_create(
        [_event(customer, CustomerEventKind.CREATED, by, before="") for customer in customers],
        batch_size=_AT_ONCE,
    )
    log = [
        _added(customer, private, plan.details, by)
        for customer, private, plan in zip(customers, privates, plans, strict=True)
    ]
    AuditEntry.objects.bulk_create(log, batch_size=_AT_ONCE)


@transaction.atomic
def write_updates(*, supplier: Organization, plans: Sequence[Plan], by: User | None) -> None:
    """Change these customers, which the caller has locked; and the entries that their supplier may correct.

    Source: C4, C6, C8, C9.
    """
    _correct_entries(supplier=supplier, plans=plans, by=by)
    customers, events, log = [], [], []
    for plan in plans:
        customer, details = plan.customer, plan.details
        if customer is None or details is None:
            continue
        before = _written(customer)
        for name, value in details.private().items():
            setattr(customer.private, name, value)
        customer.distributor = details.distributor
        customer.version += 1
        if plan.public.get("name"):
            customer.retailer.name = plan.public["name"]
        name_customer(customer.private, customer.retailer)
        old, new = difference(before, _written(customer))
        if new:
            customers.append(customer)
            events += _events_of(customer, new, by)
            log.append(_logged(customer, customer.private, "customer_edited", by, before=old, after=new))
    Customer.objects.bulk_update(customers, ["distributor", "version"], batch_size=_AT_ONCE)
    columns = ["nickname", "number", "contact_name", "contact_email", "language", "note"]
    CustomerPrivate.objects.bulk_update(
        [customer.private for customer in customers],
        [*columns, "display_name", "search_text"],
        batch_size=_AT_ONCE,
    )
    CustomerEvent.objects.bulk_create(events, batch_size=_AT_ONCE)
    AuditEntry.objects.bulk_create(log, batch_size=_AT_ONCE)


def _write_entries(
    *, supplier: Organization, wanted: Sequence[EntryDetails], by: User | None
) -> list[DirectoryEntry]:
    """Write companies into the directory that nobody has claimed; as the app role."""
    with act_for_platform():
        slugs = _free_slugs(wanted)
        retailers = [
            Organization(
                name=details.name,
                slug=slug,
                buys=True,
                country=details.country,
                language=details.language,
                time_zone=supplier.time_zone,
                currency=supplier.currency,
            )
            for details, slug in zip(wanted, slugs, strict=True)
        ]
        entries = [
            new_entry(retailer, details, supplier)
            for retailer, details in zip(retailers, wanted, strict=True)
        ]
        emails = [
            DirectoryEmail(retailer=retailer, email=details.email)
            for retailer, details in zip(retailers, wanted, strict=True)
        ]
        Organization.objects.bulk_create(retailers, batch_size=_AT_ONCE)
        DirectoryEntry.objects.bulk_create(entries, batch_size=_AT_ONCE)
        DirectoryEmail.objects.bulk_create(emails, batch_size=_AT_ONCE)
    log = [
        change_of(
            organization_id=supplier.pk,
            by=by,
            verb="directory_entry_created",
            subject=retailer,
            subject_name=retailer.name,
            after=details.public(),
        )
        for retailer, details in zip(retailers, wanted, strict=True)
    ]
    AuditEntry.objects.bulk_create(log, batch_size=_AT_ONCE)
    return entries


def _correct_entries(*, supplier: Organization, plans: Sequence[Plan], by: User | None) -> None:
    """Write what rows say over entries that this supplier made and nobody has claimed; as the app role."""
    changes = {plan.retailer_id: plan.public for plan in plans if plan.public}
    log = []
    with act_for_platform():
        own = DirectoryEntry.objects.filter(created_by_supplier=supplier, claimed_at=None, pk__in=changes)
        for entry in own.select_related("retailer").order_by("pk").select_for_update(of=("self",)):
            before = details_of(entry)
            after = EntryDetails(**{**before.public(), **changes[entry.pk]})
            rewrite_entry(entry=entry, details=after)
            old, new = difference(before.public(), after.public())
            log.append(
                change_of(
                    organization_id=supplier.pk,
                    by=by,
                    verb="directory_entry_changed",
                    subject=entry.retailer,
                    subject_name=after.name,
                    before=old,
                    after=new,
                )
            )
    AuditEntry.objects.bulk_create(log, batch_size=_AT_ONCE)


def _free_slugs(wanted: Sequence[EntryDetails]) -> list[str]:
    """Return a slug for each, none of them taken, by asking once."""
    names = [f"{details.name} {details.city}".strip() for details in wanted]
    offered = [list(itertools.islice(candidates(name), _SLUGS_TRIED)) for name in names]
    every = {slug for slugs in offered for slug in slugs}
    taken = set(Organization.objects.filter(slug__in=every).values_list("slug", flat=True))
    chosen = []
    for name, slugs in zip(names, offered, strict=True):
        slug = next(
            (each for each in slugs if each not in taken), f"{stem_of(name)[:40]}-{uuid7().hex[-12:]}"
        )
        taken.add(slug)
        chosen.append(slug)
    return chosen


def _new_customer(supplier: Organization, plan: Plan) -> tuple[Customer, CustomerPrivate]:
    assert plan.entry is not None  # noqa: S101 - tells the types what _write_entries has done
    assert plan.details is not None  # noqa: S101
    customer = Customer(
        supplier=supplier,
        retailer=plan.entry.retailer,
        distributor=plan.details.distributor,
        status=CustomerStatus.PROSPECT,
    )
    private = CustomerPrivate(supplier=supplier, customer=customer, **plan.details.private())
    private.representative_id = plan.details.representative_id
    name_customer(private, plan.entry.retailer)
    return customer, private


def _event(
    customer: Customer, kind: CustomerEventKind, by: User | None, *, before: str | None = None, note: str = ""
) -> CustomerEvent:
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


def _events_of(customer: Customer, new: dict[str, str], by: User | None) -> list[CustomerEvent]:
    events = []
    if "distributor" in new:
        events.append(_event(customer, CustomerEventKind.DISTRIBUTOR_ASSIGNED, by, note=new["distributor"]))
    if set(new) - {"distributor"}:
        events.append(_event(customer, CustomerEventKind.EDITED, by))
    return events


def _written(customer: Customer) -> dict[str, str]:
    return customer.private.kept() | {
        "distributor": str(customer.distributor) if customer.distributor else ""
    }


def _added(
    customer: Customer, private: CustomerPrivate, details: CustomerDetails | None, by: User | None
) -> AuditEntry:
    after = private.kept() | {
        "distributor": str(details.distributor) if details and details.distributor else "",
        "representative": str(by) if private.representative_id else "",  # nobody imports for a colleague
    }
    return _logged(customer, private, "customer_added", by, before={}, after=after)


def _logged(
    customer: Customer,
    private: CustomerPrivate,
    verb: str,
    by: User | None,
    *,
    before: dict[str, str],
    after: dict[str, str],
) -> AuditEntry:
    return change_of(
        organization_id=customer.supplier_id,
        by=by,
        verb=verb,
        subject=customer,
        subject_name=private.display_name,
        before=before,
        after=after,
    )

"""Customers written many at once, as their own services write them one by one: rows, events, audit, no mail."""

import itertools
from collections.abc import Mapping, Sequence

from django.db import transaction

from retailers.details import PUBLIC_FIELDS, EntryDetails
from retailers.enums import CustomerEventKind, CustomerStatus
from retailers.indexing import FOUND_BY
from retailers.models import (
    Customer,
    CustomerEvent,
    CustomerPrivate,
    DirectoryEmail,
    DirectoryEntry,
    GroupMember,
)
from retailers.services.claiming import details_of
from retailers.services.customers import name_customer
from retailers.services.directory import new_entry, set_details
from retailers.services.judging import Plan
from retailers.services.naming import Changes
from retailers.services.recording import added, event_of, events_of, logged, written
from retailers.services.setwise import insert_rows, rewrite_columns
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.audit.services import change_of, difference
from wholesale.organizations.models import Organization
from wholesale.organizations.slugs import candidates, stem_of
from wholesale.tenancy.contexts import act_for_platform
from wholesale.tenancy.models import uuid7

_SLUGS_TRIED = 4
_AT_ONCE = 500
_OF_PRIVATE = (
    "nickname", "number", "contact_name", "contact_email", "language", "note", "labels", "representative",
    "display_name", "search_text",
)  # fmt: skip


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
    insert_rows(privates)
    _write_groups(supplier, dict(zip(customers, plans, strict=True)))
    CustomerEvent.objects.bulk_create(
        [event_of(customer, CustomerEventKind.CREATED, by, before="") for customer in customers],
        batch_size=_AT_ONCE,
    )
    log = [
        added(customer, private, plan, by)
        for customer, private, plan in zip(customers, privates, plans, strict=True)
    ]
    AuditEntry.objects.bulk_create(log, batch_size=_AT_ONCE)


@transaction.atomic
def write_updates(*, supplier: Organization, plans: Sequence[Plan], by: User | None) -> None:
    """Change these customers, which the caller has locked; and the entries that their supplier may correct.

    Source: C4, C6, C8, C9.
    """
    _correct_entries(supplier=supplier, plans=plans, by=by)
    customers: dict[Customer, Plan] = {}
    events, log = [], []
    for plan in plans:
        customer = plan.customer
        if customer is None:
            continue
        before = written(customer)
        _change(customer, plan)
        old, new = difference(before, written(customer))
        old |= {name: pair[0] for name, pair in plan.changes.told.items()}
        new |= {name: pair[1] for name, pair in plan.changes.told.items()}
        if new:
            customers[customer] = plan
            events += events_of(customer, new, by)
            log.append(logged(customer, customer.private, "customer_edited", by, before=old, after=new))
    rewrite_columns(list(customers), ["distributor", "version"])
    rewrite_columns([customer.private for customer in customers], _OF_PRIVATE)
    _write_groups(supplier, customers)
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
        insert_rows(entries)
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
    with act_for_platform():
        own = DirectoryEntry.objects.filter(created_by_supplier=supplier, claimed_at=None, pk__in=changes)
        entries = list(own.select_related("retailer").order_by("pk").select_for_update(of=("self",)))
        before = [details_of(entry) for entry in entries]
        for entry, old in zip(entries, before, strict=True):
            _correct(entry, EntryDetails(**{**old.public(), **changes[entry.pk]}))
        rewrite_columns(entries, [*PUBLIC_FIELDS, *FOUND_BY, "updated_at"])
        rewrite_columns([entry.retailer for entry in entries], ["name", "country"])
    log = [_corrected(entry, old, supplier, by) for entry, old in zip(entries, before, strict=True)]
    AuditEntry.objects.bulk_create(log, batch_size=_AT_ONCE)


def _correct(entry: DirectoryEntry, details: EntryDetails) -> None:
    set_details(entry, details)
    entry.retailer.name, entry.retailer.country = details.name, details.country


def _corrected(
    entry: DirectoryEntry, old: EntryDetails, supplier: Organization, by: User | None
) -> AuditEntry:
    before, after = difference(old.public(), details_of(entry).public())
    return change_of(
        organization_id=supplier.pk,
        by=by,
        verb="directory_entry_changed",
        subject=entry.retailer,
        subject_name=entry.name,
        before=before,
        after=after,
    )


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
    _set_named(private, plan.changes)
    name_customer(private, plan.entry.retailer)
    return customer, private


def _change(customer: Customer, plan: Plan) -> None:
    details = plan.details
    assert details is not None  # noqa: S101 - a customer is changed by details
    for name, value in details.private().items():
        setattr(customer.private, name, value)
    _set_named(customer.private, plan.changes)
    customer.distributor = details.distributor
    customer.version += 1
    if plan.public.get("name"):
        customer.retailer.name = plan.public["name"]
    name_customer(customer.private, customer.retailer)


def _set_named(private: CustomerPrivate, changes: Changes) -> None:
    if changes.labels is not None:
        private.labels = list(changes.labels)
    if changes.representative:
        private.representative_id = changes.representative.pk


def _write_groups(supplier: Organization, plans: Mapping[Customer, Plan]) -> None:
    """Let customers be in the groups that their rows name, and in no others."""
    wanted = {
        customer.pk: {group.pk for group in plan.changes.groups}
        for customer, plan in plans.items()
        if plan.changes.groups is not None
    }
    if not wanted:
        return
    members = GroupMember.objects.filter(supplier=supplier, customer__in=wanted)
    inside = {(each.customer_id, each.group_id): each.pk for each in members}
    gone = [pk for (customer, group), pk in inside.items() if group not in wanted[customer]]
    GroupMember.objects.filter(supplier=supplier, pk__in=gone).delete()
    GroupMember.objects.bulk_create(
        [
            GroupMember(supplier=supplier, customer_id=customer, group_id=group)
            for customer, groups in wanted.items()
            for group in groups
            if (customer, group) not in inside
        ],
        batch_size=_AT_ONCE,
    )

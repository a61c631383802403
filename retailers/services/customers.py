"""A supplier's own side of a customer: added, edited, switched on and off."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from retailers import queries
from retailers.details import CustomerDetails
from retailers.emails import queue_welcomes
from retailers.enums import REGISTERED, CustomerEventKind, CustomerStatus, Relation
from retailers.errors import AlreadyCustomer, ChangedMeanwhile, DetailsRefused
from retailers.labels import spelled_as
from retailers.models import Customer, CustomerPrivate, GroupMember
from retailers.services.standing import write_event
from retailers.words import plain
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.errors import InvalidTransition
from wholesale.organizations.models import Organization, Person
from wholesale.organizations.queries import representative_choices


@transaction.atomic
def add_customer(
    *, supplier: Organization, retailer: Organization, details: CustomerDetails, by: User
) -> Customer:
    """Make a retailer of the directory this supplier's prospect; nothing is sent.

    Raises: AlreadyCustomer, DetailsRefused (email or number taken, no such distributor); then nothing is written.
    Source: C3, C8, C10.
    """
    _refuse_existing(supplier, retailer, details)
    check_details(supplier=supplier, details=details)
    with _refusing_twins(supplier, details):
        customer = _insert(supplier, retailer, details)
        private = CustomerPrivate(supplier=supplier, customer=customer, **details.private())
        private.representative_id = details.representative_id
        _set_labels(supplier, private, details)
        name_customer(private, retailer)
        private.save(force_insert=True)
        _set_groups(customer, details)
    write_event(customer, CustomerEventKind.CREATED, by, before="")
    record_change(
        organization_id=supplier.pk,
        by=by,
        verb="customer_added",
        subject=customer,
        subject_name=private.display_name,
        after=_written(customer, private)
        | {name: value for name, value in _grouped(customer, private).items() if value},
    )
    return customer


@transaction.atomic
def edit_customer(*, customer: Customer, details: CustomerDetails, version: int, by: User) -> Customer:
    """Change what the supplier keeps of a customer, if nobody has since it was read.

    A change of distributor is effective for new orders (SPEC.md I8).

    Args:
        version: the customer's when the form was shown.
    Locks:  the customer.
    Raises: ChangedMeanwhile, DetailsRefused; then nothing is written.
    Source: B4, C4, C8.
    """
    customer = queries.lock_customer(customer)
    if customer.version != version:
        raise ChangedMeanwhile(customer)
    check_details(supplier=customer.supplier, details=details, customer=customer)
    before, private = _written(customer, customer.private), customer.private
    before |= _grouped(customer, private)
    customer.distributor = details.distributor
    customer.version += 1
    private.representative_id = details.representative_id
    for name, value in details.private().items():
        setattr(private, name, value)
    _set_labels(customer.supplier, private, details)
    name_customer(private, customer.retailer)
    with _refusing_twins(customer.supplier, details, customer):
        customer.save(update_fields=["distributor", "version"])
        private.save()
        _set_groups(customer, details)
    _record_edit(customer, before, by)
    return customer


@transaction.atomic
def activate_customer(*, customer: Customer, by: User) -> Customer:
    """Let a registered customer order.

    Locks:  the customer.
    Emails: the retailer's buyers, if it asked for access and is activated for the first time since.
    Raises: InvalidTransition unless it has registered.
    Source: C11, 004-20.
    """
    customer = queries.lock_customer(customer)
    if customer.status not in REGISTERED:
        raise InvalidTransition(_("Only a retailer that has registered can be activated."))
    if customer.relation != Relation.ACCEPTED:
        raise InvalidTransition(_("The relation has ended. Invite the retailer again first."))
    return _switch(customer, CustomerEventKind.ACTIVATED, by)


@transaction.atomic
def deactivate_customer(*, customer: Customer, by: User) -> Customer:
    """Stop a customer from ordering: it sees the brand and "activation pending".

    Locks:  the customer.
    Source: C11.
    """
    return _switch(queries.lock_customer(customer), CustomerEventKind.DEACTIVATED, by)


def check_details(
    *, supplier: Organization, details: CustomerDetails, customer: Customer | None = None
) -> None:
    """Refuse an email or number that another customer has, and a distributor without an active agreement."""
    others = CustomerPrivate.objects.filter(supplier=supplier)
    if customer:
        others = others.exclude(customer=customer)
    wrong = {}
    email = details.contact_email.lower()
    if email and (other := others.filter(contact_email=email).first()):
        wrong["contact_email"] = (
            _("%(name)s has this email already.") % {"name": other.display_name}
            if _is_seen(other, details)
            else _("A retailer of a colleague has this email already.")
        )
    if details.number and (other := others.filter(number=details.number).first()):
        wrong["number"] = (
            _("%(name)s has this customer number already.") % {"name": other.display_name}
            if _is_seen(other, details)
            else _("A retailer of a colleague has this customer number already.")
        )
    if not _may_deliver(supplier, details.distributor, customer):
        wrong["distributor"] = _("You have no active agreement with this distributor.")
    if not _may_represent(supplier, details.representative_id, customer):
        wrong["representative"] = _("Nobody of yours who looks after retailers.")
    if wrong:
        raise DetailsRefused(wrong)


def _is_seen(private: CustomerPrivate, details: CustomerDetails) -> bool:
    """Tell whether whoever typed these details may know of a customer (SPEC.md P3)."""
    return details.typed_by is None or private.representative_id == details.typed_by


def _may_deliver(supplier: Organization, distributor: Organization | None, customer: Customer | None) -> bool:
    """Tell whether a distributor has an agreement, or delivers to this customer as before."""
    if distributor is None or (customer and customer.distributor_id == distributor.pk):
        return True
    return queries.distributor_choices(supplier).filter(pk=distributor.pk).exists()


def _may_represent(supplier: Organization, person_id: UUID | None, customer: Customer | None) -> bool:
    """Tell whether a person looks after retailers here, or has been this customer's representative before."""
    if person_id is None or (customer and customer.private.representative_id == person_id):
        return True
    return representative_choices(supplier.pk).filter(pk=person_id).exists()


@contextmanager
def _refusing_twins(
    supplier: Organization, details: CustomerDetails, customer: Customer | None = None
) -> Iterator[None]:
    """Say in the same words what the database refuses when two people save at once."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        check_details(supplier=supplier, details=details, customer=customer)
        raise


def _refuse_existing(supplier: Organization, retailer: Organization, details: CustomerDetails) -> None:
    existing = queries.customer_of_retailer(supplier, retailer.pk)
    if existing:
        raise AlreadyCustomer(existing.pk if _is_seen(existing.private, details) else None)


def _insert(supplier: Organization, retailer: Organization, details: CustomerDetails) -> Customer:
    prospect = Customer(
        supplier=supplier,
        retailer=retailer,
        distributor=details.distributor,
        status=CustomerStatus.PROSPECT,
        is_test=retailer.private_to_id is not None,
    )
    try:
        with transaction.atomic():
            prospect.save(force_insert=True)
    except IntegrityError:
        _refuse_existing(supplier, retailer, details)
        raise
    return prospect


def _switch(customer: Customer, kind: CustomerEventKind, by: User) -> Customer:
    customer.is_active = kind == CustomerEventKind.ACTIVATED
    if customer.is_active and customer.awaits_welcome:
        customer.awaits_welcome = False
        queue_welcomes([customer], customer.supplier)
    customer.version += 1
    customer.save(update_fields=["is_active", "awaits_welcome", "version"])
    write_event(customer, kind, by)
    record_change(
        organization_id=customer.supplier_id,
        by=by,
        verb=f"customer_{kind.value}",
        subject=customer,
        subject_name=customer.private.display_name,
        before={"is_active": not customer.is_active},
        after={"is_active": customer.is_active},
    )
    return customer


def name_customer(private: CustomerPrivate, retailer: Organization) -> None:
    """Set what lists sort and search by."""
    private.display_name = private.nickname or retailer.name
    private.search_text = found_by(private)


def found_by(private: CustomerPrivate) -> str:
    """Return the supplier's own words that a customer is found by, besides those of its directory entry."""
    own = (
        private.nickname,
        private.number,
        private.contact_name,
        private.contact_email,
        *private.labels,
    )
    return " ".join(plain(text) for text in own if text)


def _written(customer: Customer, private: CustomerPrivate) -> dict[str, str]:
    looks_after = Person.objects.filter(pk=private.representative_id).first()
    return private.kept() | {
        "distributor": str(customer.distributor) if customer.distributor else "",
        "representative": str(looks_after) if looks_after else "",
    }


def _grouped(customer: Customer, private: CustomerPrivate) -> dict[str, str]:
    groups = queries.groups_of_customer(customer)
    return {"groups": ", ".join(map(str, groups)), "labels": ", ".join(private.labels)}


def _set_labels(supplier: Organization, private: CustomerPrivate, details: CustomerDetails) -> None:
    if details.labels is not None and list(details.labels) != private.labels:
        private.labels = spelled_as(details.labels, queries.known_labels(supplier))


def _set_groups(customer: Customer, details: CustomerDetails) -> None:
    """Let a locked customer be in these groups and no others; a group that is gone meanwhile is left out."""
    if details.group_ids is None:
        return
    members = GroupMember.objects.filter(supplier_id=customer.supplier_id, customer=customer)
    now = set(members.values_list("group_id", flat=True))
    members.filter(group__in=now - details.group_ids).delete()
    new = queries.groups_of(customer.supplier).filter(pk__in=details.group_ids - now)
    GroupMember.objects.bulk_create(
        [GroupMember(supplier=customer.supplier, customer=customer, group=group) for group in new]
    )


def _record_edit(customer: Customer, before: dict[str, str], by: User) -> None:
    private = customer.private
    old, new = difference(before, _written(customer, private) | _grouped(customer, private))
    if not new:
        return
    said = {
        "distributor": (CustomerEventKind.DISTRIBUTOR_ASSIGNED, _("We deliver ourselves")),
        "groups": (CustomerEventKind.GROUPS_CHANGED, _("No group")),
        "labels": (CustomerEventKind.LABELS_CHANGED, _("No label")),
    }
    for name, (kind, nothing) in said.items():
        if name in new:
            write_event(customer, kind, by, note=(new[name] or nothing)[:200])
    if set(new) - set(said):
        write_event(customer, CustomerEventKind.EDITED, by)
    record_change(
        organization_id=customer.supplier_id,
        by=by,
        verb="customer_edited",
        subject=customer,
        subject_name=customer.private.display_name,
        before=old,
        after=new,
    )

"""Reads of one supplier's customers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.http import Http404

from retailers.enums import EVENT_LOOKS, CustomerEventKind, CustomerStatus
from retailers.models import (
    Customer,
    CustomerEvent,
    CustomerPrivate,
    GroupMember,
    MergedCustomer,
    ShipToAddress,
)
from wholesale.audit.models import AuditEntry
from wholesale.errors import MergedAway
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import AgreementStatus
from wholesale.organizations.models import Agreement, Organization, Person


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a customer, as a timeline shows it."""

    icon: str
    tone: str
    who: str
    text: str
    note: str
    at: datetime
    change: str = ""  # from which status to which


def customers_of(acting: Acting) -> QuerySet[Customer]:
    """Return the customers that a supplier's person sees: a representative only those assigned to it.

    Source: P3.
    """
    customers = all_customers_of(acting.organization)
    return customers.filter(private__representative=acting.represents) if acting.represents else customers


def all_customers_of(supplier: Organization) -> QuerySet[Customer]:
    """Return a supplier's customers, each with its names, directory entry and distributor; for services."""
    own = Customer.objects.filter(supplier=supplier)
    return own.select_related("private", "retailer__directory_entry", "distributor")


def named(customers: QuerySet[Customer], supplier: Organization) -> QuerySet[Customer]:
    """Say the supplier of the names too, so that a list by name is read in the order of their index.

    Only a list asks for this: a count would join the names for nothing.
    """
    return customers.filter(private__supplier=supplier)


def customer_rows(
    customers: QuerySet[Customer], supplier: Organization
) -> QuerySet[Customer, dict[str, Any]]:
    """Return a supplier's customers as rows for the API."""
    entry, private = "retailer__directory_entry__", "private__"
    of_entry = ("name", "street", "postal_code", "city", "country", "phone")
    kept = (
        "display_name",
        "nickname",
        "number",
        "contact_name",
        "contact_email",
        "language",
        "note",
        "representative",
        "labels",
    )
    own = (
        "id",
        "status",
        "relation",
        "is_active",
        "is_on_hold",
        "requires_po_number",
        "licence_number",
        "licence_expires_on",
        "registered_at",
        "last_ordered_at",
        "version",
    )
    columns = {name: F(f"{entry}{name}") for name in of_entry} | {
        name: F(f"{private}{name}") for name in kept
    }
    rows: QuerySet[Customer, dict[str, Any]] = named(customers, supplier).values(
        *own,
        "retailer",
        "distributor",
        groups=_group_ids(),
        bounced_email=F("bounce__email"),
        bounced_at=F("bounce__at"),
        **columns,
    )
    return rows


def _group_ids() -> ArraySubquery:
    """Return the ids of a customer's groups, in their order."""
    members = GroupMember.objects.filter(supplier=OuterRef("supplier"), customer=OuterRef("pk"))
    return ArraySubquery(members.order_by("group__rank").values("group"))


def customer_for_member(acting: Acting, customer_id: UUID) -> Customer:
    """Return the customer, if this person sees it; 404 for any other, as if it did not exist.

    Raises: MergedAway for one that has become one with another that this person sees.
    """
    try:
        return customers_of(acting).select_related("contact", "bounce").get(pk=customer_id)
    except Customer.DoesNotExist as error:
        merged = MergedCustomer.objects.filter(supplier=acting.organization, gone_id=customer_id)
        if new := customers_of(acting).filter(pk__in=merged.values("customer")).first():
            raise MergedAway(customer_id, new.pk) from error
        raise Http404 from error


def customer_of_retailer(supplier: Organization, retailer_id: UUID) -> Customer | None:
    """Return this supplier's customer behind a directory entry, if it is one."""
    return all_customers_of(supplier).filter(retailer_id=retailer_id).first()


def representative_of(supplier_id: UUID, customer_id: UUID) -> QuerySet[CustomerPrivate, UUID | None]:
    """Return who looks after a customer, as a query of one id or none; in the supplier's context."""
    private = CustomerPrivate.objects.filter(supplier_id=supplier_id, customer_id=customer_id)
    return private.values_list("representative_id", flat=True)


def name_of(supplier_id: UUID, customer_id: UUID) -> QuerySet[CustomerPrivate, str]:
    """Return what a supplier calls a customer, as a query of one name; in the supplier's context."""
    private = CustomerPrivate.objects.filter(supplier_id=supplier_id, customer_id=customer_id)
    return private.values_list("display_name", flat=True)


def representative_name(customer: Customer) -> str:
    """Return the name of the colleague who looks after a customer; of one who has left, nothing."""
    found = Person.objects.filter(pk=customer.private.representative_id).first()
    return str(found) if found else ""


def lock_customer(customer: Customer) -> Customer:
    """Lock a customer until the transaction ends, and return it as it stands now."""
    return Customer.objects.select_for_update(of=("self",)).select_related("private").get(pk=customer.pk)


def lock_customers(supplier: Organization, customer_ids: Iterable[UUID]) -> list[Customer]:
    """Lock some of a supplier's customers in key order; ids of others are left out.

    What the supplier keeps of each is read once they are locked: a join would bring it as it was before the wait.
    """
    return list(
        Customer.objects.filter(supplier=supplier, pk__in=list(customer_ids))
        .prefetch_related("private")
        .order_by("pk")
        .select_for_update(of=("self",))
    )


def distributor_choices(supplier: Organization) -> QuerySet[Organization]:
    """Return the distributors with whom the supplier has an active agreement, by name."""
    active = Agreement.objects.filter(supplier=supplier, status=AgreementStatus.ACTIVE)
    return Organization.objects.filter(pk__in=active.values("distributor")).order_by("name", "pk")


def ship_to_addresses(customer: Customer) -> list[ShipToAddress]:
    """Return where a registered customer takes deliveries; the database shows none of any other."""
    return list(
        ShipToAddress.objects.filter(retailer=customer.retailer_id).order_by("-is_default", "name", "id")
    )


def names_like(acting: Acting, name: str) -> list[str]:
    """Return the names under which whoever asks already sees a customer of this name (SPEC.md C8)."""
    same = Q(display_name__iexact=name) | Q(customer__retailer__name__iexact=name)
    found = CustomerPrivate.objects.filter(same, supplier=acting.organization)
    if acting.represents:
        found = found.filter(representative=acting.represents)
    return list(found.order_by("display_name").values_list("display_name", flat=True)[:3])


def timeline_of(customer: Customer, *, limit: int = 50) -> list[Happening]:
    """Return what happened to a customer, newest first."""
    events = CustomerEvent.objects.filter(supplier_id=customer.supplier_id, customer=customer)
    return [_happening(event) for event in events.order_by("-at", "-id")[:limit]]


def changes_of(customer: Customer, *, limit: int = 50) -> list[AuditEntry]:
    """Return who changed what of a customer, from what to what, newest first (SPEC.md P9)."""
    entries = AuditEntry.objects.filter(organization_id=customer.supplier_id, subject_id=customer.pk)
    return list(entries.order_by("-at", "-id")[:limit])


def _happening(event: CustomerEvent) -> Happening:
    icon, tone, text = EVENT_LOOKS[CustomerEventKind(event.kind)]
    before, after = event.status_before, event.status_after
    change = f"{_word(before)} → {_word(after)}" if before and before != after else ""
    return Happening(icon, tone, event.by_name, str(text), event.note, event.at, change)


def _word(status: str) -> str:
    return str(CustomerStatus(status).label)

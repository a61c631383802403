"""Which of a supplier's customers a list shows: search, filters, the columns to sort by."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from retailers.enums import Licence
from retailers.licences import SOON_DAYS
from retailers.models import Customer, CustomerBounce, CustomerWord, GroupMember
from retailers.models.customers import NEVER_ORDERED
from retailers.queries.customers import named
from retailers.words import plain
from wholesale.organizations.models import Organization

OWN = "own"  # delivered by the supplier itself
BY_NAME = ("private__display_name", "private__customer")
SORTS: dict[str, tuple[str, ...]] = {
    "name": BY_NAME,
    "city": ("private__city", "private__customer"),
    "status": ("status", "id"),
    "last_order": ("-last_order", "-id"),
}
_AFTER_ALL = "\U0010ffff"  # after every letter that may follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; of each filter one of the values, empty for all. OWN is a distributor here."""

    search: str = ""
    statuses: tuple[str, ...] = ()
    distributors: tuple[str, ...] = ()
    groups: tuple[UUID, ...] = ()
    labels: tuple[str, ...] = ()
    is_active: bool | None = None
    is_on_hold: bool | None = None
    has_bounced: bool | None = None
    licences: tuple[str, ...] = ()

    def among(self, customers: QuerySet[Customer]) -> QuerySet[Customer]:
        """Keep the customers that fit; a supplier's test customers are none (SPEC.md C17)."""
        customers = customers.filter(is_test=False)
        if self.statuses:
            customers = customers.filter(status__in=self.statuses)
        if self.distributors:
            customers = delivered_by(customers, self.distributors)
        if self.groups:
            customers = in_groups(customers, self.groups)
        if self.labels:
            customers = labelled(customers, self.labels)
        if self.is_active is not None:
            customers = customers.filter(is_active=self.is_active)
        if self.is_on_hold is not None:
            customers = customers.filter(is_on_hold=self.is_on_hold)
        if self.has_bounced is not None:
            bounced = Exists(CustomerBounce.objects.filter(customer=OuterRef("pk")))
            customers = customers.filter(bounced if self.has_bounced else ~bounced)
        return search_customers(licensed(customers, self.licences), self.search)


def search_customers(customers: QuerySet[Customer], query: str) -> QuerySet[Customer]:
    """Keep the customers of whose names, address, number, contact or labels every word of the query begins one."""
    for word in plain(query).split():
        beginning = word.lstrip("#")
        begun = CustomerWord.objects.filter(word__gte=beginning, word__lt=beginning + _AFTER_ALL)
        customers = customers.filter(pk__in=begun.values("customer"))
    return customers


def labelled(customers: QuerySet[Customer], labels: Iterable[str]) -> QuerySet[Customer]:
    """Keep the customers that have one of these labels."""
    having = CustomerWord.objects.filter(word__in=[f"#{label}" for label in labels])
    return customers.filter(pk__in=having.values("customer"))


def in_groups(customers: QuerySet[Customer], group_ids: Iterable[UUID]) -> QuerySet[Customer]:
    """Keep the customers that are in one of these groups."""
    return customers.filter(pk__in=GroupMember.objects.filter(group__in=group_ids).values("customer"))


def licensed(customers: QuerySet[Customer], licences: Collection[str]) -> QuerySet[Customer]:
    """Keep the customers whose licence stands in one of these ways today; none named keeps all."""
    if not licences:
        return customers
    today = timezone.localdate()
    soon, ends = today + timedelta(days=SOON_DAYS), "licence_expires_on"
    good = ~Q(licence_number="")
    rules = {
        Licence.MISSING: ~good,
        Licence.EXPIRED: Q(**{f"{ends}__lt": today}),
        Licence.ENDS_SOON: Q(**{f"{ends}__gte": today, f"{ends}__lte": soon}),
        Licence.VALID: good & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": soon})),
    }
    wanted = Q(pk__in=[])
    for each in licences:
        wanted |= rules[Licence(each)]
    return customers.filter(wanted)


def delivered_by(customers: QuerySet[Customer], chosen: Iterable[str]) -> QuerySet[Customer]:
    """Keep the customers that one of these distributors delivers to."""
    ids = [each for each in chosen if each != OWN]
    wanted = Q(distributor__in=ids)
    return customers.filter(wanted | Q(distributor=None) if OWN in chosen else wanted)


def with_sort_columns(customers: QuerySet[Customer], supplier: Organization) -> QuerySet[Customer]:
    """Add the column that a supplier's list sorts by and that may be empty, never NULL; and whose mail comes back."""
    return (
        named(customers, supplier)
        .select_related("bounce")
        .annotate(last_order=Coalesce("last_ordered_at", Value(NEVER_ORDERED), output_field=DateTimeField()))
    )

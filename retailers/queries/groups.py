"""Reads of a supplier's groups and labels."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from retailers.models import Customer, CustomerGroup, GroupMember
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Organization

_LABELS_OFFERED = 200
# From one label to the next by the index, however many customers have each.
_LABELS = """
WITH RECURSIVE label(word) AS (
  (SELECT word FROM retailers_customerword WHERE supplier_id = %(supplier)s AND word > '#' AND word < '$'
   ORDER BY word LIMIT 1)
  UNION ALL
  SELECT (SELECT k.word FROM retailers_customerword k WHERE k.supplier_id = %(supplier)s AND k.word > label.word
    AND k.word < '$' ORDER BY k.word LIMIT 1)
  FROM label WHERE label.word IS NOT NULL
) SELECT substr(word, 2) FROM label WHERE word IS NOT NULL LIMIT %(limit)s
"""


def groups_of(supplier: Organization) -> QuerySet[CustomerGroup]:
    """Return a supplier's groups in their order: where two say something, the first wins (SPEC.md C18)."""
    return CustomerGroup.objects.filter(supplier=supplier).order_by("rank", "id")


def groups_with_counts(acting: Acting) -> QuerySet[CustomerGroup]:
    """Return the groups, each with how many customers in it this person sees, as `customers`."""
    seen = Q(members__customer__private__representative=acting.represents) if acting.represents else Q()
    return groups_of(acting.organization).annotate(customers=Count("members", filter=seen))


def group_for_member(acting: Acting, group_id: UUID) -> CustomerGroup:
    """Return the supplier's group; 404 for any other, as if it did not exist."""
    try:
        return groups_of(acting.organization).select_related("supplier").get(pk=group_id)
    except CustomerGroup.DoesNotExist as error:
        raise Http404 from error


def lock_groups(supplier: Organization) -> list[CustomerGroup]:
    """Lock all groups of a supplier, in their order, until the transaction ends."""
    return list(groups_of(supplier).select_for_update(of=("self",)))


def member_count(group: CustomerGroup) -> int:
    """Return how many customers a group has, whoever sees them."""
    return GroupMember.objects.filter(supplier_id=group.supplier_id, group=group).count()


def groups_of_customers(supplier_id: UUID, customer_ids: Iterable[UUID]) -> dict[UUID, list[CustomerGroup]]:
    """Return the groups of each of these customers, in their order, in one statement."""
    members = GroupMember.objects.filter(supplier_id=supplier_id, customer__in=list(customer_ids))
    found: dict[UUID, list[CustomerGroup]] = {}
    for member in members.select_related("group").order_by("group__rank", "group_id"):
        found.setdefault(member.customer_id, []).append(member.group)
    return found


def groups_of_customer(customer: Customer) -> list[CustomerGroup]:
    """Return the groups of one customer, in their order."""
    return groups_of_customers(customer.supplier_id, [customer.pk]).get(customer.pk, [])


def known_labels(supplier: Organization, *, limit: int = _LABELS_OFFERED) -> list[str]:
    """Return the labels that a supplier's customers have, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_LABELS, {"supplier": supplier.pk, "limit": limit})
        return [label for (label,) in cursor.fetchall()]

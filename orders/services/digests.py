"""The daily mail to whoever lets orders wait (SPEC.md O12)."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from orders import emails
from orders.models import Order
from orders.queries.overdue import (
    escalated_orders,
    overdue_at_guests,
    overdue_of_guest,
    overdue_orders,
    overdue_rows,
)
from wholesale.mail.links import absolute
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization, Person
from wholesale.organizations.queries import colleagues, representatives_of, step_limits_of
from wholesale.organizations.roles import Permission

FIRST_HOUR = 7
_LISTS = {Side.SELLING: "orders:selling_list", Side.DELIVERING: "orders:delivering_list"}


@transaction.atomic
def send_overdue_digest(*, organization: Organization, side: Side) -> int:
    """Queue today's digest of late orders to the people of the company that owes the steps; return how many.

    Runs in that company's own context. The mails' keys carry its local date: a second run on the same day
    writes nothing, nor does one before seven in the morning there.

    Emails: each colleague who may see orders; for its guests, the distributor's contact; and the supplier's admins of
        what is later than its second delay, whoever owes it.
    Source: SPEC.md O12.
    """
    now = timezone.now().astimezone(ZoneInfo(organization.time_zone))
    if now.hour < FIRST_HOUR:
        return 0
    late, sent = overdue_orders(organization, side), 0
    url = absolute(reverse(_LISTS[side], kwargs={"organization": organization.slug})) + "?turn=overdue"
    for orders, people in _audiences(organization, side, late):
        rows = overdue_rows(orders, side=side) if people else []
        readers = [emails.Reader(person.email, person.language, url) for person in people if rows]
        emails.queue_overdue_digest(
            organization=organization, orders=rows, readers=readers, day=now.date(), owed_by=side.value
        )
        sent += len(readers)
    if side == Side.SELLING:
        sent += _remind_guests(organization, now.date()) + _tell_admins(organization, now.date(), url)
    return sent


def _tell_admins(supplier: Organization, day: date, url: str) -> int:
    """Write to the supplier's admins of what is still late after the second delay, whoever owes it."""
    hours = step_limits_of(supplier.pk).escalation_hours
    rows = overdue_rows(escalated_orders(supplier, hours), side=Side.SELLING)
    people = colleagues(supplier.pk, Permission.MANAGE_SETTINGS) if rows else []
    readers = [emails.Reader(person.email, person.language, url) for person in people]
    emails.queue_escalation(organization=supplier, orders=rows, hours=hours, readers=readers, day=day)
    return len(readers)


def _audiences(
    organization: Organization, side: Side, late: QuerySet[Order]
) -> list[tuple[QuerySet[Order], list[Person]]]:
    """Return late orders with who is told of them: a representative of its own retailers' alone (SPEC.md P3)."""
    people = colleagues(organization.pk, Permission.VIEW_ORDERS)
    if side != Side.SELLING:
        return [(late, people)]
    narrow = set(representatives_of(organization.pk))
    own = [
        (late.filter(customer__private__representative=person.pk), [person])
        for person in people
        if person in narrow
    ]
    return [(late, [person for person in people if person not in narrow]), *own]


def _remind_guests(supplier: Organization, day: date) -> int:
    """Write to distributors who work as guests in this supplier's account: they have no digest of their own."""
    agreements = [agreement for agreement in overdue_at_guests(supplier) if agreement.distributor_email]
    for agreement in agreements:
        kwargs = {"organization": agreement.distributor.slug}
        url = absolute(reverse("orders:delivering_list", kwargs=kwargs)) + "?turn=overdue"
        reader = emails.distributor_reader(agreement, url)
        rows = overdue_rows(overdue_of_guest(agreement), side=Side.DELIVERING)
        emails.queue_overdue_digest(
            organization=supplier,
            orders=rows,
            readers=[reader],
            day=day,
            owed_by=str(agreement.distributor_id),
        )
    return len(agreements)

"""Mails of steps that are late: to whoever owes them, and later to the supplier's admins (SPEC.md O12)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from orders.emails.moving import Reader
from wholesale.mail.services import queue_email
from wholesale.organizations.enums import Party
from wholesale.organizations.models import Organization


def queue_overdue_digest(
    *,
    organization: Organization,
    orders: Iterable[dict[str, Any]],
    readers: Iterable[Reader],
    day: date,
    owed_by: str,
) -> None:
    """Tell the people of one company, once on a day, which orders wait for a step that they owe.

    Args:
        organization: whose outbox it is written to; the acting company.
        orders: rows of queries.overdue.overdue_rows.
        owed_by: under which hat, or by which guest: a person may be told of more than one on a day.
    Source: SPEC.md O12.
    """
    context = {
        "orders": list(orders),
        "organization": organization,
        "time_zone": organization.time_zone,
    }
    for reader in readers:
        queue_email(
            organization_id=organization.pk,
            to=reader.email,
            language=reader.language,
            template="orders/overdue",
            context=context | {"action_url": reader.url},
            key=f"overdue:{day.isoformat()}:{owed_by}:{reader.email}",
        )


def queue_escalation(
    *,
    organization: Organization,
    orders: Iterable[dict[str, Any]],
    hours: int,
    readers: Iterable[Reader],
    day: date,
) -> None:
    """Tell a supplier's admins, once on a day, which steps are later than its second delay, and who owes them.

    Args:
        orders: rows of queries.overdue.overdue_rows.
        hours: the second delay.
    Source: SPEC.md O12.
    """
    names = {Party.SUPPLIER.value: "supplier_name", Party.DISTRIBUTOR.value: "distributor_name"}
    named = [each | {"owed_name": each[names[each["owed_by"]]]} for each in orders]
    context = {
        "orders": named,
        "hours": hours,
        "organization": organization,
        "time_zone": organization.time_zone,
    }
    for reader in readers:
        queue_email(
            organization_id=organization.pk,
            to=reader.email,
            language=reader.language,
            template="orders/escalated",
            context=context | {"action_url": reader.url},
            key=f"escalated:{day.isoformat()}:{reader.email}",
        )

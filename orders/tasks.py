"""What happens to orders by the clock. Each company's part runs in that company's own context."""

import logging

from celery import shared_task
from django.db import transaction

from orders.queries.overdue import companies_that_owe
from orders.services.digests import send_overdue_digest
from orders.services.waiting import begin_orders_of_merged
from wholesale.organizations.acting import context_at
from wholesale.organizations.enums import Side
from wholesale.tenancy.contexts import act_as

log = logging.getLogger(__name__)


@shared_task(name="orders.remind_of_late_orders")
def remind_of_late_orders() -> None:
    """Queue today's digests of every company that owes late steps; harmless when run twice (SPEC.md O12).

    Reads the companies as the app role, then acts for one after the other; one that fails stops no other.
    """
    for side in (Side.SELLING, Side.DELIVERING):
        for organization in companies_that_owe(side):
            try:
                with act_as(context_at(organization.pk, side, user_id=None)), transaction.atomic():
                    send_overdue_digest(organization=organization, side=side)
            except Exception:
                log.exception("overdue digest of %s failed", organization.slug)


@shared_task(name="orders.begin_waiting_orders")
def begin_waiting() -> None:
    """Begin orders whose customer has registered by a merge of two entries, which runs in nobody's company (O17).

    Each supplier's in its own context; one that fails stops no other.
    """
    for supplier in companies_that_owe(Side.SELLING):
        try:
            with act_as(context_at(supplier.pk, Side.SELLING, user_id=None)), transaction.atomic():
                begin_orders_of_merged(supplier_id=supplier.pk)
        except Exception:
            log.exception("waiting orders of %s failed", supplier.slug)

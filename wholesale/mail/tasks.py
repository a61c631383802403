"""What the worker does for mail. Each may run twice, late, or not at all: the rows know what is open."""

from datetime import timedelta

from celery import shared_task
from django.db import transaction

from wholesale.mail import outbox, reports, sending
from wholesale.tenancy.background import claim_slot


@shared_task(name="mail.send_due")
def send_due_mails() -> None:
    """Send what is due; woken after commits, and by beat for what was missed."""
    sending.send_due()


@shared_task(name="mail.apply_reports")
def apply_delivery_reports() -> None:
    """Apply what providers have reported; woken by each report, and by beat."""
    reports.apply_reports()


@shared_task(name="mail.tidy")
def tidy() -> None:
    """Once a day, forget what nobody needs any more."""
    with transaction.atomic():
        if claim_slot("mail.tidy", every=timedelta(days=1)):
            outbox.forget_old()

"""What the worker does for the API."""

from datetime import timedelta

from celery import shared_task
from django.db import transaction

from wholesale.api import services
from wholesale.tenancy.background import claim_slot


@shared_task(name="api.forget_answers")
def forget_answers() -> None:
    """Once a day, delete the answers kept for retries that will not come any more."""
    with transaction.atomic():
        if claim_slot("api.forget_answers", every=timedelta(days=1)):
            services.forget_answers()

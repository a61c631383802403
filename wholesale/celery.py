"""The worker, and the one list of what runs by itself.

Celery only wakes up: what must not be lost is a row in Postgres. So a worker may be killed at any time, and a task
may run late, twice or not at all; one that must not run twice in a slot claims it (wholesale.tenancy.background).
"""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab

# `expires`: while the workers are away, wake-ups do not pile up.
BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "send mails": {"task": "mail.send_due", "schedule": 5.0, "options": {"expires": 5}},
    "apply delivery reports": {"task": "mail.apply_reports", "schedule": 30.0, "options": {"expires": 30}},
    "work on imports": {"task": "sheets.work", "schedule": 5.0, "options": {"expires": 5}},
    "change many retailers": {"task": "retailers.bulk", "schedule": 5.0, "options": {"expires": 5}},
    "take pictures in": {"task": "catalogs.pictures", "schedule": 5.0, "options": {"expires": 5}},
    "tidy picture imports": {
        "task": "catalogs.tidy_pictures",
        "schedule": crontab(hour="3", minute="50"),
        "options": {"expires": 3600},
    },
    "tell of price changes": {
        "task": "catalogs.tell_of_prices",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "tidy bulk jobs": {
        "task": "retailers.tidy_bulk_jobs",
        "schedule": crontab(hour="3", minute="40"),
        "options": {"expires": 3600},
    },
    "tidy imports": {
        "task": "sheets.tidy",
        "schedule": crontab(hour="3", minute="30"),
        "options": {"expires": 3600},
    },
    "remind of late orders": {
        "task": "orders.remind_of_late_orders",
        "schedule": crontab(minute="7"),
        "options": {"expires": 3000},
    },
    "begin waiting orders": {
        "task": "orders.begin_waiting_orders",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 500},
    },
    "remind of invitations": {
        "task": "invitations.remind",
        "schedule": crontab(minute="23"),
        "options": {"expires": 3000},
    },
    "look for duplicates": {
        "task": "retailers.look_for_duplicates",
        "schedule": crontab(hour="2", minute="40"),
        "options": {"expires": 3600},
    },
    "forget old merges": {
        "task": "retailers.forget_old_merges",
        "schedule": crontab(hour="3", minute="40"),
        "options": {"expires": 3600},
    },
    "forget visitors": {
        "task": "invitations.forget_visits",
        "schedule": crontab(minute="25"),
        "options": {"expires": 3000},
    },
    "forget answers": {
        "task": "api.forget_answers",
        "schedule": crontab(hour="3", minute="20"),
        "options": {"expires": 3600},
    },
    "tidy mails": {
        "task": "mail.tidy",
        "schedule": crontab(hour="3", minute="10"),
        "options": {"expires": 3600},
    },
}

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholesale.settings")
app = Celery("wholesale")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = BEAT_SCHEDULE
app.autodiscover_tasks()

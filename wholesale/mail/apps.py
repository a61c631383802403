from typing import Any

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "wholesale.mail"

    def ready(self) -> None:
        """Bind every shared_task to our Celery, also in the web process; hear what providers report."""
        from anymail.signals import tracking

        from wholesale import celery  # noqa: F401
        from wholesale.mail import checks  # noqa: F401

        tracking.connect(_report, dispatch_uid="wholesale.mail")


def _report(*, event: Any, esp_name: str, **_: Any) -> None:
    from wholesale.mail.reports import record_report

    record_report(event=event, esp=esp_name)

"""The provider's door for reports, where it is locked by a secret; and in development the Mailbox."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import path

from wholesale.mail import views

app_name = "mail"


def _report_view() -> Any:
    """Return anymail's tracking view of the provider that sends our mail, if it can tell who calls."""
    package, _, provider = settings.EMAIL_BACKEND.removesuffix(".EmailBackend").rpartition(".")
    if settings.EMAIL_BACKEND == "wholesale.mail.backends.ResendBackend":
        package, provider = "anymail.backends", "resend"
    if package != "anymail.backends" or not any("WEBHOOK" in name for name in settings.ANYMAIL):
        return None
    module = import_module(f"anymail.webhooks.{provider}")
    names = [name for name in vars(module) if name.endswith(("TrackingWebhookView", "CombinedWebhookView"))]
    own = [vars(module)[name] for name in names if vars(module)[name].__module__ == module.__name__]
    return own[0].as_view()


urlpatterns: list[Any] = []
if report_view := _report_view():
    urlpatterns.append(path("mail/reports/", views.report_create(report_view), name="report_create"))
if settings.MAILBOX:
    urlpatterns += [
        path("_mailbox/", views.mailbox, name="mailbox"),
        path("_mailbox/<uuid:mail_id>/", views.mailbox_detail, name="mailbox_detail"),
        path("_mailbox/<uuid:mail_id>/files/<uuid:file_id>/", views.mailbox_file, name="mailbox_file"),
        path("_mailbox/<uuid:mail_id>/body/", views.mailbox_body, name="mailbox_body"),
    ]

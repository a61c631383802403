"""What `manage.py check --deploy` says about mail."""

from typing import Any

from django.conf import settings
from django.core import checks

LOCAL_BACKENDS = (
    "wholesale.mail.backends.MailboxBackend",
    "django.core.mail.backends.console.EmailBackend",
    "django.core.mail.backends.dummy.EmailBackend",
    "django.core.mail.backends.filebased.EmailBackend",
    "django.core.mail.backends.locmem.EmailBackend",
)


@checks.register(checks.Tags.security, deploy=True)
def check_mail(**kwargs: Any) -> list[checks.CheckMessage]:
    """Complain when mails would go nowhere, or reports of providers could not be trusted."""
    found: list[checks.CheckMessage] = []
    backend = settings.EMAIL_BACKEND
    if backend in LOCAL_BACKENDS or not settings.MAIL_IS_SET:
        hint = "Set EMAIL_URL=smtp+tls://user:password@host:587, or a provider's EMAIL_BACKEND and ANYMAIL_…"
        found.append(checks.Error("No mail leaves this installation.", hint=hint, id="mail.E001"))
    if backend.startswith("anymail.") and not any("WEBHOOK" in name for name in settings.ANYMAIL):
        hint = "Set ANYMAIL_WEBHOOK_SECRET=name:password, or the provider's signing key."
        found.append(checks.Warning("Bounces are not heard of.", hint=hint, id="mail.W001"))
    if settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") in ("127.0.0.1", "localhost"):
        hint = "Set DEFAULT_FROM_EMAIL to an address of yours."
        found.append(
            checks.Warning("Mails come from an address nobody can answer.", hint=hint, id="mail.W002")
        )
    return found

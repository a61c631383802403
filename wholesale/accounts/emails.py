"""What people are told about their own account."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wholesale.accounts.queries import language_of
from wholesale.mail.links import absolute
from wholesale.mail.services import queue_email
from wholesale.tenancy.models import uuid7

_TEMPLATES = {
    "account/email/login_code": "accounts/login_code",
    "account/email/email_confirmation": "accounts/email_code",
    "account/email/email_confirmation_signup": "accounts/email_code",
    "account/email/password_reset_code": "accounts/password_code",
    "account/email/account_already_exists": "accounts/account_exists",
    "account/email/unknown_account": "accounts/account_unknown",
}
# Changes that their owner should hear of, in case it was somebody else.
_NOTICES: dict[str, Promise] = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_set": _("A password was set for your account."),
    "account/email/password_reset": _("Your password was reset."),
    "account/email/email_changed": _("The email address of your account was changed."),
    "account/email/email_confirm": _("The email address of your account was confirmed."),
    "account/email/email_deleted": _("An email address was removed from your account."),
    "mfa/email/totp_activated": _("An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
}
_SHOWN = ("code", "from_email", "to_email", "ip", "user_agent", "timestamp")


@transaction.atomic  # allauth tells of a new second factor only after its commit
def queue_account_mail(*, kind: str, email: str, context: dict[str, Any]) -> None:
    """Send a code, or tell of a change; whether or not anybody has the address, the work is the same.

    Args:
        kind: allauth's name of the mail.
    """
    shown = {name: context[name] for name in _SHOWN if name in context}
    links = {
        "sign_up_url": absolute(reverse("account_signup")),
        "sign_in_url": absolute(reverse("account_login")),
        "reset_url": absolute(reverse("account_reset_password")),
        "security_url": absolute(reverse("mfa_index")),
    }
    template = _TEMPLATES.get(kind, "accounts/security_notice")
    queue_email(
        organization_id=None,
        to=email,
        language=language_of(email) or (get_language() or "en").split("-")[0],
        template=template,
        context=shown | links | {"email": email, "notice": _NOTICES.get(kind, "")},
        key=f"{template}:{uuid7()}",
    )

"""What django-allauth asks of us: mails by the outbox, people with a name, secrets that a dump does not give away."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from wholesale.accounts import emails
from wholesale.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """People, as this product knows them."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002
        """Write down a person who signs up, in the language of the page they read."""
        user.name = form.cleaned_data.get("name", "")
        user.language = (get_language() or "en").split("-")[0]
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a mail of allauth's under our own templates."""
        emails.queue_account_mail(kind=template_prefix, email=email, context=context)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors, whose secrets are kept encrypted under SECRET_KEY and its fallbacks."""

    def encrypt(self, text: str) -> str:
        """Return what the database keeps of a secret."""
        return _ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret that the database keeps."""
        return _ciphers().decrypt(encrypted_text.encode()).decode()


def _ciphers() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"second factor:{secret}".encode()).digest())

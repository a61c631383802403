"""What django-allauth asks of us: mails by the outbox, people with a name, secrets that a dump does not give away."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import get_language

from wholesale.accounts import emails
from wholesale.accounts.models import User
from wholesale.accounts.sealing import seal, unseal

SECOND_FACTOR = "second factor"


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
        return seal(text.encode(), purpose=SECOND_FACTOR).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret that the database keeps."""
        return unseal(encrypted_text.encode(), purpose=SECOND_FACTOR).decode()

"""What follows when an address is proven: allauth's signal calls one service."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.http import HttpRequest

from wholesale.accounts.services import forget_unproven_password


def on_email_confirmed(request: HttpRequest, email_address: EmailAddress, **_signal: Any) -> None:
    """Drop a password that was set before the address was proven, where a sign-in code proves it.

    At sign-up the code is typed where the password was; a sign-in code may be typed by somebody else.
    """
    records = get_authentication_records(request, email_address.user)
    is_signing_in_by_code = bool(records) and records[-1].get("method") == "code"
    if is_signing_in_by_code and not request.user.is_authenticated:
        forget_unproven_password(person=email_address.user)

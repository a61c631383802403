"""An email address as people and machines write it: in small letters, and no longer than a column."""

from typing import Any

from django import forms
from rest_framework import serializers

MAX_LENGTH = 254


class MailAddressField(forms.EmailField):
    """Of a form. Some letters become two when they are made small: what is kept is what is measured."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": MAX_LENGTH} | options)

    def to_python(self, value: Any) -> Any:
        """Return the address in small letters."""
        found = super().to_python(value)
        return found.lower() if isinstance(found, str) else found


class MailAddressInput(serializers.EmailField):
    """Of the API, as MailAddressField."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": MAX_LENGTH} | options)

    def to_internal_value(self, data: Any) -> str:
        """Return the address in small letters."""
        return str(super().to_internal_value(data)).lower()

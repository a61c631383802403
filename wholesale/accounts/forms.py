"""What people type about themselves."""

from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.account.forms import (
    AddEmailForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    SignupForm,
)
from allauth.core import context, ratelimit
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.localities import time_zone_choices
from wholesale.ui.forms import OneLine


class SignUpForm(SignupForm):
    """Who one is: name, email, password."""

    name = OneLine(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ("name", "email", "password1")


class NewEmailForm(AddEmailForm):
    """The address that shall replace the present one."""

    email = EmailField(label=_("New email address"))


class ProfileForm(forms.Form):
    """What a person may change about themselves at once; email and password have pages of their own."""

    name = OneLine(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zone_choices, help_text=_("Every time you read is in it.")
    )


class CodeTries(forms.Form):
    """Count the tries of one code where parallel requests meet, beside the session that each has its copy of."""

    expected_code: str

    def clean_code(self) -> str:
        """Refuse the sixth try of a code, right or wrong."""
        key = f"{context.request.session.session_key}:{self.expected_code}"
        if not ratelimit.consume(context.request, action="try_code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        return code


class LoginCodeForm(CodeTries, ConfirmLoginCodeForm):
    """The code that signs one in."""


class EmailCodeForm(CodeTries, ConfirmEmailVerificationCodeForm):
    """The code that proves an address."""


class ResetCodeForm(CodeTries, ConfirmPasswordResetCodeForm):
    """The code that lets one choose a new password."""

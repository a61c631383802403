"""What a visitor of the invite link types: an email, a code, then the business."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from invitations.codes import typed_code
from invitations.forms.companies import CompanyFields
from retailers.enums import Industry
from retailers.queries import EntryDetails
from wholesale.mail.fields import MailAddressField

MESSAGE_MAX = 1000
_COMPANY = ("name", "street", "city", "region", "postal_code", "country", "phone", "industry")


class VisitorEmailForm(forms.Form):
    """Where the code goes."""

    email = MailAddressField(
        label=_("Your email"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        help_text=_("Of the business, if it has one: the answer comes there too."),
    )


class VisitorCodeForm(forms.Form):
    """Six digits, however they are spaced."""

    code = forms.CharField(
        label=_("Six-digit code"), max_length=40, error_messages={"required": _("Enter the six digits.")}
    )

    def clean_code(self) -> str:
        """Return the digits alone; what is no code at all costs no try."""
        code = typed_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("The code has six digits."))
        return code


class BusinessForm(CompanyFields):
    """Who asks and for which business, as the supplier will read it."""

    field_order = ("person_name",)
    person_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    industry = forms.ChoiceField(label=_("Industry"), choices=[("", "–"), *Industry.choices], required=False)
    message = forms.CharField(
        label=_("Message"),
        max_length=MESSAGE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the supplier should know: since when you buy from them, who looks after you."),
    )

    def clean_person_name(self) -> str:
        """Write the name on one line, and refuse one without letters."""
        return _named(self.cleaned_data["person_name"], _("Enter your name."))

    def clean_name(self) -> str:
        """Write the name on one line, and refuse one without letters or digits."""
        return _named(self.cleaned_data["name"], _("Enter the name of the company."))

    def clean_phone(self) -> str:
        """Take a phone however it is written, if it can be one."""
        phone = " ".join(self.cleaned_data["phone"].split())
        if phone and not 6 <= sum(letter.isdigit() for letter in phone) <= 15:
            raise forms.ValidationError(_("A phone number has 6 to 15 digits."))
        return phone

    def company_details(self, email: str, language: str) -> EntryDetails:
        """Return the business, for the services; its email is the proven one."""
        public: dict[str, Any] = {name: " ".join(self.cleaned_data[name].split()) for name in _COMPANY}
        return EntryDetails(**public, email=email, language=language)


class AgainForm(forms.Form):
    """What is said with a request that is made once more."""

    message = forms.CharField(
        label=_("Message"),
        max_length=MESSAGE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What has changed, or what the supplier should know."),
    )


def _named(text: str, refusal: Any) -> str:
    name = " ".join(text.split())
    if not any(letter.isalnum() for letter in name):
        raise forms.ValidationError(refusal)
    return name

"""What an invited retailer types."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from invitations.details import NewPerson
from invitations.models import Invitation
from retailers.queries import EntryDetails
from wholesale.accounts.models import User
from wholesale.organizations import localities

_COMPANY = ("name", "street", "postal_code", "city", "region", "country", "phone")


class AddressForm(forms.Form):
    """Where an invitation goes; left out, to the customer's contact email."""

    email = forms.EmailField(label=_("Email"), required=False)


class TestCustomerForm(forms.Form):
    """A retailer that a supplier makes up, and which of its own people plays it."""

    name = forms.CharField(label=_("Name"), max_length=120, initial=_("Test customer"))
    email = forms.EmailField(
        label=_("Email"),
        help_text=_(
            "Yours or a colleague's. With a tag, as in ana+test@brewery.example, you sign up as somebody new."
        ),
    )

    def clean_name(self) -> str:
        """Write the name on one line, and refuse one without letters or digits."""
        name = " ".join(self.cleaned_data["name"].split())
        if not any(letter.isalnum() for letter in name):
            raise forms.ValidationError(_("Enter a name."))
        return name

    def clean_email(self) -> str:
        """Write the address in small letters."""
        email: str = self.cleaned_data["email"]
        return email.lower()


class RegistrationForm(forms.Form):
    """The company as the supplier entered it, to confirm or correct; then the person, with a password."""

    name = forms.CharField(
        label=_("Company name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    street = forms.CharField(
        label=_("Street and number"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postal_code = forms.CharField(
        label=_("Postal code"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    region = forms.CharField(label=_("State or province"), max_length=80, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=localities.country_choices)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    person_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
        help_text=_("At least 12 characters. A few words are easy to remember."),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._invitation = invitation

    @staticmethod
    def values_of(invitation: Invitation) -> dict[str, Any]:
        """Return what the supplier entered, to begin with (SPEC.md C13)."""
        entry = invitation.retailer.directory_entry
        values = {name: getattr(entry, name) for name in _COMPANY}
        return values | {"person_name": invitation.customer.private.contact_name}

    def clean(self) -> dict[str, Any]:
        """Check the password against what is known of the person."""
        cleaned: dict[str, Any] = super().clean() or {}
        if password := cleaned.get("password"):
            person = User(email=self._invitation.email, name=cleaned.get("person_name", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def company_details(self) -> EntryDetails:
        """Return the company, for the services; its industry stays."""
        typed = {name: " ".join(self.cleaned_data[name].split()) for name in _COMPANY}
        entry = self._invitation.retailer.directory_entry
        return EntryDetails(**typed, industry=entry.industry)

    def person(self) -> NewPerson:
        """Return the person, for the services; they read in the language of this page."""
        return NewPerson(
            name=" ".join(self.cleaned_data["person_name"].split()),
            password=self.cleaned_data["password"],
            language=get_language() or self._invitation.language,
            time_zone=self._invitation.retailer.time_zone,
        )

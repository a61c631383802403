"""What an invited retailer types."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from invitations.details import NewPerson
from invitations.forms.companies import CompanyFields
from invitations.models import Invitation
from retailers.queries import EntryDetails
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization

_COMPANY = ("name", "street", "postal_code", "city", "region", "country", "phone")


class CompanyForm(CompanyFields):
    """The company as the supplier entered it, to confirm or correct (SPEC.md C13)."""

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._invitation = invitation

    @staticmethod
    def values_of(invitation: Invitation) -> dict[str, Any]:
        """Return what the supplier entered, to begin with."""
        entry = invitation.retailer.directory_entry
        values = {name: getattr(entry, name) for name in _COMPANY}
        return values | {"person_name": invitation.customer.private.contact_name}

    def company_details(self) -> EntryDetails:
        """Return the company, for the services; its industry stays."""
        typed = {name: " ".join(self.cleaned_data[name].split()) for name in _COMPANY}
        entry = self._invitation.retailer.directory_entry
        return EntryDetails(**typed, industry=entry.industry)


class RegistrationForm(CompanyForm):
    """The company, then the person, with a password."""

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

    def person(self) -> NewPerson:
        """Return the person, for the services; they read in the language of this page."""
        return NewPerson(
            name=" ".join(self.cleaned_data["person_name"].split()),
            password=self.cleaned_data["password"],
            language=get_language() or self._invitation.language,
            time_zone=self._invitation.retailer.time_zone,
        )


class OwnCompanyForm(forms.Form):
    """For which of their companies somebody accepts."""

    company: Any = forms.ModelChoiceField(
        queryset=None, error_messages={"invalid_choice": _("Choose one of your companies.")}
    )

    def __init__(self, *args: Any, companies: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["company"]
        field.queryset = companies

"""What people type about their company and colleagues."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wholesale.organizations import localities
from wholesale.organizations.details import CompanyDetails
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Organization, hex_colour
from wholesale.organizations.queries import roles_at
from wholesale.ui.forms import OneLine, Versioned


class CompanyForm(forms.Form):
    """A company's details, at its sign-up."""

    name = OneLine(
        wordless=_("Enter the name of your company."),
        label=_("Company name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=localities.country_choices)
    currency = forms.ChoiceField(
        label=_("Currency"), choices=localities.currency_choices, help_text=_("You set your prices in it.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=localities.time_zone_choices,
        help_text=_("Cut-off times and delivery days follow it."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Mails to your customers begin in it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].widget.attrs["data-currencies"] = localities.usual_currencies()

    def details(self) -> CompanyDetails:
        """Return what was typed, for the services."""
        fields = ("name", "country", "time_zone", "currency", "language")
        return CompanyDetails(**{field: self.cleaned_data[field] for field in fields})


class ColourField(forms.CharField):
    """A colour such as #1f6feb, in any letter case."""

    default_validators = [hex_colour]
    widget = forms.TextInput(attrs={"type": "color"})

    def to_python(self, value: Any) -> str:
        """Write it in small letters."""
        text = super().to_python(value) or ""
        return text.lower()


class VersionedForm(Versioned, forms.Form):
    """A form over something that others may change meanwhile; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SettingsForm(VersionedForm, CompanyForm):
    """A company's details, in Setup."""

    brand_color = ColourField(
        label=_("Brand colour"), max_length=7, help_text=_("Your shop and your mails carry it.")
    )

    @staticmethod
    def values_of(organization: Organization) -> dict[str, Any]:
        """Return what the company has now, to begin with."""
        fields = ("name", "country", "time_zone", "currency", "language", "brand_color", "version")
        return {field: getattr(organization, field) for field in fields}

    def differences(self, organization: Organization) -> list[tuple[str, str]]:
        """Return the label and present value of every field where the company has not what was typed."""
        return [
            (str(field.label), str(now))
            for name, field in self.fields.items()
            if name != "version"
            and (now := getattr(organization, name)) != self.data.get(self.add_prefix(name))
        ]


class RoleForm(forms.Form):
    """A colleague's role, of those that exist at the company."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles_at(organization)]  # type: ignore[attr-defined]

    def chosen(self) -> MemberRole:
        """Return the role that was chosen."""
        return MemberRole(self.cleaned_data["role"])


class ColleagueForm(RoleForm):
    """Whom to invite."""

    email = forms.EmailField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    field_order = ("email", "role", "language")


class SecondFactorForm(VersionedForm):
    """Whether the company asks its members for two-step sign-in."""

    required = forms.BooleanField(label=_("Everybody here needs two-step sign-in"), required=False)

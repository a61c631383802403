"""What people type about their company, colleagues and agreements."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wholesale.organizations import localities
from wholesale.organizations.details import CompanyDetails, DistributorDetails
from wholesale.organizations.enums import MAX_LIMIT_HOURS, AgreementMode, MemberRole, Party, Step
from wholesale.organizations.models import AgreementStep, Organization, hex_colour
from wholesale.organizations.queries import roles_at


class CompanyForm(forms.Form):
    """A company's details, at its sign-up."""

    name = forms.CharField(
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

    def clean_name(self) -> str:
        """Write the name on one line, and refuse one without letters or digits."""
        name = " ".join(self.cleaned_data["name"].split())
        if not any(letter.isalnum() for letter in name):
            raise forms.ValidationError(_("Enter the name of your company."))
        return name

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


class Versioned(forms.Form):
    """A form over something that others may change meanwhile; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def rebase(self, version: int) -> None:
        """Keep what was typed, over the version that is stored now: saved again, it wins."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(version)
        self.data = data


class SettingsForm(Versioned, CompanyForm):
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


class SecondFactorForm(Versioned):
    """Whether the company asks its members for two-step sign-in."""

    required = forms.BooleanField(label=_("Everybody here needs two-step sign-in"), required=False)


class ProposalForm(forms.Form):
    """The company that was chosen from what the search found."""

    company = forms.UUIDField(error_messages={"required": _("Choose a company.")})


class DistributorForm(forms.Form):
    """A distributor without an account of its own."""

    name = forms.CharField(label=_("Company name"), max_length=120)
    mode = forms.ChoiceField(
        label=_("How you work together"),
        choices=[
            (AgreementMode.EXTERNAL, _("External: orders go to it by email, you update their statuses")),
            (AgreementMode.GUEST, _("Guest: its people use your account, limited to its orders")),
        ],
        initial=AgreementMode.EXTERNAL,
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(label=_("Email for orders"))
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)

    def clean_name(self) -> str:
        """Write the name on one line, and refuse one without letters or digits."""
        name = " ".join(self.cleaned_data["name"].split())
        if not any(letter.isalnum() for letter in name):
            raise forms.ValidationError(_("Enter the name of the company."))
        return name

    def details(self) -> DistributorDetails:
        """Return what was typed, for the service."""
        data = self.cleaned_data
        return DistributorDetails(
            name=data["name"],
            email=data["email"],
            mode=AgreementMode(data["mode"]),
            language=data["language"],
        )


class StepsForm(Versioned):
    """Who owes each step, and within how many hours."""

    def __init__(
        self, *args: Any, rows: list[AgreementStep], names: dict[Party, str], version: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"version": version}
        self.rows = rows
        for row in rows:
            step = row.get_step_display()
            self.fields[f"{row.step}_owed_by"] = forms.ChoiceField(
                label=_("%(step)s, owed by") % {"step": step},
                choices=list(names.items()),
                initial=row.owed_by,
            )
            self.fields[f"{row.step}_hours"] = forms.IntegerField(
                label=_("%(step)s, hours") % {"step": step},
                min_value=1,
                max_value=MAX_LIMIT_HOURS,
                initial=row.limit_hours,
            )

    def lines(self) -> list[dict[str, Any]]:
        """Return each step with its two fields, for the table."""
        return [
            {"row": row, "owed_by": self[f"{row.step}_owed_by"], "hours": self[f"{row.step}_hours"]}
            for row in self.rows
        ]

    def steps(self) -> dict[Step, tuple[Party, int]]:
        """Return what was typed, for the service."""
        data = self.cleaned_data
        return {
            Step(row.step): (Party(data[f"{row.step}_owed_by"]), data[f"{row.step}_hours"])
            for row in self.rows
        }

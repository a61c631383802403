"""What people type about agreements."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.details import DistributorDetails
from wholesale.organizations.enums import MAX_LIMIT_HOURS, AgreementMode, Party, Step
from wholesale.organizations.forms.companies import VersionedForm
from wholesale.organizations.models import Agreement, AgreementStep
from wholesale.ui.forms import OnceForm, OneLine


class ProposalForm(forms.Form):
    """The company that was chosen from what the search found."""

    company = forms.UUIDField(error_messages={"required": _("Choose a company.")})


class OrdersAddressForm(forms.Form):
    """Where the orders of an external distributor are mailed to."""

    email = forms.EmailField(label=_("Email for orders"))
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    @staticmethod
    def values_of(agreement: Agreement) -> dict[str, Any]:
        """Return what the form begins with."""
        return {
            "email": agreement.distributor_email,
            "language": agreement.distributor_language,
            "version": agreement.version,
        }


class DistributorForm(forms.Form):
    """A distributor without an account of its own."""

    name = OneLine(wordless=_("Enter the name of the company."), label=_("Company name"), max_length=120)
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

    def details(self) -> DistributorDetails:
        """Return what was typed, for the service."""
        data = self.cleaned_data
        return DistributorDetails(
            name=data["name"],
            email=data["email"],
            mode=AgreementMode(data["mode"]),
            language=data["language"],
        )


class StepsForm(VersionedForm):
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


class StepProposalForm(forms.Form):
    """What a distributor would have changed of one step."""

    step = forms.ChoiceField(label=_("Step"), choices=Step.choices)
    owed_by = forms.ChoiceField(label=_("Owed by"))
    limit_hours = forms.IntegerField(label=_("Within hours"), min_value=1, max_value=MAX_LIMIT_HOURS)

    def __init__(self, *args: Any, names: dict[Party, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owed_by"].choices = list(names.items())  # type: ignore[attr-defined]

    def proposed(self) -> dict[str, Any]:
        """Return what was typed, for the service."""
        data = self.cleaned_data
        return {
            "step": Step(data["step"]),
            "owed_by": Party(data["owed_by"]),
            "limit_hours": data["limit_hours"],
        }


class ModeForm(forms.Form):
    """How to work together; the version is the agreement's, where the change is made."""

    mode = forms.ChoiceField(choices=AgreementMode.choices)
    version = forms.IntegerField(required=False)


class MailedToForm(forms.Form):
    """Where the orders of a distributor that becomes an external one are mailed to."""

    email = forms.EmailField(label=_("Email for orders"))


class AccountInvitationForm(OnceForm):
    """Whom at the distributor to offer its account."""

    email = forms.EmailField(label=_("Email of whoever runs it"))

"""What is chosen for a change of many retailers; a verb without a form of its own only asks once."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retailers import queries
from retailers.forms.choices import LabelsField, offer_labels
from retailers.forms.customers import DistributorChoice, RepresentativeChoice
from retailers.models import CustomerGroup
from wholesale.organizations.access import Acting
from wholesale.organizations.queries import representative_choices
from wholesale.ui.forms import OnceForm
from wholesale.ui.parts import BulkVerb


class BulkForm(OnceForm):
    """A change of many that needs nothing but a yes."""

    def __init__(self, *args: Any, acting: Acting, options: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = options
        self.offer(acting)

    def offer(self, acting: Acting) -> None:
        """Fill the choices with what this supplier has."""

    def choice(self) -> dict[str, Any]:
        """Return what was chosen, as the job keeps it."""
        return {}

    def choice_name(self) -> str:
        """Return the same in words."""
        return ""

    @property
    def key(self) -> UUID:
        """Return the key that was drawn with the form."""
        drawn: UUID = self.cleaned_data["form_key"]
        return drawn


class OneOfForm(BulkForm):
    """One thing of another app's, which names it by a function (parts.BulkVerb.options)."""

    option = forms.ChoiceField(label=gettext_lazy("Which one"))

    def offer(self, acting: Acting) -> None:
        """Offer what the function says."""
        field: Any = self.fields["option"]
        field.choices = import_string(self.options)(acting.organization)

    def choice(self) -> dict[str, Any]:
        """Return its id."""
        return {"option": self.cleaned_data["option"]}

    def choice_name(self) -> str:
        """Return its name."""
        field: Any = self.fields["option"]
        return str(dict(field.choices)[self.cleaned_data["option"]])


class GroupChoiceForm(BulkForm):
    """One of the supplier's groups; not named as the list's filter is, which comes along with all that fit."""

    to_group = forms.ModelChoiceField(
        label=gettext_lazy("Group"), queryset=CustomerGroup.objects.none(), empty_label=None
    )

    def offer(self, acting: Acting) -> None:
        """Offer the groups in their order."""
        field: Any = self.fields["to_group"]
        field.queryset = queries.groups_of(acting.organization)

    def choice(self) -> dict[str, Any]:
        """Return the group's id."""
        return {"group": str(self.cleaned_data["to_group"].pk)}

    def choice_name(self) -> str:
        """Return the group's name."""
        return str(self.cleaned_data["to_group"])


class LabelsChoiceForm(BulkForm):
    """Some labels."""

    labels = LabelsField(required=True)

    def offer(self, acting: Acting) -> None:
        """Offer the labels in use."""
        offer_labels(self, acting.organization)

    def clean_labels(self) -> list[str]:
        """Refuse a line of nothing but commas."""
        labels: list[str] = self.cleaned_data["labels"]
        if not labels:
            raise forms.ValidationError(_("Type a label."))
        return labels

    def choice(self) -> dict[str, Any]:
        """Return the labels."""
        return {"labels": self.cleaned_data["labels"]}

    def choice_name(self) -> str:
        """Return the labels in a line."""
        return ", ".join(self.cleaned_data["labels"])


class DistributorChoiceForm(BulkForm):
    """Who delivers from now on; not named as the list's filter is."""

    to_distributor = DistributorChoice()

    def offer(self, acting: Acting) -> None:
        """Offer the active agreements."""
        field: Any = self.fields["to_distributor"]
        field.queryset = queries.distributor_choices(acting.organization)

    def choice(self) -> dict[str, Any]:
        """Return the distributor's id, or nothing for the supplier itself."""
        chosen = self.cleaned_data["to_distributor"]
        return {"distributor": str(chosen.pk) if chosen else ""}

    def choice_name(self) -> str:
        """Return the distributor's name."""
        return str(self.cleaned_data["to_distributor"] or _("We deliver ourselves"))


class RepresentativeChoiceForm(BulkForm):
    """Who looks after them from now on."""

    representative = RepresentativeChoice()

    def offer(self, acting: Acting) -> None:
        """Offer whoever looks after retailers."""
        field: Any = self.fields["representative"]
        field.queryset = representative_choices(acting.organization.pk)

    def choice(self) -> dict[str, Any]:
        """Return the colleague's id, or nothing."""
        chosen = self.cleaned_data["representative"]
        return {"representative": str(chosen.pk) if chosen else ""}

    def choice_name(self) -> str:
        """Return the colleague's name."""
        return str(self.cleaned_data["representative"] or _("Nobody"))


def form_of(verb: BulkVerb) -> type[BulkForm]:
    """Return the form that a verb asks by."""
    return FORMS.get(verb.key, OneOfForm if verb.options else BulkForm)


FORMS: dict[str, type[BulkForm]] = {
    "group": GroupChoiceForm,
    "ungroup": GroupChoiceForm,
    "label": LabelsChoiceForm,
    "unlabel": LabelsChoiceForm,
    "distributor": DistributorChoiceForm,
    "representative": RepresentativeChoiceForm,
}

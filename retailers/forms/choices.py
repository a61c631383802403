"""Fields that several forms about retailers have: groups and labels."""

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from retailers import labels, queries
from retailers.models import Customer, CustomerGroup
from wholesale.organizations.models import Organization


class LabelsInput(forms.TextInput):
    """A line of labels; those that the supplier has already are offered below it, to add by a click."""

    template_name = "retailers/widgets/labels.html"
    known: tuple[str, ...] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Hand the offered labels to the template."""
        return super().get_context(name, value, attrs) | {"known": self.known}

    def format_value(self, value: Any) -> str | None:
        """Write a list as people type it."""
        return ", ".join(value) if isinstance(value, (list, tuple)) else super().format_value(value)


class LabelsField(forms.CharField):
    """Labels, separated by commas; the value is a list of them."""

    widget = LabelsInput

    def __init__(self, **options: Any) -> None:
        options = {"label": gettext_lazy("Labels"), "max_length": 1000, "required": False, **options}
        options.setdefault("help_text", gettext_lazy("Your own words, with commas between them."))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """Return the labels, each once."""
        text = super().to_python(value) or ""
        validators.ProhibitNullCharactersValidator()(text)
        return labels.labels_in(text)

    def run_validators(self, value: Any) -> None:
        """Refuse too many, and any that is too long."""
        if len(value) > labels.AT_MOST:
            raise forms.ValidationError(_("At most %(n)s labels.") % {"n": labels.AT_MOST})
        if wrong := next((label for label in value if len(label) > labels.LONGEST), ""):
            words = _("“%(label)s” is longer than %(n)s letters.")
            raise forms.ValidationError(words % {"label": wrong, "n": labels.LONGEST})


class GroupsChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Any number of the supplier's groups."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Groups"),
            queryset=CustomerGroup.objects.none(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


def offer_groups_and_labels(form: forms.Form, supplier: Organization) -> None:
    """Offer the supplier's groups, if it has any, and the labels that its customers have."""
    groups: Any = form.fields["groups"]
    groups.queryset = queries.groups_of(supplier)
    if not groups.queryset:
        del form.fields["groups"]
    offer_labels(form, supplier)


def offer_labels(form: forms.Form, supplier: Organization) -> None:
    """Offer the labels that the supplier's customers have."""
    widget: Any = form.fields["labels"].widget
    widget.known = tuple(queries.known_labels(supplier, limit=30))


def groups_and_labels_of(customer: Customer) -> dict[str, Any]:
    """Return what a customer has now, to begin with."""
    groups = queries.groups_of_customer(customer)
    return {"groups": [group.pk for group in groups], "labels": customer.private.labels}


def chosen_groups_and_labels(form: forms.Form) -> dict[str, Any]:
    """Return what was chosen, as CustomerDetails takes it."""
    data = form.cleaned_data
    groups = frozenset(group.pk for group in data["groups"]) if "groups" in form.fields else None
    return {"labels": tuple(data["labels"]), "group_ids": groups}

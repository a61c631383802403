"""What a supplier types about a group."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from retailers.enums import GroupColor
from retailers.models import CustomerGroup


class GroupForm(forms.Form):
    """A group's name, colour and default note."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    color = forms.ChoiceField(label=gettext_lazy("Colour"), choices=GroupColor.choices)
    default_note = forms.CharField(
        label=gettext_lazy("Default note"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Your people see it beside each retailer of the group."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        """Write the name on one line."""
        return " ".join(self.cleaned_data["name"].split())

    @staticmethod
    def values_of(group: CustomerGroup) -> dict[str, Any]:
        """Return what is kept now, to begin with."""
        names = ("name", "color", "default_note", "version")
        return {name: getattr(group, name) for name in names}

    def refuse(self, errors: dict[str, str]) -> None:
        """Show what the service refused beside the fields."""
        for name, message in errors.items():
            self.add_error(name, message)

    def take_version(self, group: CustomerGroup) -> list[tuple[str, str]]:
        """Let the next save overwrite what its author is shown now: label and present value of what differs."""
        typed: Any = self.data
        typed = typed.copy()
        typed["version"] = str(group.version)
        self.data = typed
        shown = {"color": group.get_color_display()}
        return [
            (str(self.fields[name].label), str(shown.get(name, getattr(group, name))) or "–")
            for name in ("name", "color", "default_note")
            if self.cleaned_data.get(name) != getattr(group, name)
        ]

"""What a supplier types about a group."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from retailers.enums import GroupColor
from retailers.models import CustomerGroup
from wholesale.ui.forms import OneLine, Refusable, Versioned


class GroupForm(Refusable, Versioned, forms.Form):
    """A group's name, colour and default note."""

    name = OneLine(label=gettext_lazy("Name"), max_length=60)
    color = forms.ChoiceField(label=gettext_lazy("Colour"), choices=GroupColor.choices)
    default_note = forms.CharField(
        label=gettext_lazy("Default note"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Your people see it beside each retailer of the group."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def values_of(group: CustomerGroup) -> dict[str, Any]:
        """Return what is kept now, to begin with."""
        names = ("name", "color", "default_note", "version")
        return {name: getattr(group, name) for name in names}

    def told_of(self, group: CustomerGroup) -> list[tuple[str, str]]:
        """Rebase the form on what stands now; return label and present value of what differs from what was typed."""
        self.rebase(group.version)
        shown = {"color": group.get_color_display()}
        return [
            (str(self.fields[name].label), str(shown.get(name, getattr(group, name))) or "–")
            for name in ("name", "color", "default_note")
            if self.cleaned_data.get(name) != getattr(group, name)
        ]

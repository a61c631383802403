"""A transfer as it is typed, and what arrived of one."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from inventory.drafts import Count
from inventory.forms.units import UnitsForm, units_field
from inventory.models import TransferLine
from inventory.queries import Place


class TransferForm(UnitsForm):
    """A transfer: from, to, units. `version` is the one that was read."""

    source = forms.ChoiceField(label=_("From"))
    destination = forms.ChoiceField(label=_("To"))
    note = forms.CharField(label=_("Note"), max_length=240, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sources: list[Place], destinations: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(str(place.key), place.name) for place in sources]  # type: ignore[attr-defined]
        self.fields["destination"].choices = [(str(place.key), place.name) for place in destinations]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for two places."""
        data = super().clean()
        if data.get("source") and data.get("source") == data.get("destination"):
            self.add_error("destination", _("Choose another warehouse than the one it comes from."))
        return data


class CountForm(forms.Form):
    """What arrived of a transfer, line by line."""

    def __init__(self, *args: Any, lines: list[TransferLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            received = _("%(product)s, arrived whole") % {"product": line.name}
            self.fields[f"received-{line.product_id}"] = units_field(received, initial=line.sent_units)
            broken = _("%(product)s, broken") % {"product": line.name}
            self.fields[f"broken-{line.product_id}"] = units_field(broken, required=False, initial=0)

    def clean(self) -> dict[str, Any]:
        """Refuse more than was sent."""
        for line in self.lines:
            arrived = self.cleaned_data.get(f"received-{line.product_id}") or 0
            broken = self.cleaned_data.get(f"broken-{line.product_id}") or 0
            if arrived + broken > line.sent_units:
                text = _("%(sent)s were sent, more cannot arrive.") % {"sent": line.sent_units}
                self.add_error(f"received-{line.product_id}", text)
        return self.cleaned_data

    def rows(self) -> list[dict[str, Any]]:
        """Return each line with its two boxes, for the table."""
        return [
            {
                "line": line,
                "received": self[f"received-{line.product_id}"],
                "broken": self[f"broken-{line.product_id}"],
            }
            for line in self.lines
        ]

    def counts(self) -> dict[UUID, Count]:
        """Return what was typed, for the service."""
        data = self.cleaned_data
        return {
            line.product_id: Count(
                data[f"received-{line.product_id}"], data.get(f"broken-{line.product_id}") or 0
            )
            for line in self.lines
        }


class SuggestionForm(forms.Form):
    """For how many days a distributor is to have enough, by the pace of how many days."""

    source = forms.ChoiceField(label=_("From"))
    destination = forms.ChoiceField(label=_("To"))
    target_days = forms.IntegerField(label=_("Enough for, in days"), min_value=1, max_value=365, initial=21)
    looks_back_days = forms.TypedChoiceField(
        label=_("By what left in the last"),
        choices=[(n, format_lazy(_("{n} days"), n=n)) for n in (14, 28, 56)],
        coerce=int,
        initial=28,
    )

    def __init__(self, *args: Any, sources: list[Place], destinations: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(str(place.key), place.name) for place in sources]  # type: ignore[attr-defined]
        self.fields["destination"].choices = [(str(place.key), place.name) for place in destinations]  # type: ignore[attr-defined]

    def ends(self) -> tuple[UUID, UUID]:
        """Return the keys of both places."""
        return UUID(self.cleaned_data["source"]), UUID(self.cleaned_data["destination"])

    def days(self) -> dict[str, int]:
        """Return the target and the look back, for the service."""
        return {name: self.cleaned_data[name] for name in ("target_days", "looks_back_days")}

"""Which of two entries' fields stay (SPEC.md C7)."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from retailers.details import PUBLIC_FIELDS


class MergeForm(forms.Form):
    """The field-by-field choice between two entries; of a field that was not chosen, the one that stays decides."""

    is_one_company = forms.BooleanField(
        label=_("They are one company: the people of both may see the orders and prices of both"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PUBLIC_FIELDS:
            self.fields[name] = forms.ChoiceField(choices=[("kept", ""), ("gone", "")], required=False)

    @property
    def chosen(self) -> dict[str, str]:
        """Return public field to "kept" or "gone", where one of the two was chosen."""
        return {name: self.cleaned_data[name] for name in PUBLIC_FIELDS if self.cleaned_data[name]}


class TwoEntriesForm(forms.Form):
    """Any two entries, each chosen from what a search of its own finds."""

    first = forms.CharField(max_length=120, required=False)
    second = forms.CharField(max_length=120, required=False)
    one = forms.UUIDField(required=False)
    other = forms.UUIDField(required=False)

    def pair(self) -> tuple[UUID, UUID] | None:
        """Return the two if both were chosen."""
        one, other = self.cleaned_data.get("one"), self.cleaned_data.get("other")
        return (one, other) if one and other else None

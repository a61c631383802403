"""A step of an order, as its page sends it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MoveForm(forms.Form):
    """The version that the person looked at, and a remark."""

    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=500,
        help_text=_("Everyone on this order reads it."),
    )

    @property
    def first_error(self) -> str:
        """Return what is wrong, in one sentence."""
        return str(next(iter(self.errors.values()))[0]) if self.errors else ""

    def clean(self) -> dict[str, Any]:
        """Return the arguments of take_step."""
        return {"version": self.cleaned_data.get("version"), "note": self.cleaned_data.get("note", "")}

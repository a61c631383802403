"""A step of an order, as its page sends it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.enums import Missing


class MoveForm(forms.Form):
    """The version that the person looked at, a remark, and at shipping what becomes of what is not there."""

    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=500,
        help_text=_("Everyone on this order reads it."),
    )

    missing = forms.ChoiceField(label=_("What is not there"), required=False, choices=Missing.choices)

    @property
    def first_error(self) -> str:
        """Return what is wrong, in one sentence."""
        return str(next(iter(self.errors.values()))[0]) if self.errors else ""

    def clean(self) -> dict[str, Any]:
        """Return the arguments of take_step."""
        data = self.cleaned_data
        return {
            "version": data.get("version"),
            "note": data.get("note", ""),
            "missing": Missing(data["missing"]) if data.get("missing") else None,
        }

"""What a customer's orders take."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retailers.models import Customer
from wholesale.ui.forms import Refusable, Versioned


class ConditionsForm(Refusable, Versioned, forms.Form):
    """Whether orders carry a PO number, and the licence on record."""

    requires_po_number = forms.BooleanField(
        label=_("Its orders need a PO number"),
        required=False,
        help_text=_("Without one no order is taken, on the page, by machines and from you."),
    )
    licence_number = forms.CharField(label=_("Licence number"), max_length=40, required=False)
    licence_expires_on = forms.DateField(
        label=_("Licence ends on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Its last day; leave it empty if it does not end."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def values_of(customer: Customer) -> dict[str, Any]:
        """Return what is kept now, to begin with."""
        return {
            "requires_po_number": customer.requires_po_number,
            "licence_number": customer.licence_number,
            "licence_expires_on": customer.licence_expires_on,
            "version": customer.version,
        }

    def clean_licence_number(self) -> str:
        """Write the number on one line."""
        return " ".join(self.cleaned_data["licence_number"].split())

    @property
    def typed(self) -> dict[str, Any]:
        """Return what was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def read_version(self) -> int:
        """Return the customer's version when the form was shown."""
        return self.cleaned_data["version"] or 0

"""What a supplier types about a tax class."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from catalogs.forms.fields import PriceField
from catalogs.models import TaxClass
from wholesale.ui.forms import OneLine, Refusable, Versioned

FIELDS = ("name", "rate_percent", "is_default")


class TaxClassForm(Refusable, Versioned, forms.Form):
    """A tax class's name and rate. `version` is the one that was read."""

    name = OneLine(
        label=gettext_lazy("Name"),
        max_length=40,
        help_text=gettext_lazy("It stands on orders beside the rate, for example Sales tax."),
    )
    rate_percent = PriceField(
        label=gettext_lazy("Rate in %"),
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    is_default = forms.BooleanField(
        label=gettext_lazy("Default"),
        required=False,
        help_text=gettext_lazy("Products without a class of their own are taxed by it."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def details(self) -> dict[str, Any]:
        """Return what was typed, for the service."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    @staticmethod
    def values_of(tax_class: TaxClass) -> dict[str, Any]:
        """Return what is kept now, to begin with."""
        return {
            "name": tax_class.name,
            "rate_percent": _short(tax_class.rate_percent),
            "is_default": tax_class.is_default,
            "version": tax_class.version,
        }

    def told_of(self, tax_class: TaxClass) -> list[tuple[str, str]]:
        """Rebase the form on what stands now; return label and present value of what differs from what was typed."""
        self.rebase(tax_class.version)
        now = self.values_of(tax_class)
        words = {True: gettext_lazy("yes"), False: gettext_lazy("no")}
        return [
            (str(self.fields[name].label), str(words.get(now[name], now[name])))
            for name in FIELDS
            if self.cleaned_data.get(name) != now[name]
        ]


def _short(rate: Decimal) -> Decimal:
    """Return a rate without the zeros that its column adds."""
    return Decimal(f"{rate.normalize():f}")

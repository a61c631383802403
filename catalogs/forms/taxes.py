"""What a supplier types about a tax class and its rates."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs.forms.fields import PriceField
from catalogs.models import TaxClass
from catalogs.taxing import TaxRate, tax_rates_from
from wholesale.organizations.localities import country_choices
from wholesale.ui.forms import OneLine, Refusable, Versioned

FIELDS = ("name", "is_default")
OF_RATE = ("name", "rate_percent", "country", "region", "number")
_SPARE, _MOST = 3, 100


class RateForm(forms.Form):
    """One rate of a class: a row of boxes. Without name and rate it is none."""

    name = OneLine(label=gettext_lazy("Tax"), max_length=40, required=False)
    rate_percent = PriceField(
        label=gettext_lazy("Rate in %"),
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
        localize=True,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    region = OneLine(label=gettext_lazy("Region"), max_length=80, required=False)
    number = OneLine(label=gettext_lazy("Registration number"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.choices = [("", _("Everywhere")), *country_choices()]

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing is typed; a country alone, chosen or left, is nothing."""
        return not any(self[name].value() for name in OF_RATE if name != "country")

    def clean(self) -> dict[str, Any]:
        """Ask a row that says something for its tax and rate."""
        data = super().clean() or self.cleaned_data
        if not self.is_blank:
            for name in ("name", "rate_percent"):
                if name not in self.errors and data.get(name) in (None, ""):
                    self.add_error(name, _("This field is required."))
        return data

    @property
    def rate(self) -> TaxRate:
        """Return what was typed."""
        return TaxRate(**{name: self.cleaned_data[name] for name in OF_RATE})


class TaxClassForm(Refusable, Versioned, forms.Form):
    """A tax class: its name, its rates in rows, and whether it is the default. `version` is the one that was read."""

    name = OneLine(
        label=gettext_lazy("Name"),
        max_length=40,
        help_text=gettext_lazy("What kind of goods it is for, for example Beer or Food."),
    )
    is_default = forms.BooleanField(
        label=gettext_lazy("Default"),
        required=False,
        help_text=gettext_lazy("Products without a class of their own are taxed by it."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rates: list[dict[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        kept = rates or []
        asked = _rows_in(data) if data is not None else 0
        count = min(max(asked, len(kept) + _SPARE), _MOST)
        self.rows = [
            RateForm(data, prefix=f"rate-{place}", initial=kept[place] if place < len(kept) else None)
            for place in range(count)
        ]

    def is_valid(self) -> bool:
        """Check the class and each of its rows, so that all of them say at once what is wrong."""
        rows = [row.is_valid() for row in self.rows]
        return super().is_valid() and all(rows)

    @property
    def details(self) -> dict[str, Any]:
        """Return what was typed, for the service."""
        return {name: self.cleaned_data[name] for name in FIELDS} | {"rates": self._rates()}

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Say beside a row what the service refused of its rate, and the rest as ever."""
        typed = [row for row in self.rows if not row.is_blank]
        for name, message in errors.items():
            column, dot, place = name.partition(".")
            if column == "rates" and dot:
                typed[int(place)].add_error("name", message)
            else:
                super().refuse({name: message})

    @staticmethod
    def values_of(tax_class: TaxClass) -> dict[str, Any]:
        """Return what is kept now, to begin with."""
        return {
            "name": tax_class.name,
            "is_default": tax_class.is_default,
            "version": tax_class.version,
        }

    @staticmethod
    def rates_of(tax_class: TaxClass) -> list[dict[str, Any]]:
        """Return the rows of the rates that are kept now."""
        return [
            {name: getattr(each, name) for name in OF_RATE} | {"rate_percent": _short(each.rate_percent)}
            for each in tax_rates_from(tax_class.rates)
        ]

    def told_of(self, tax_class: TaxClass) -> list[tuple[str, str]]:
        """Rebase the form on what stands now; return label and present value of what differs from what was typed."""
        self.rebase(tax_class.version)
        now = self.values_of(tax_class)
        words = {True: gettext_lazy("yes"), False: gettext_lazy("no")}
        told = [
            (str(self.fields[name].label), str(words.get(now[name], now[name])))
            for name in FIELDS
            if self.cleaned_data.get(name) != now[name]
        ]
        kept = tax_rates_from(tax_class.rates)
        if [_said(each) for each in kept] != [_said(each) for each in self._rates()]:
            told.append((_("Rates"), "; ".join(_said(each) for each in kept) or "–"))
        return told

    def _rates(self) -> list[TaxRate]:
        return [row.rate for row in self.rows if not row.is_blank]


def _rows_in(data: Mapping[str, Any]) -> int:
    """Return how many rows a page has sent."""
    sent = (name.split("-")[1] for name in data if name.startswith("rate-"))
    return max(
        (int(place) + 1 for place in sent if place.isascii() and place.isdigit() and len(place) < 4),
        default=0,
    )


def _said(rate: TaxRate) -> str:
    where = " ".join(filter(None, (rate.country, rate.region, rate.number)))
    return " ".join(filter(None, (rate.name, f"{_short(rate.rate_percent)} %", where)))


def _short(rate: Decimal) -> Decimal:
    """Return a rate without the zeros that its column adds."""
    return Decimal(f"{rate.normalize():f}")

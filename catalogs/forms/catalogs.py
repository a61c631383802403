"""What a supplier types about a catalog."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from catalogs.days import first_day, last_day
from catalogs.models import Catalog
from retailers.models import CustomerGroup
from wholesale.ui.forms import OneLine, Refusable, Versioned

FIELDS = ("name", "includes_all_products", "first_day", "last_day")


class DayField(forms.DateField):
    """A day that may be left open."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CatalogForm(Refusable, Versioned, forms.Form):
    """A catalog's name, what is in it, and its days. `version` is the one that was read."""

    name = OneLine(label=gettext_lazy("Name"), max_length=60)
    includes_all_products = forms.BooleanField(
        label=gettext_lazy("All products, those of tomorrow too"),
        required=False,
        help_text=gettext_lazy("Otherwise you choose the products."),
    )
    first_day = DayField(label=gettext_lazy("From"), required=False)
    last_day = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("On other days nobody sees it. Left empty, it has no end."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def details(self) -> dict[str, Any]:
        """Return what was typed, for the service."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    @staticmethod
    def values_of(catalog: Catalog) -> dict[str, Any]:
        """Return what is kept now, to begin with."""
        zone = catalog.supplier.time_zone
        return {
            "name": catalog.name,
            "includes_all_products": catalog.includes_all_products,
            "first_day": first_day(catalog.opens_at, zone),
            "last_day": last_day(catalog.closes_at, zone),
            "version": catalog.version,
        }

    def told_of(self, catalog: Catalog) -> list[tuple[str, str]]:
        """Rebase the form on what stands now; return label and present value of what differs from what was typed."""
        self.rebase(catalog.version)
        now = self.values_of(catalog)
        words = {True: gettext_lazy("yes"), False: gettext_lazy("no"), None: "–"}
        return [
            (str(self.fields[name].label), str(words.get(now[name], now[name])))
            for name in FIELDS
            if self.cleaned_data.get(name) != now[name]
        ]


class ShareForm(forms.Form):
    """With whom a catalog is to be shared: a group, or a label."""

    group = forms.ModelChoiceField(queryset=CustomerGroup.objects.none(), required=False)
    label = OneLine(max_length=40, required=False)

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]

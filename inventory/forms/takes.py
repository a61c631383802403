"""What is typed while stock is counted."""

from collections.abc import Callable, Sequence
from typing import Any, Self

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from catalogs.models import Product
from inventory.forms.units import MOST_ON_HAND, units_field
from inventory.models import Warehouse
from inventory.queries import Place
from wholesale.organizations.models import Organization
from wholesale.ui.forms import OnceForm


class WarehouseForm(OnceForm):
    """What a warehouse is called."""

    name = forms.CharField(label=_("Name"), max_length=80)


class TakeForm(forms.Form):
    """Which products are counted where."""

    supplier = forms.ChoiceField(label=_("Whose stock"), required=False)
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    category = forms.ChoiceField(label=_("Category"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        suppliers: Sequence[Organization],
        places: Sequence[Place],
        categories: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.suppliers, self.places = suppliers, places
        choices: dict[str, list[tuple[str, Any]]] = {
            "supplier": [(each.slug, each.name) for each in suppliers],
            "warehouse": [(str(place.key), place.name) for place in places],
            "category": [("", _("All products")), *((name, name) for name in categories)],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]
        if len(suppliers) < 2:
            self.fields["supplier"].widget = forms.HiddenInput()

    def given(self, warehouse_of: Callable[[Place], Warehouse]) -> dict[str, Any]:
        """Return what was chosen, for the service."""
        data = self.cleaned_data
        slug = data["supplier"]
        place = next(place for place in self.places if str(place.key) == data["warehouse"])
        return {
            "supplier": next((each for each in self.suppliers if each.slug == slug), self.suppliers[0]),
            "warehouse": warehouse_of(place),
            "category": data["category"],
            "note": data["note"],
        }

    def clean(self) -> dict[str, Any]:
        """Ask for a supplier where nobody is to be counted for."""
        if not self.suppliers:
            self.add_error(None, _now("You keep stock for no supplier yet."))
        return self.cleaned_data


class LineForm(OnceForm):
    """A product and how many of it there are. `seen_version` is of the count that was shown, 0 without one.

    Once, since what is added to a count would else be added twice.
    """

    code = forms.CharField(
        label=_("SKU, barcode or name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "autofocus": True}),
    )
    units = units_field(_("How many"), max_value=MOST_ON_HAND)
    seen_version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def count(self) -> dict[str, Any]:
        """Return what was counted, for the service."""
        data = self.cleaned_data
        return {
            "units": data["units"],
            "seen_version": data["seen_version"] or 0,
            "adds": "add" in self.data,
        }

    def again(self, version: int) -> Self:
        """Ask again, after somebody else's count of this version; what was typed stays."""
        self.data = dict(self.data.items()) | {"seen_version": str(version)}
        return self

    def naming(self, found: Sequence[Product]) -> Self:
        """Say that no product, or more than one, is meant."""
        text = _now("Several products fit: choose one.") if found else _now("There is no such product.")
        self.add_error("code", text)
        return self


class ApplyForm(forms.Form):
    """Why the books are corrected."""

    reason = forms.CharField(label=_("Reason"), max_length=200, initial=_("Stock take"))

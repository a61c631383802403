"""One product's lots as they are typed: counted, lost, or named at last (SPEC.md I13)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from inventory.drafts import LotUnits
from inventory.forms.receipts import day_field, lot_field
from inventory.forms.units import MOST_ON_HAND, units_field
from inventory.queries import Place
from wholesale.ui.forms import OnceForm


class NameLotForm(OnceForm):
    """Units that lie in a warehouse without a lot, and which they are."""

    warehouse = forms.ChoiceField(label=_("Warehouse"))
    code = lot_field(_("Lot"), required=True)
    best_before = day_field(_("Best before"))
    units = units_field(_("Units"), min_value=1)

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["warehouse"].choices = [(str(place.key), place.name) for place in places]  # type: ignore[attr-defined]

    def given(self) -> LotUnits:
        """Return what was typed, for the service."""
        data = self.cleaned_data
        return LotUnits(data["code"], data["units"], data["best_before"])


class CountLotForm(OnceForm):
    """A counted lot. `seen_units` is what stood there when the box was filled in."""

    warehouse = forms.ChoiceField(widget=forms.HiddenInput)
    lot = forms.UUIDField(widget=forms.HiddenInput)
    seen_units = forms.IntegerField(min_value=0, max_value=MOST_ON_HAND, widget=forms.HiddenInput)
    counted_units = units_field(_("On hand now"), max_value=MOST_ON_HAND)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["warehouse"].choices = [(str(place.key), place.name) for place in places]  # type: ignore[attr-defined]

    @property
    def is_loss(self) -> bool:
        """Tell whether what is missing is lost or broken, and not counted wrongly before."""
        return "write_off" in self.data

    def clean(self) -> dict[str, Any]:
        """Refuse to write off nothing."""
        data = self.cleaned_data
        if self.is_loss and data.get("counted_units", 0) >= data.get("seen_units", 0):
            self.add_error("counted_units", _now("Say how many are left, fewer than before."))
        return data

    def change(self) -> dict[str, Any]:
        """Return the difference between what was counted and what was seen, and why, for the service."""
        data = self.cleaned_data
        change = data["counted_units"] - data["seen_units"]
        if self.is_loss:
            return {"units": -change, "reason": data["reason"]}
        return {"change_units": change, "seen_units": data["seen_units"], "reason": data["reason"]}

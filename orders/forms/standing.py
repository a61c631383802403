"""What a buyer types about a standing list."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.queries.filling import Wanted
from wholesale.sheets.typed import HIGHEST_UNITS, TypedLine, typed_lines
from wholesale.ui.forms import OnceForm, OneLine, Versioned


class StandingListForm(Versioned, OnceForm):
    """A list's name, the quantities of what is on it, and lines to add. `version` is the one that was read."""

    name = OneLine(label=gettext_lazy("Name"), max_length=60)
    more = forms.CharField(
        label=gettext_lazy("Add products: SKU and quantity, one line each"),
        required=False,
        max_length=50_000,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "characters", "autocomplete": "off"}
        ),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: Sequence[Wanted] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            units: Any = forms.IntegerField(
                label=line.name,
                required=False,
                min_value=0,
                max_value=HIGHEST_UNITS,
                initial=line.units,
            )
            units.error_messages["invalid"] = _("Type how many you want as a whole number.")
            self.fields[f"units-{line.product_id}"] = units

    def rows(self) -> list[tuple[Wanted, Any]]:
        """Return each line with its quantity."""
        return [(line, self[f"units-{line.product_id}"]) for line in self.lines]

    @property
    def units_by_product(self) -> dict[UUID, int]:
        """Return the quantities as they were typed; 0 takes a product out, nothing leaves it as it is."""
        typed = {line.product_id: self.cleaned_data[f"units-{line.product_id}"] for line in self.lines}
        return {product: units for product, units in typed.items() if units is not None}

    @property
    def added(self) -> list[TypedLine]:
        """Return the lines to add."""
        return typed_lines(self.cleaned_data["more"])

    def refuse_lines(self, told: Mapping[TypedLine, str]) -> None:
        """Name the lines that cannot be added, beside the field."""
        for line, reason in told.items():
            words = _("Line %(number)s, %(text)s: %(reason)s")
            self.add_error("more", words % {"number": line.number, "text": line.text, "reason": reason})

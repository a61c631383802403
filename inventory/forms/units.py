"""Units of products as they are typed: received, counted anew, lost."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from wholesale.sheets.typed import typed_lines
from wholesale.ui.forms import OnceForm

MAX_UNITS, MOST_LINES = 1_000_000, 500
MOST_ON_HAND = 2_147_483_647


def units_field(label: Any, **options: Any) -> forms.IntegerField:
    """Return a small box for whole units."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "cb-units"})
    limits = {"min_value": 0, "max_value": MAX_UNITS} | options
    return forms.IntegerField(label=label, widget=widget, **limits)


class UnitsForm(OnceForm):
    """Units by product, in boxes and as a list that was pasted; a box left empty leaves its product out.

    Args:
        products: rows with `id` and `name`.
        ids_by_sku: finds the products of a pasted list.
    """

    pasted = forms.CharField(
        label=_("Or paste a list"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One product per line: its SKU and how many, as in PALE-24 12."),
    )

    def __init__(
        self,
        *args: Any,
        products: Iterable[Mapping[str, Any]],
        units: Mapping[UUID, int] | None = None,
        ids_by_sku: Callable[[list[str]], Mapping[str, UUID]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.products = list(products)
        self.ids_by_sku = ids_by_sku
        self.pasted_units: dict[UUID, int] = {}
        for row in self.products:
            name = f"units-{row['id']}"
            self.fields[name] = units_field(row["name"], required=False, initial=(units or {}).get(row["id"]))

    def box_of(self, product: UUID) -> forms.BoundField:
        """Return the box of a product."""
        return self[f"units-{product}"]

    def units_by_product(self) -> dict[UUID, int]:
        """Return what was typed, without empty boxes and zeros."""
        typed = {row["id"]: self.cleaned_data.get(f"units-{row['id']}") for row in self.products}
        return self.pasted_units | {product: units for product, units in typed.items() if units}

    def clean_pasted(self) -> str:
        """Read the list; name the lines that say no product or no number."""
        text: str = self.cleaned_data["pasted"]
        lines = typed_lines(text)
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("Paste at most %(n)s lines at once."), params={"n": MOST_LINES})
        ids = self.ids_by_sku([line.sku for line in lines]) if lines and self.ids_by_sku else {}
        for line in lines:
            if line.sku not in ids or not line.units or line.units > MAX_UNITS:
                refusal = _("Line %(number)s is not understood: %(text)s")
                self.add_error("pasted", refusal % {"number": line.number, "text": line.text[:80]})
            else:
                before = self.pasted_units.get(ids[line.sku], 0)
                self.pasted_units[ids[line.sku]] = before + line.units
        return str(self.cleaned_data.get("pasted", ""))

    def clean(self) -> dict[str, Any]:
        """Ask for one product at least."""
        if not self.errors and not self.units_by_product():
            self.add_error(None, self.nothing_typed)
        return self.cleaned_data

    nothing_typed = _("Type how many of at least one product.")


class AdjustmentForm(OnceForm):
    """A counted balance. `seen_units` is what stood there when the box was filled in."""

    counted_units = units_field(_("On hand now"), max_value=MOST_ON_HAND)
    seen_units = forms.IntegerField(min_value=0, max_value=MOST_ON_HAND, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def change(self) -> dict[str, Any]:
        """Return the difference between what was counted and what was seen, and why, for the service."""
        seen = int(self.cleaned_data["seen_units"])
        change_units = int(self.cleaned_data["counted_units"]) - seen
        return {"change_units": change_units, "seen_units": seen, "reason": self.cleaned_data["reason"]}

    def see(self, units: int) -> None:
        """Ask again, against what stands there now; what was typed stays."""
        self.data = dict(self.data.items()) | {"seen_units": str(units)}


class WriteOffForm(OnceForm):
    """Units that are lost or broken."""

    units = units_field(_("Lost or broken units"), min_value=1)
    reason = forms.CharField(label=_("Reason"), max_length=200)
    prefix = "loss"

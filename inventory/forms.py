"""What is typed about stock: units of many products, a counted balance, a transfer, what arrived."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from inventory.drafts import Count
from inventory.models import TransferLine
from inventory.queries import Place
from wholesale.ui.forms import OnceForm

MAX_UNITS = 1_000_000
MOST_ON_HAND = 2_147_483_647


def units_field(label: Any, **options: Any) -> forms.IntegerField:
    """Return a small box for whole units."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "cb-units"})
    return forms.IntegerField(label=label, min_value=0, max_value=MAX_UNITS, widget=widget, **options)


class UnitsForm(OnceForm):
    """Units by product; a box left empty leaves its product out.

    Args:
        products: rows with `id` and `name`.
    """

    def __init__(
        self,
        *args: Any,
        products: Iterable[Mapping[str, Any]],
        units: Mapping[UUID, int] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.products = list(products)
        for row in self.products:
            name = f"units-{row['id']}"
            self.fields[name] = units_field(row["name"], required=False, initial=(units or {}).get(row["id"]))

    def box_of(self, product: UUID) -> forms.BoundField:
        """Return the box of a product."""
        return self[f"units-{product}"]

    def units_by_product(self) -> dict[UUID, int]:
        """Return what was typed, without empty boxes and zeros."""
        typed = {row["id"]: self.cleaned_data.get(f"units-{row['id']}") for row in self.products}
        return {product: units for product, units in typed.items() if units}

    def clean(self) -> dict[str, Any]:
        """Ask for one product at least."""
        if not self.errors and not self.units_by_product():
            self.add_error(None, self.nothing_typed)
        return self.cleaned_data

    nothing_typed = _("Type how many of at least one product.")


class ReceiptForm(UnitsForm):
    """Stock that came in."""

    reason = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("For example the batch or delivery note."),
    )


class TransferForm(UnitsForm):
    """A transfer: from, to, units. `version` is the one that was read."""

    source = forms.ChoiceField(label=_("From"))
    destination = forms.ChoiceField(label=_("To"))
    note = forms.CharField(label=_("Note"), max_length=240, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sources: list[Place], destinations: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(str(place.key), place.name) for place in sources]  # type: ignore[attr-defined]
        self.fields["destination"].choices = [(str(place.key), place.name) for place in destinations]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for two places."""
        data = super().clean()
        if data.get("source") and data.get("source") == data.get("destination"):
            self.add_error("destination", _("Choose another warehouse than the one it comes from."))
        return data


class AdjustmentForm(OnceForm):
    """A counted balance. `seen_units` is what stood there when the box was filled in."""

    counted_units = units_field(_("On hand now"))
    seen_units = forms.IntegerField(min_value=0, max_value=MOST_ON_HAND, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def change_units(self) -> int:
        """Return the difference between what was counted and what was seen."""
        return int(self.cleaned_data["counted_units"]) - int(self.cleaned_data["seen_units"])


class CountForm(forms.Form):
    """What arrived of a transfer, line by line."""

    def __init__(self, *args: Any, lines: list[TransferLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            received = _("%(product)s, arrived whole") % {"product": line.name}
            self.fields[f"received-{line.product_id}"] = units_field(received, initial=line.sent_units)
            broken = _("%(product)s, broken") % {"product": line.name}
            self.fields[f"broken-{line.product_id}"] = units_field(broken, required=False, initial=0)

    def clean(self) -> dict[str, Any]:
        """Refuse more than was sent."""
        for line in self.lines:
            arrived = self.cleaned_data.get(f"received-{line.product_id}") or 0
            broken = self.cleaned_data.get(f"broken-{line.product_id}") or 0
            if arrived + broken > line.sent_units:
                text = _("%(sent)s were sent, more cannot arrive.") % {"sent": line.sent_units}
                self.add_error(f"received-{line.product_id}", text)
        return self.cleaned_data

    def rows(self) -> list[dict[str, Any]]:
        """Return each line with its two boxes, for the table."""
        return [
            {
                "line": line,
                "received": self[f"received-{line.product_id}"],
                "broken": self[f"broken-{line.product_id}"],
            }
            for line in self.lines
        ]

    def counts(self) -> dict[UUID, Count]:
        """Return what was typed, for the service."""
        data = self.cleaned_data
        return {
            line.product_id: Count(
                data[f"received-{line.product_id}"], data.get(f"broken-{line.product_id}") or 0
            )
            for line in self.lines
        }

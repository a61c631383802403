"""Stock that came in as it is typed: units, and of products that track lots which lot (SPEC.md I3, I13)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from inventory.drafts import LotUnits
from inventory.forms.units import MAX_UNITS, UnitsForm, units_field
from inventory.queries import Place
from inventory.typed_lots import TypedLot, typed_lots

MOST_LOTS = 20
LOT_LENGTH = 40


def lot_field(label: Any, *, required: bool = False) -> forms.CharField:
    """Return a small box for what is printed on the goods."""
    widget = forms.TextInput(attrs={"class": "cb-lot", "autocomplete": "off", "autocapitalize": "characters"})
    return forms.CharField(label=label, max_length=LOT_LENGTH, required=required, widget=widget)


def day_field(label: Any) -> forms.DateField:
    """Return a box for a best-before date."""
    widget = forms.DateInput(attrs={"type": "date", "class": "cb-day"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class ReceiptForm(UnitsForm):
    """Stock that came in, and where. A product that tracks lots has a row for each lot; `another` asks for one more.

    Args:
        products: rows with `id`, `name` and `tracks_lots`.
    """

    warehouse = forms.ChoiceField(label=_("Into"), required=False)
    reason = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("For example the delivery note.")
    )

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["warehouse"].choices = [(str(place.key), place.name) for place in places]  # type: ignore[attr-defined]
        self.fields["pasted"].help_text = _(
            "One product per line: its SKU and how many, as in PALE-24 12; of products that track lots also the lot"
            " and its date, as in PALE-24 12 L-0815 2026-12-31."
        )
        self.pasted_lots: list[tuple[UUID, TypedLot]] = []
        for row in self.tracked.values():
            for at in range(self._rows_of(row["id"])):
                self._add_row(row, at)

    @property
    def tracked(self) -> dict[UUID, Mapping[str, Any]]:
        """Return the products that track lots."""
        return {row["id"]: row for row in self.products if row["tracks_lots"]}

    def lot_rows(self, product: UUID) -> list[dict[str, forms.BoundField]]:
        """Return the boxes of each lot of a product, for the table; none where it tracks no lots."""
        if product not in self.tracked:
            return []
        return [
            {"units": self[units], "lot": self[f"lot-{product}-{at}"], "best": self[f"best-{product}-{at}"]}
            for at, units in enumerate(self._unit_names(product))
        ]

    def units_by_product(self) -> dict[UUID, int]:
        """Return what was typed of products that track no lots, as far as is known here."""
        return {key: n for key, n in super().units_by_product().items() if key not in self.tracked}

    def lots(self) -> dict[UUID, list[LotUnits]]:
        """Return what was typed and pasted of each lot, for the service."""
        found: dict[UUID, list[LotUnits]] = {}
        for product in self.tracked:
            for at, name in enumerate(self._unit_names(product)):
                if units := self.cleaned_data.get(name):
                    code, best = (self.cleaned_data[f"{word}-{product}-{at}"] for word in ("lot", "best"))
                    found.setdefault(product, []).append(LotUnits(code, units, best))
        for product, line in self.pasted_lots:
            found.setdefault(product, []).append(LotUnits(line.code, line.units, line.best_before))
        return found

    def clean_pasted(self) -> str:
        """Take the lines that name a lot out of the list, and read the rest as units alone."""
        text: str = self.cleaned_data["pasted"]
        lines = typed_lots(text)
        ids = self.ids_by_sku([line.sku for line in lines]) if lines and self.ids_by_sku else {}
        named = {
            line.number: line
            for line in lines
            if line.sku in ids and line.units <= MAX_UNITS and len(line.code) <= LOT_LENGTH
        }
        self.pasted_lots = [(ids[line.sku], line) for line in named.values()]
        rest = ["" if at in named else each for at, each in enumerate(text.splitlines(), 1)]
        self.cleaned_data["pasted"] = "\n".join(rest)
        super().clean_pasted()
        return text

    def clean(self) -> dict[str, Any]:
        """Ask for the lot of each product that tracks lots, and for one product at least."""
        for product in self.tracked:
            for at, name in enumerate(self._unit_names(product)):
                has_code = self.cleaned_data.get(f"lot-{product}-{at}")
                if self.cleaned_data.get(name) and not has_code and f"lot-{product}-{at}" not in self.errors:
                    self.add_error(f"lot-{product}-{at}", _now("Say which lot."))
                elif has_code and not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _now("Say how many of this lot."))
            if product in self.pasted_units:
                text = _now("%(product)s tracks lots: paste its lot and date too.")
                self.add_error("pasted", text % {"product": self.tracked[product]["name"]})
        if not self.errors and not self.units_by_product() and not self.lots():
            self.add_error(None, self.nothing_typed)
        return self.cleaned_data

    def _rows_of(self, product: UUID) -> int:
        sent = next((at for at in range(MOST_LOTS) if f"lot-{product}-{at}" not in self.data), MOST_LOTS)
        return min(max(1, sent) + (self.data.get("another") == str(product)), MOST_LOTS)

    def _unit_names(self, product: UUID) -> list[str]:
        rows = range(1, self._rows_of(product))
        return [f"units-{product}", *(f"units-{product}-{at}" for at in rows)]

    def _add_row(self, row: Mapping[str, Any], at: int) -> None:
        named = {"product": row["name"], "n": at + 1}
        if at:
            label = _now("%(product)s, units of lot %(n)s") % named
            self.fields[f"units-{row['id']}-{at}"] = units_field(label, required=False)
        self.fields[f"lot-{row['id']}-{at}"] = lot_field(_now("%(product)s, lot %(n)s") % named)
        self.fields[f"best-{row['id']}-{at}"] = day_field(
            _now("%(product)s, best before of lot %(n)s") % named
        )

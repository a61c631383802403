"""What a buyer types, pastes, uploads or ticks to fill a cart with many products at once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.queries.filling import FillLine
from wholesale.sheets.errors import SheetRefused
from wholesale.sheets.forms import FileForm
from wholesale.sheets.reader import read_sheet
from wholesale.sheets.typed import (
    HIGHEST_UNITS,
    SKU_HEADINGS,
    UNITS_HEADINGS,
    TypedLine,
    rows_of_sheet,
    typed_lines,
)
from wholesale.ui.forms import OnceForm

MOST_LINES = 500


def lines_of_file(name: str, content: bytes) -> list[TypedLine]:
    """Return the lines of a quick order in a sheet, read apart as every uploaded sheet is.

    Raises: SheetRefused.
    """
    sheet = read_sheet(content, name=name, known=SKU_HEADINGS | UNITS_HEADINGS)
    return rows_of_sheet(sheet.headings, sheet.header_row, sheet.rows)


class QuickOrderForm(OnceForm, FileForm):
    """Lines of SKU and quantity, typed or in a file."""

    text = forms.CharField(
        label=gettext_lazy("SKU and quantity, one line each"),
        required=False,
        max_length=50_000,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "characters", "autocomplete": "off"}
        ),
    )
    field_order = ("form_key", "text", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: list[TypedLine] = []
        file = self.fields["file"]
        file.required, file.label = False, _("Or a file")
        file.help_text = _("XLSX or CSV with a column of SKUs and one of quantities.")

    def clean_file(self) -> Any:
        """Refuse a file that is too big; there may be none."""
        return super().clean_file() if self.cleaned_data["file"] else None

    def clean(self) -> dict[str, Any]:
        """Read the lines. A file that cannot be read is refused as everywhere."""
        data = super().clean() or self.cleaned_data
        file, text = data.get("file"), data.get("text", "")
        if self.errors:
            return data
        try:
            self.lines = lines_of_file(file.name, file.read()) if file else []
        except SheetRefused as error:
            self.add_error("file", error.message)
            return data
        self.lines = typed_lines(text) + self.lines
        if not self.lines:
            self.add_error("text", _("Type or paste at least one line, or choose a file."))
        if len(self.lines) > MOST_LINES:
            words = _("These are %(lines)s lines; at most %(most)s are read at once.")
            self.add_error("file" if file else "text", words % {"lines": len(self.lines), "most": MOST_LINES})
        return data


class FillForm(OnceForm):
    """Which of the lines go into the cart, and how many of each."""

    def __init__(self, *args: Any, lines: Sequence[FillLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            if line.offer:
                units: Any = forms.IntegerField(
                    label=line.name, min_value=0, max_value=HIGHEST_UNITS, initial=line.units
                )
                units.error_messages["invalid"] = _("Type how many you want as a whole number.")
                self.fields[f"units-{line.product_id}"] = units
                self.fields[f"take-{line.product_id}"] = forms.BooleanField(
                    required=False, initial=line.units > 0
                )

    def rows(self) -> list[tuple[FillLine, Any, Any]]:
        """Return each line with its two fields; one that is gone has none."""
        return [
            (line, self[f"take-{line.product_id}"], self[f"units-{line.product_id}"])
            if line.offer
            else (line, None, None)
            for line in self.lines
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the quantities of what is ticked alone."""
        data = super().clean() or self.cleaned_data
        for line in self.lines:
            if line.offer and not data.get(f"take-{line.product_id}"):
                self.errors.pop(f"units-{line.product_id}", None)
        if not self.errors and not self.units_by_product:
            self.add_error(None, _("Choose at least one product, and how many of it."))
        return data

    @property
    def units_by_product(self) -> dict[UUID, int]:
        """Return how many of what is ticked; of what has gone since the page was drawn, as many as were wanted."""
        taken = {
            line.product_id: self.cleaned_data.get(f"units-{line.product_id}") or 0
            for line in self.lines
            if line.offer and self.cleaned_data.get(f"take-{line.product_id}")
        }
        gone = {
            line.product_id: line.wanted.units
            for line in self.lines
            if line.offer is None and f"take-{line.product_id}" in self.data
        }
        return {product: units for product, units in {**taken, **gone}.items() if units}

    @classmethod
    def of_refused(cls, lines: Sequence[FillLine], refused: Mapping[UUID, int]) -> "FillForm":
        """Return a form, to be sent anew, in which only what was refused is ticked, as it was asked for."""
        form = cls(lines=lines)
        for line in lines:
            if line.offer:
                form.fields[f"take-{line.product_id}"].initial = line.product_id in refused
                units = form.fields[f"units-{line.product_id}"]
                units.initial = refused.get(line.product_id, units.initial)
        return form

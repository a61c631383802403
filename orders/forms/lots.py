"""Which lots an order is given, as whoever prepares it types them."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from orders.queries.lots import LotChoices


class LotsForm(forms.Form):
    """A box for each lot of each product and warehouse; `version` is of the order that was looked at."""

    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: list[LotChoices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            for choice in row.choices:
                label = _("%(product)s, units of lot %(lot)s")
                self.fields[_name(choice.lot.warehouse_id, choice.lot.lot_id)] = forms.IntegerField(
                    label=label % {"product": row.held.name, "lot": choice.lot.code},
                    min_value=0,
                    max_value=choice.lot.free_units,
                    required=False,
                    initial=choice.units,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "cb-units"}),
                )

    def shown(self) -> list[dict[str, Any]]:
        """Return each product with its lots and their boxes, for the page."""
        return [
            {
                "row": row,
                "choices": [
                    (choice, self[_name(choice.lot.warehouse_id, choice.lot.lot_id)])
                    for choice in row.choices
                ],
            }
            for row in self.rows
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse more of a product than the order takes."""
        for row in self.rows:
            names = [_name(choice.lot.warehouse_id, choice.lot.lot_id) for choice in row.choices]
            chosen = sum(self.cleaned_data.get(name) or 0 for name in names)
            if chosen > row.held.units:
                text = _("The order takes %(n)s of %(product)s, you chose %(chosen)s.")
                said = {"n": row.held.units, "product": row.held.name, "chosen": chosen}
                self.add_error(names[0], text % said)
        return self.cleaned_data

    def chosen(self) -> dict[tuple[UUID, UUID], int]:
        """Return what was typed, for the service."""
        return {
            (choice.lot.warehouse_id, choice.lot.lot_id): self.cleaned_data.get(
                _name(choice.lot.warehouse_id, choice.lot.lot_id)
            )
            or 0
            for row in self.rows
            for choice in row.choices
        }


def _name(warehouse: UUID, lot: UUID) -> str:
    return f"lot-{warehouse}-{lot}"

"""What a retailer wants of its order instead, and how much of one its supplier says is to come."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from inventory.errors import Shortage
from orders.edits import OrderEdit, Quantity
from orders.enums import REASONS_OF_STAGE, ChangeReason, LineStage
from orders.models import Order, OrderLine
from orders.queries.addresses import DeliveryAddress
from wholesale.money import reader_locale
from wholesale.ui import times
from wholesale.ui.forms import OnceForm, Versioned

MOST = 1_000_000


class EditForm(Versioned, OnceForm):
    """A box for each line, day, address, PO number and note; `digest` is of the review that was shown."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    digest = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    delivery_date = forms.TypedChoiceField(label=_("Delivery day"), coerce=date.fromisoformat)
    address_key = forms.ChoiceField(label=_("Ship to"), required=False)
    po_number = forms.CharField(label=_("PO number"), max_length=40, required=False)
    note = forms.CharField(label=_("Note to the supplier"), max_length=500, required=False)

    def __init__(
        self,
        *args: Any,
        order: Order,
        lines: Sequence[OrderLine],
        days: Sequence[date],
        addresses: Sequence[DeliveryAddress],
        language: str,
        **kwargs: Any,
    ) -> None:
        stands = {"version": order.version, "po_number": order.po_number, "note": order.note}
        stands["delivery_date"] = order.delivery_date.isoformat()
        super().__init__(*args, **kwargs | {"initial": stands})
        locale = reader_locale(language)
        named = [(day.isoformat(), times.day(day, locale)) for day in sorted({order.delivery_date, *days})]
        self.fields["delivery_date"].choices = named  # type: ignore[attr-defined]
        place = ", ".join(filter(None, [order.ship_to.get("name"), order.ship_to.get("street")]))
        stays = gettext("As it is: %(place)s") % {"place": place}
        choices = [("", stays), *((each.key, each.line) for each in addresses)]
        self.fields["address_key"].choices = choices  # type: ignore[attr-defined]
        self.lines = [line for line in lines if line.quantity_units or line.ordered_units]
        for line in self.lines:
            self.fields[_box(line)] = _units(line)

    def shown(self) -> list[tuple[OrderLine, Any]]:
        """Return each line with its box."""
        return [(line, self[_box(line)]) for line in self.lines]

    @property
    def wants_something(self) -> bool:
        """Tell whether anything was typed that differs from the order as it stands."""
        return bool({*self.changed_data} - {"form_key", "version", "digest"})

    @property
    def wish(self) -> OrderEdit:
        """Return what was typed, for the service."""
        data = self.cleaned_data
        return OrderEdit(
            {line.product_id: data[_box(line)] for line in self.lines},
            delivery_date=data["delivery_date"],
            address_key=data["address_key"] or None,
            po_number=data["po_number"],
            note=data["note"],
            digest=data["digest"] or None,
        )

    def refuse_line(self, product_id: UUID | None, why: str) -> None:
        """Say beside a product's box what is wrong with it, or above all where it has none."""
        box = next((_box(line) for line in self.lines if line.product_id == product_id), None)
        self.add_error(box, why)

    def refuse_short(self, shortages: Sequence[Shortage]) -> None:
        """Say beside each box what is not there."""
        for shortage in shortages:
            self.refuse_line(shortage.product_id, _short(shortage))


class AdditionForm(forms.Form):
    """The key of this addition, and what the buyer was shown."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    digest = forms.CharField(max_length=32, widget=forms.HiddenInput)


class QuantitiesForm(Versioned, OnceForm):
    """For each line how much is to come, why, and a note."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, order: Order, lines: Sequence[OrderLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"version": order.version}})
        self.lines = [line for line in lines if line.quantity_units or line.ordered_units]
        reasons = [("", pgettext("reason", "Why?"))]
        reasons += [(each.value, str(each.label)) for each in REASONS_OF_STAGE[LineStage.CONFIRMED]]
        for line in self.lines:
            name = {"name": line.name}
            self.fields[_box(line)] = _units(line)
            self.fields[f"reason-{line.pk}"] = forms.ChoiceField(
                label=gettext("%(name)s, why") % name, choices=reasons, required=False
            )
            self.fields[f"note-{line.pk}"] = forms.CharField(
                label=gettext("%(name)s, note") % name, max_length=200, required=False
            )

    def shown(self) -> list[tuple[OrderLine, Any, Any, Any]]:
        """Return each line with its three boxes."""
        return [
            (line, self[_box(line)], self[f"reason-{line.pk}"], self[f"note-{line.pk}"])
            for line in self.lines
        ]

    @property
    def quantities(self) -> dict[UUID, Quantity]:
        """Return what was typed of the lines that differ from what they were, for the service."""
        data = self.cleaned_data
        return {
            line.product_id: Quantity(
                data[_box(line)], _reason(data[f"reason-{line.pk}"]), data[f"note-{line.pk}"]
            )
            for line in self.lines
            if data[_box(line)] != line.quantity_units
        }

    def refuse_line(self, product_id: UUID, why: str, *, field: str = "units") -> None:
        """Say beside a product's box what is wrong with it."""
        line = next((line for line in self.lines if line.product_id == product_id), None)
        self.add_error(f"{field}-{line.pk}" if line else None, why)

    def refuse_short(self, shortages: Sequence[Shortage]) -> None:
        """Say beside each box what is not there."""
        for shortage in shortages:
            self.refuse_line(shortage.product_id, _short(shortage))


def _short(shortage: Shortage) -> str:
    """Say of how many units more there is enough, beside a box that stands for all of a line."""
    text = gettext("%(left)s more can be had, not %(wanted)s.")
    return text % {"left": shortage.available_units, "wanted": shortage.wanted_units}


def _reason(value: str) -> ChangeReason | None:
    return ChangeReason(value) if value else None


def _box(line: OrderLine) -> str:
    return f"units-{line.pk}"


def _units(line: OrderLine) -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext("%(name)s, units") % {"name": line.name},
        min_value=0,
        max_value=MOST,
        initial=line.quantity_units,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "cb-units"}),
    )

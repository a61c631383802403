"""What a driver types at a door, on a phone: handed over, or failed."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orders.at_door import AtDoor
from orders.enums import REASONS_OF_STAGE, LineStage, ProblemKind, ReportKind
from orders.forms.reporting import PhotoField, ReportForm
from wholesale.ui.forms import Versioned

BRING_BACK = "back"
_REASONS = [("", _("Why?")), *((each.value, each.label) for each in REASONS_OF_STAGE[LineStage.DELIVERED])]


class HandoverForm(Versioned, ReportForm):
    """The goods were handed over, all or some of them.

    Args:
        lines: dicts with id, name and shipped_units; none where quantities are not this side's to change.
    """

    kind = ReportKind.DELIVERED
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    received_by = forms.CharField(label=_("Who received it"), max_length=80, strip=True)
    photo = PhotoField()
    field_order = ("received_by", "note", "photo")

    def __init__(self, *args: Any, lines: Iterable[dict[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [line for line in lines if line["shipped_units"]]
        for line in self.rows:
            key, most, name = line["id"], line["shipped_units"], {"name": line["name"]}
            self.fields[f"units-{key}"] = forms.IntegerField(
                label=line["name"],
                min_value=0,
                max_value=most,
                initial=most,
                widget=forms.NumberInput({"class": "cb-qty", "inputmode": "numeric"}),
                error_messages={"max_value": _("Only %(limit_value)s were on the way.")},
            )
            self.fields[f"reason-{key}"] = forms.ChoiceField(
                label=gettext("%(name)s, why less was handed over") % name, choices=_REASONS, required=False
            )
            self.fields[f"note-{key}"] = forms.CharField(
                label=gettext("%(name)s, other reason") % name, max_length=200, required=False
            )

    @property
    def shown(self) -> list[tuple[dict[str, Any], Any, Any, Any]]:
        """Return each line with its three fields."""
        return [
            (line, self[f"units-{line['id']}"], self[f"reason-{line['id']}"], self[f"note-{line['id']}"])
            for line in self.rows
        ]

    @property
    def head(self) -> list[Any]:
        """Return the fields beside the lines."""
        return [self[name] for name in ("received_by", "note", "photo")]

    @property
    def is_short(self) -> bool:
        """Tell whether the fold of the lines is to stand open: something in it was typed or is wrong."""
        return self.is_bound and any(
            units.errors or reason.errors or str(units.value()) != str(line["shipped_units"])
            for line, units, reason, _note in self.shown
        )

    def at_door(self) -> dict[UUID, AtDoor]:
        """Return by line what was handed over."""
        data = self.cleaned_data
        return {
            line["id"]: AtDoor(
                data[f"units-{line['id']}"], data[f"reason-{line['id']}"], data[f"note-{line['id']}"].strip()
            )
            for line in self.rows
        }

    def said(self) -> dict[str, Any]:
        """Return the arguments of services.reporting.Said."""
        return _without_lines(super().said())

    def refuse(self, errors: dict[str, str]) -> None:
        """Say beside the lines what a service refused."""
        for key, message in errors.items():
            name = f"reason-{key}"
            self.add_error(name if name in self.fields else None, message)


class FailureForm(Versioned, ReportForm):
    """Nothing was handed over: why, and when it is tried again, or that it comes back.

    Args:
        days: that can be chosen.
    """

    kind = ReportKind.FAILED
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    problem = forms.ChoiceField(label=_("What went wrong"), choices=[("", _("Choose")), *ProblemKind.choices])
    photo = PhotoField()
    field_order = ("problem", "day", "note", "photo")

    def __init__(self, *args: Any, days: Iterable[date] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(day.isoformat(), date_format(day, "l, j F")) for day in days]
        self.fields["day"] = forms.ChoiceField(
            label=_("Try again on"),
            choices=[("", _("Choose")), *offered, (BRING_BACK, _("Not again: everything goes back"))],
            help_text=_("The days on which this customer is delivered to."),
        )
        self.order_fields(self.field_order)

    @property
    def day(self) -> date | None:
        """Return the day of the next try; None where everything goes back."""
        chosen = self.cleaned_data["day"]
        return None if chosen == BRING_BACK else date.fromisoformat(chosen)

    def said(self) -> dict[str, Any]:
        """Return the arguments of services.reporting.Said."""
        said = _without_lines(super().said())
        return said | {"kind": ReportKind.FAILED if self.day else ReportKind.RETURNED}


def _without_lines(values: dict[str, Any]) -> dict[str, Any]:
    known = ("kind", "problem", "received_by", "note", "photo")
    return {name: value for name, value in values.items() if name in known}

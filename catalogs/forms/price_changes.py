"""When a change of prices begins and ends, and whether those concerned are told."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs.days import end_of, is_kept, last_day
from catalogs.forms.catalogs import DayField
from catalogs.models import PriceChange
from wholesale.ui.forms import OnceForm, Refusable, Versioned

FIELDS = ("name", "first_day", "first_time", "last_day", "tells_customers", "note")
_OF_COLUMNS = {"effective_at": "first_day", "ends_at": "last_day"}


class PlanForm(Refusable, Versioned, forms.Form):
    """The plan of a draft. `version` is the one that was read."""

    field_of_column = _OF_COLUMNS

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For yourselves, as in “Spring prices”."),
    )
    first_day = DayField(
        label=gettext_lazy("From"),
        required=False,
        help_text=gettext_lazy("Left empty, the prices count as soon as you publish them."),
    )
    first_time = forms.TimeField(
        label=gettext_lazy("At"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Left empty, from midnight."),
    )
    last_day = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("After this day the prices of before count again. Left empty, they stay."),
    )
    tells_customers = forms.BooleanField(
        label=gettext_lazy("Tell the retailers concerned by email"),
        required=False,
        help_text=gettext_lazy("Each sees its own prices, before and after, and no others."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note to them"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, time_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.time_zone = time_zone

    def clean(self) -> dict[str, Any]:
        """Refuse days that nobody can mean, and a time without its day."""
        data: dict[str, Any] = super().clean() or {}
        for name in ("first_day", "last_day"):
            if not is_kept(data.get(name)):
                self.add_error(name, ValidationError(_("Enter a valid date.")))
        if data.get("first_time") and not data.get("first_day") and "first_day" not in self.errors:
            self.add_error("first_day", ValidationError(_("On which day?")))
        return data

    @property
    def plan(self) -> dict[str, Any]:
        """Return what was typed, for the service."""
        data, zone = self.cleaned_data, ZoneInfo(self.time_zone)
        begins = data["first_day"] and datetime.combine(data["first_day"], data["first_time"] or time(), zone)
        return {
            "name": " ".join(data["name"].split()),
            "effective_at": begins,
            "ends_at": end_of(data["last_day"], self.time_zone),
            "tells_customers": data["tells_customers"],
            "note": data["note"].strip(),
        }

    @staticmethod
    def values_of(change: PriceChange) -> dict[str, Any]:
        """Return what is kept now, to begin with."""
        zone = change.supplier.time_zone
        begins = change.effective_at and change.effective_at.astimezone(ZoneInfo(zone))
        return {
            "name": change.name,
            "first_day": begins and begins.date(),
            "first_time": begins and begins.time(),
            "last_day": last_day(change.ends_at, zone),
            "tells_customers": change.tells_customers,
            "note": change.note,
            "version": change.version,
        }


class PublicationForm(OnceForm):
    """The press on the button: for the version that was looked at, once."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def seen(self) -> int:
        """Return the version that was looked at."""
        return int(self.cleaned_data["version"])

"""What a supplier types about its delivery days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from retailers import queries
from retailers.delivery_days import CalendarDetails, LineDetails, NamedDay
from retailers.enums import Carrier
from retailers.public_holidays import regions_of
from wholesale.organizations.models import Organization
from wholesale.ui.forms import Refusable, Versioned


class OfSchedule(Versioned, forms.Form):
    """A form that says which version of the delivery days it was shown beside."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class LineForm(Refusable, OfSchedule):
    """One day of service."""

    starts_on = forms.DateField(
        label=_("First delivery"),
        help_text=_("Its weekday is the delivery day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    every_weeks = forms.IntegerField(
        label=_("Every … weeks"), min_value=1, max_value=52, initial=1, help_text=_("1 to 52.")
    )
    deadline_weekday = forms.TypedChoiceField(
        label=_("Order until (day)"),
        coerce=int,
        help_text=_(
            "The last such day on or before the delivery; the same weekday is the delivery day itself."
        ),
    )
    deadline_time = forms.TimeField(
        label=_("Order until (time)"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    carrier = forms.ChoiceField(label=_("Carrier"), choices=Carrier.choices, initial=Carrier.ASSIGNED)
    distributor = forms.ModelChoiceField(
        label=_("Distributor"), queryset=Organization.objects.none(), required=False, empty_label="–"
    )
    carrier_name = forms.CharField(label=_("Name of another carrier"), max_length=120, required=False)
    is_on = forms.BooleanField(label=_("Delivers on this day"), required=False, initial=True)

    def __init__(
        self, *args: Any, supplier: Organization, line: LineDetails | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._line = line
        weekday: Any = self.fields["deadline_weekday"]
        weekday.choices = queries.weekday_choices()
        self.fields["deadline_time"].help_text = _("Time in %(zone)s.") % {"zone": supplier.time_zone}
        offered = queries.distributor_choices(supplier)
        if line and line.distributor:
            offered = offered | Organization.objects.filter(pk=line.distributor.pk)
        distributor: Any = self.fields["distributor"]
        distributor.queryset = offered.distinct()

    @staticmethod
    def values_of(line: LineDetails) -> dict[str, Any]:
        """Return what a line says now, to begin with."""
        return {
            "starts_on": line.starts_on,
            "every_weeks": line.every_weeks,
            "deadline_weekday": line.deadline_weekday,
            "deadline_time": line.deadline_time,
            "carrier": line.carrier,
            "distributor": line.distributor.pk if line.distributor else None,
            "carrier_name": line.carrier_name if line.carrier == Carrier.NAMED else "",
            "is_on": line.is_on,
        }

    def details(self) -> LineDetails:
        """Return what was typed, for the services."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return LineDetails(**data, pk=self._line.pk if self._line else None)


class CalendarForm(OfSchedule):
    """Closed weekdays and public holidays."""

    closed_weekdays = forms.TypedMultipleChoiceField(
        label=_("Closed every week on"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    keeps_holidays = forms.BooleanField(label=_("Closed on public holidays"), required=False)
    holiday_region = forms.ChoiceField(label=_("Region of the holidays"), required=False)

    def __init__(self, *args: Any, supplier: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weekdays: Any = self.fields["closed_weekdays"]
        weekdays.choices = queries.weekday_choices()
        region: Any = self.fields["holiday_region"]
        region.choices = [("", _("The whole country")), *regions_of(supplier.country)]


class ClosedDayForm(OfSchedule):
    """A day on which nothing is delivered, with what closes it."""

    day = forms.DateField(
        label=_("Closed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    name = forms.CharField(label=_("Because of"), max_length=80, required=False)

    def added_to(self, calendar: CalendarDetails) -> tuple[NamedDay, ...]:
        """Return the named days with this one."""
        new = NamedDay(self.cleaned_data["day"], self.cleaned_data["name"].strip())
        return (*(each for each in calendar.days if each.day != new.day), new)

"""What a supplier types about the limits of its steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.enums import MAX_LIMIT_HOURS
from wholesale.organizations.models import StepLimits
from wholesale.ui.forms import Versioned

FIELDS = ("confirm_hours", "prepare_hours", "ship_hours", "deliver_hours", "escalation_hours")


def _hours(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=MAX_LIMIT_HOURS, help_text=help_text)


class StepLimitsForm(Versioned, forms.Form):
    """Hours for each step, and until the admins are told. `version` is the one that was read."""

    confirm_hours = _hours(_("Confirm, within hours"), _("From when an order is submitted."))
    prepare_hours = _hours(
        _("Prepare, within hours"), _("From the beginning of the day before the delivery.")
    )
    ship_hours = _hours(_("Ship, within hours"), _("From the beginning of the delivery day."))
    deliver_hours = _hours(_("Deliver, within hours"), _("From the beginning of the delivery day."))
    escalation_hours = _hours(
        _("Tell the admins, after further hours"),
        _("Of any step that is this late, whoever owes it. They get one mail a day."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def values_of(limits: StepLimits) -> dict[str, int]:
        """Return what is kept now."""
        return {name: getattr(limits, name) for name in (*FIELDS, "version")}

    @property
    def hours(self) -> dict[str, int]:
        """Return what was typed, by column."""
        return {name: self.cleaned_data[name] for name in FIELDS}

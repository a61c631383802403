"""Why a customer is put on hold."""

from django import forms
from django.utils.translation import gettext_lazy as _


class HoldForm(forms.Form):
    """The reason, for the supplier's own people."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, error_messages={"required": _("Say why, for your colleagues.")}
    )

"""What a supplier writes when it declines."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """A message for whoever asked; it may be left out."""

    answer = forms.CharField(
        label=_("Message with the rejection"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Optional. It stands in the mail."),
    )

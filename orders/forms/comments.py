"""A comment on an order, as its page sends it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.models.comments import LONGEST
from wholesale.ui.forms import OnceForm


class CommentForm(OnceForm):
    """What is said; which button was pressed says to whom."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        error_messages={"required": _("Write something first.")},
    )
    internal = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)

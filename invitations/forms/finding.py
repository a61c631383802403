"""What a retailer writes when it asks a supplier, and whether a supplier lets itself be found."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AccessForm(forms.Form):
    """A request for access; `via` and `tag` say by which link and poster the company came."""

    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you would like to buy, and where you are: what helps them decide."),
    )
    via = forms.CharField(required=False, max_length=22, widget=forms.HiddenInput)
    tag = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean_message(self) -> str:
        """Leave out what only spaces make."""
        message: str = self.cleaned_data["message"]
        return message.strip()


class FindingForm(forms.Form):
    """Whether retailers find a supplier."""

    is_findable = forms.BooleanField(label=_("Retailers can find us and ask for access"), required=False)

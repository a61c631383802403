"""How an entry should read, in the words of a supplier that does not keep it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from retailers.forms.customers import EntryForm


class CorrectionForm(EntryForm):
    """The entry as it should read, and why."""

    note = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("For whoever keeps the entry, such as “They moved in May.”"),
    )

"""Whom a supplier proposes as a further buyer of a customer."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from invitations.details import ProposedBuyer
from wholesale.mail.fields import MailAddressField


class BuyerForm(forms.Form):
    """Somebody of a registered retailer's, as the supplier knows them."""

    email = MailAddressField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def clean_name(self) -> str:
        """Write the name on one line."""
        return " ".join(self.cleaned_data["name"].split())

    def buyer(self) -> ProposedBuyer:
        """Return what was typed, for the service."""
        return ProposedBuyer(**self.cleaned_data)

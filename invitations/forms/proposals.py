"""Whom a supplier proposes as a further buyer of a customer."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from invitations.details import ProposedBuyer
from wholesale.mail.fields import MailAddressField
from wholesale.ui.forms import OneLine


class BuyerForm(forms.Form):
    """Somebody of a registered retailer's, as the supplier knows them."""

    email = MailAddressField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = OneLine(
        label=_("Name"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def buyer(self) -> ProposedBuyer:
        """Return what was typed, for the service."""
        return ProposedBuyer(**self.cleaned_data)

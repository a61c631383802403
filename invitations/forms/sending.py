"""What a supplier types to invite."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wholesale.mail.fields import MailAddressField
from wholesale.ui.forms import OneLine


class AddressForm(forms.Form):
    """Where an invitation goes; left out, to the customer's contact email."""

    email = MailAddressField(label=_("Email"), required=False)


class TestCustomerForm(forms.Form):
    """A retailer that a supplier makes up, and which of its own people plays it."""

    name = OneLine(wordless=_("Enter a name."), label=_("Name"), max_length=120, initial=_("Test customer"))
    email = MailAddressField(
        label=_("Email"),
        help_text=_(
            "Yours or a colleague's. With a tag, as in ana+test@brewery.example, you sign up as somebody new."
        ),
    )

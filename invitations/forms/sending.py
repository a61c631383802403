"""What a supplier types to invite."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wholesale.mail.fields import MailAddressField


class AddressForm(forms.Form):
    """Where an invitation goes; left out, to the customer's contact email."""

    email = MailAddressField(label=_("Email"), required=False)


class TestCustomerForm(forms.Form):
    """A retailer that a supplier makes up, and which of its own people plays it."""

    name = forms.CharField(label=_("Name"), max_length=120, initial=_("Test customer"))
    email = MailAddressField(
        label=_("Email"),
        help_text=_(
            "Yours or a colleague's. With a tag, as in ana+test@brewery.example, you sign up as somebody new."
        ),
    )

    def clean_name(self) -> str:
        """Write the name on one line, and refuse one without letters or digits."""
        name = " ".join(self.cleaned_data["name"].split())
        if not any(letter.isalnum() for letter in name):
            raise forms.ValidationError(_("Enter a name."))
        return name

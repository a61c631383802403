"""What a retailer types about itself, for the suppliers that it buys from."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from retailers.details import AddressDetails, ContactDetails, ShipToDetails
from wholesale.organizations import localities
from wholesale.ui.forms import Versioned

ADDRESS = ("name", "street", "postal_code", "city", "region", "country")


class ProfileForm(Versioned, forms.Form):
    """A form over something that a colleague may change meanwhile; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def values_of(cls, kept: Any) -> dict[str, Any]:
        """Return what is written now, to begin with."""
        return {name: getattr(kept, name) for name in cls.base_fields if hasattr(kept, name)}

    def told_of(self, kept: Any) -> list[tuple[str, str]]:
        """Rebase the form on what stands now; return label and present value of what differs from what was typed."""
        self.rebase(kept.version)
        return [
            (str(field.label), str(now) or "–")
            for name, field in self.fields.items()
            if name != "version"
            and (now := getattr(kept, name, None)) is not None
            and now != self.data.get(self.add_prefix(name))
        ]

    def typed(self, *names: str) -> dict[str, str]:
        """Return fields with single spaces."""
        return {name: " ".join(self.cleaned_data[name].split()) for name in names}


class ContactForm(ProfileForm):
    """Whom a supplier talks to."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label=_("Email"), help_text=_("The supplier also sees the one before."))
    office_phone = forms.CharField(
        label=_("Office phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=localities.time_zone_choices)
    for_all = forms.BooleanField(label=_("For all my suppliers"), required=False)

    def contact_details(self) -> ContactDetails:
        """Return the contact, for the services."""
        data = self.cleaned_data
        choices = {name: data[name] for name in ("email", "language", "time_zone")}
        return ContactDetails(**self.typed("name", "office_phone"), **choices)


class AddressForm(ProfileForm):
    """Where invoices go."""

    name = forms.CharField(
        label=_("Company name"), max_length=120, widget=forms.TextInput({"autocomplete": "organization"})
    )
    street = forms.CharField(label=_("Street and number"), max_length=160)
    postal_code = forms.CharField(label=_("Postal code"), max_length=16, required=False)
    city = forms.CharField(label=_("City"), max_length=80)
    region = forms.CharField(label=_("State or province"), max_length=80, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=localities.country_choices)

    def address_details(self) -> AddressDetails:
        """Return the address, for the services."""
        return AddressDetails(**self.typed(*ADDRESS))


class ShipToForm(AddressForm):
    """A place that takes deliveries."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("What you call the place, and what stands at its door.")
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    opening_hours = forms.CharField(
        label=_("Opening hours"),
        max_length=240,
        required=False,
        help_text=_("When somebody can take a delivery, such as Mon–Fri 9–17, Sat 9–12."),
    )
    access_notes = forms.CharField(
        label=_("Access notes"),
        max_length=240,
        required=False,
        help_text=_("Door, code, stairs: the driver reads it."),
    )

    def ship_to_details(self) -> ShipToDetails:
        """Return the place, for the services."""
        return ShipToDetails(**self.typed(*ADDRESS, "phone", "opening_hours", "access_notes"))

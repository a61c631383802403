"""What a buyer decides at the checkout (SPEC.md O4)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders import schedule
from orders.queries.addresses import DeliveryAddress


class CheckoutForm(forms.Form):
    """Day, address, PO number and note; and hidden, the key of this submission and what the buyer looked at."""

    delivery_date = forms.DateField(label=_("Delivery day"), error_messages={"required": _("Choose a day.")})
    address_key = forms.ChoiceField(label=_("Ship to"))
    po_number = forms.CharField(label=_("PO number"), max_length=40, required=False)
    note = forms.CharField(label=_("Note to the supplier"), max_length=500, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    cart_version = forms.IntegerField(widget=forms.HiddenInput)
    goods = forms.DecimalField(widget=forms.HiddenInput, max_digits=20, decimal_places=3)

    def __init__(self, *args: Any, addresses: Sequence[DeliveryAddress], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices = [(address.key, address.line) for address in addresses]
        self.fields["address_key"].choices = choices  # type: ignore[attr-defined]

    def clean_delivery_date(self) -> date:
        """Return the day if there is a delivery on it."""
        day: date = self.cleaned_data["delivery_date"]
        if not schedule.is_possible(day, today=self.today):
            raise forms.ValidationError(_("There is no delivery on that day. Choose another one."))
        return day

    @property
    def days(self) -> list[dict[str, Any]]:
        """Return the days to choose from, with the impossible ones and which is chosen."""
        chosen = str(self["delivery_date"].value() or "")
        return [
            {"day": day, "is_possible": possible, "is_chosen": day.isoformat() == chosen}
            for day, possible in schedule.days_to_show(self.today)
        ]

"""What a supplier types about a customer's special price."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs.days import begin_of, end_of, is_kept
from catalogs.forms.catalogs import DayField
from catalogs.forms.fields import PriceField
from catalogs.models import CustomerPrice
from catalogs.prices import ListPrice, misfit
from catalogs.quotes import LONGEST_BREAKS, breaks_typed, breaks_written, price_written
from wholesale.ui.forms import OnceForm, Versioned


class SpecialPriceForm(Versioned, OnceForm):
    """A special price with its quantity breaks, its days and whether markup or discount applies.

    Args:
        currency: that the customer buys in.
        version: of what its writer is shown (`special_prices_version`).
        time_zone: where a day begins and ends: the supplier's.
    """

    unit_price = PriceField(
        label=gettext_lazy("Price"),
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=3,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    breaks = forms.CharField(
        label=gettext_lazy("Quantity breaks"),
        required=False,
        max_length=LONGEST_BREAKS,
        help_text=gettext_lazy("From how many units on it costs what, as in “10: 28.00; 50: 26.50”."),
    )
    first_day = DayField(
        label=gettext_lazy("From"), required=False, help_text=gettext_lazy("Left empty, it counts at once.")
    )
    last_day = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy(
            "After this day the price from before counts again. Left empty, it has no end."
        ),
    )
    is_net = forms.BooleanField(
        label=gettext_lazy("Net: the retailer’s markup or discount does not apply"),
        required=False,
        initial=True,
    )
    version = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, time_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._currency, self._zone = currency, time_zone
        self.fields["unit_price"].label = _("Price in %(currency)s") % {"currency": currency}

    @staticmethod
    def values_of(price: CustomerPrice | None, version: str) -> dict[str, Any]:
        """Return what the customer pays now, to begin with; its days are its own."""
        if price is None:
            return {"version": version}
        return {
            "unit_price": price_written(price.unit_price, price.currency),
            "breaks": breaks_written(ListPrice(price.unit_price, tuple(price.breaks)), price.currency),
            "is_net": price.is_net,
            "version": version,
        }

    def clean_first_day(self) -> date | None:
        """Refuse a day that is over: what was charged stays."""
        day: date | None = self.cleaned_data["first_day"]
        if not is_kept(day):
            raise ValidationError(_("Enter a valid date."))
        if day and (ends := end_of(day, self._zone)) and ends <= timezone.now():
            raise ValidationError(_("This day is over."))
        return day

    def clean_last_day(self) -> date | None:
        """Refuse a day that nobody can mean, and one before the first."""
        day: date | None = self.cleaned_data["last_day"]
        if not is_kept(day):
            raise ValidationError(_("Enter a valid date."))
        first = self.cleaned_data.get("first_day")
        if day and first and day < first:
            raise ValidationError(_("The last day is before the first."))
        if day and (ends := end_of(day, self._zone)) and ends <= timezone.now():
            raise ValidationError(_("This day is over."))
        return day

    def clean(self) -> dict[str, Any]:
        """Put price and breaks together."""
        data = super().clean() or self.cleaned_data
        if data.get("unit_price") is None or "breaks" not in data:
            return data
        read: Any = PriceField(localize=True, min_value=Decimal(0)).clean
        if wrong := misfit(ListPrice(data["unit_price"]), self._currency):
            self.add_error("unit_price", wrong)
            return data
        try:
            steps = breaks_typed(data["breaks"], read)
        except ValidationError as error:
            self.add_error("breaks", error)
            return data
        data["price"] = ListPrice(data["unit_price"], tuple(sorted(steps)))
        if wrong := misfit(data["price"], self._currency):
            self.add_error("breaks", wrong)
        return data

    def wanted(self, product_id: UUID) -> dict[str, Any]:
        """Return what was typed, for services.SpecialPrice."""
        data = self.cleaned_data
        return {
            "product_id": product_id,
            "price": data["price"],
            "is_net": data["is_net"],
            "valid_from": begin_of(data["first_day"], self._zone),
            "valid_until": end_of(data["last_day"], self._zone),
            "version": data["version"],
        }

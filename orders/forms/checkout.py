"""What a buyer decides at the checkout (SPEC.md O4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogs.queries import TaxPlace
from orders.queries.addresses import DeliveryAddress
from retailers.queries import Plan, deliveries, next_delivery, skipped
from wholesale.ui.forms import Refusable

SHOWN_DAYS = 12


class CheckoutForm(Refusable, forms.Form):
    """Day, PO number and note; and hidden, the key of this submission and what the buyer looked at.

    Whether the day is possible is asked when the order is placed: a cut-off may pass in between.
    """

    delivery_date = forms.DateField(label=_("Delivery day"), error_messages={"required": _("Choose a day.")})
    po_number = forms.CharField(
        label=_("PO number"),
        max_length=40,
        required=False,
        error_messages={"required": _("A PO number is needed for this order.")},
    )
    note = forms.CharField(label=_("Note to the supplier"), max_length=500, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    cart_version = forms.IntegerField(widget=forms.HiddenInput)
    lines_digest = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)
    goods = forms.DecimalField(widget=forms.HiddenInput, max_digits=20, decimal_places=3)
    delivery_fee = forms.DecimalField(
        widget=forms.HiddenInput, max_digits=20, decimal_places=3, required=False
    )
    deposits = forms.DecimalField(widget=forms.HiddenInput, max_digits=20, decimal_places=3, required=False)
    tax = forms.DecimalField(widget=forms.HiddenInput, max_digits=20, decimal_places=3, required=False)

    def __init__(
        self, *args: Any, plan: Plan, now: datetime, needs_po_number: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.now = plan, now
        self.offered = deliveries(plan, now)[:SHOWN_DAYS]
        self.fields["po_number"].required = needs_po_number

    @property
    def days(self) -> list[dict[str, Any]]:
        """Return the days to choose from with their cut-offs, and between them those that the calendar takes out.

        What was chosen and is no longer possible gives way to the first that is.
        """
        if not self.offered:
            return []
        chosen = str(self["delivery_date"].value() or "")
        if chosen not in {each.day.isoformat() for each in self.offered}:
            chosen = self.offered[0].day.isoformat()
        shown: list[dict[str, Any]] = [
            {
                "day": each.day,
                "delivery": each,
                "is_chosen": each.day.isoformat() == chosen,
                "is_elsewhere": self._shows_another_clock(each.cut_off),
            }
            for each in self.offered
        ]
        between = skipped(self.plan, self.plan.today(self.now), self.offered[-1].day)
        shown += [{"day": each.day, "reason": each.reason} for each in between]
        return sorted(shown, key=lambda each: each["day"])

    def _shows_another_clock(self, moment: datetime) -> bool:
        """Tell whether the reader's clock shows something else at this moment than the supplier's."""
        return timezone.localtime(moment).utcoffset() != moment.astimezone(self.plan.zone).utcoffset()

    @property
    def next_day(self) -> Any:
        """Return the next delivery where none can be ordered for yet, if there is one."""
        return None if self.offered else next_delivery(self.plan, self.now)


class EnteringForm(CheckoutForm):
    """What a supplier decides of an order that it enters for a customer (SPEC.md O17): where to, besides."""

    address_key = forms.ChoiceField(label=_("Ship to"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, addresses: Sequence[DeliveryAddress], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses = {address.key: address for address in addresses}
        choices = [(address.key, address.line) for address in addresses]
        self.fields["address_key"].choices = choices

    @property
    def place(self) -> TaxPlace | None:
        """Return where the address is that was chosen, as far as taxes ask; the first as long as none was."""
        addresses = self._addresses
        found = addresses.get(str(self["address_key"].value() or "")) or next(iter(addresses.values()), None)
        return found.place if found else None

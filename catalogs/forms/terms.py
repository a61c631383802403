"""What a supplier types about terms: for a customer, for a group, or for all its customers."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs.details import has_coins_for
from catalogs.enums import PAID_AT_ONCE, PaymentTerms
from catalogs.forms.fields import PriceField
from catalogs.models import PriceList, TermsLevel
from catalogs.terms import LONGEST_DAYS, Setting, Term
from wholesale.money import decimals_of, round_amount
from wholesale.ui.forms import Refusable, Versioned

NOT_SET = gettext_lazy("Not set here")
YES, NO = "yes", "no"
MONEY = ("minimum_order", "delivery_fee", "delivery_fee_free_from", "credit_limit")


class TermField(PriceField):
    """A number that may be left empty, as its reader writes it; a real minus sign is a minus."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, localize=True, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Read the number."""
        return super().to_python(value.replace("−", "-") if isinstance(value, str) else value)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not set here."""

    def __init__(self, *, label: Any, no: Any, yes: Any) -> None:
        choices = [("", NOT_SET), (NO, no), (YES, yes)]
        super().__init__(
            label=label, required=False, choices=choices, coerce=lambda value: value == YES, empty_value=None
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a stored value as its choice."""
        return {True: YES, False: NO, None: ""}.get(value, value)


@dataclass(frozen=True, slots=True)
class Row:
    """A setting on the form: its fields, or for whoever may not change it none, and what applies if left out."""

    setting: Setting
    fields: list[forms.BoundField]
    applied: Term
    inherited: Term


class TermsForm(Refusable, Versioned, forms.Form):
    """One level's terms; what is left empty is taken from the next level. `version` is the one that was read."""

    price_list_id = forms.TypedChoiceField(
        label=gettext_lazy("Price list (price type)"), required=False, coerce=UUID, empty_value=None
    )
    price_change_percent = TermField(
        label=gettext_lazy("Markup or discount in %"),
        max_digits=6,
        decimal_places=2,
        help_text=gettext_lazy("3 makes each price dearer by 3 %; −3 makes it cheaper."),
    )
    minimum_order = TermField(label=gettext_lazy("Minimum order"), max_digits=12, decimal_places=3)
    minimum_is_hard = YesNoField(
        label=gettext_lazy("Below the minimum"),
        no=gettext_lazy("Warn only"),
        yes=gettext_lazy("Refuse the order"),
    )
    delivery_fee = TermField(label=gettext_lazy("Delivery fee"), max_digits=12, decimal_places=3)
    delivery_fee_free_from = TermField(label=gettext_lazy("No fee from"), max_digits=12, decimal_places=3)
    payment_terms = forms.TypedChoiceField(
        label=gettext_lazy("Payment terms"),
        required=False,
        empty_value=None,
        choices=[("", NOT_SET), *PaymentTerms.choices],
    )
    payment_terms_days = forms.IntegerField(
        label=gettext_lazy("Payment terms, days"), required=False, min_value=0, max_value=LONGEST_DAYS
    )
    has_credit_limit = YesNoField(
        label=gettext_lazy("Credit limit"), no=gettext_lazy("No limit"), yes=gettext_lazy("Up to")
    )
    credit_limit = TermField(label=gettext_lazy("Credit limit, amount"), max_digits=12, decimal_places=3)
    hold_blocks = YesNoField(
        label=gettext_lazy("On hold or over the limit"),
        no=gettext_lazy("Warn only"),
        yes=gettext_lazy("Refuse orders"),
    )
    is_tax_exempt = YesNoField(
        label=gettext_lazy("Tax"), no=gettext_lazy("Not exempt"), yes=gettext_lazy("Exempt")
    )
    tax_certificate = forms.CharField(label=gettext_lazy("Certificate number"), required=False, max_length=40)
    adds_own_stock = YesNoField(
        label=gettext_lazy("Your own stock"),
        no=gettext_lazy("Only the distributor's"),
        yes=gettext_lazy("Available too"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        settings: Iterable[Setting],
        lists: Iterable[PriceList],
        currency: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.settings, self.currency = list(settings), currency
        editable = {column for setting in self.settings for column in setting.columns} | {"version"}
        for name in set(self.fields) - editable:
            del self.fields[name]
        if listed := self.fields.get("price_list_id"):
            names = [(str(each.pk), each.name) for each in lists]
            listed.choices = [("", NOT_SET), *names]

    @classmethod
    def values_of(cls, level: TermsLevel, currency: str) -> dict[str, Any]:
        """Return what is set, to fill the form in with: amounts in whole coins."""
        values = {name: getattr(level, name) for name in cls.base_fields}
        percent = values["price_change_percent"]
        if percent is not None and percent == percent.to_integral_value():
            values["price_change_percent"] = percent.to_integral_value()
        coins = {name: round_amount(values[name], currency) for name in MONEY if values[name] is not None}
        return values | coins

    def clean(self) -> dict[str, Any]:
        """Complete what follows from the rest, and refuse amounts that no coins pay."""
        data = super().clean() or self.cleaned_data
        if data.get("payment_terms") in (*PAID_AT_ONCE, PaymentTerms.END_OF_MONTH):
            data["payment_terms_days"] = data.get("payment_terms_days") or 0
        for name in MONEY:
            amount: Decimal | None = data.get(name)
            if amount is not None and not has_coins_for(amount, self.currency):
                places = {"places": decimals_of(self.currency)}
                self.add_error(name, _("At most %(places)s decimals fit this currency.") % places)
        return data

    @cached_property
    def changes(self) -> dict[str, Any]:
        """Return the columns that this form sets."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def rows(self, applied: Iterable[Term], inherited: Iterable[Term]) -> list[Row]:
        """Return the settings in their order, those that are only to be read among them."""
        pairs = zip(applied, inherited, strict=True)
        return [Row(a.setting, self._fields_of(a.setting), a, b) for a, b in pairs]

    def told_of(self, level: TermsLevel) -> list[tuple[str, str]]:
        """Rebase the form on what stands now; return label and present value of what differs from what was typed."""
        self.rebase(level.version)
        now = self.values_of(level, self.currency)
        return [
            (str(self.fields[name].label), self._written(name, now[name]))
            for name, typed in self.changes.items()
            if getattr(level, name) != typed
        ]

    def _fields_of(self, setting: Setting) -> list[forms.BoundField]:
        return [self[name] for name in setting.columns if name in self.fields]

    def _written(self, name: str, value: Any) -> str:
        field = self.fields[name]
        shown = field.prepare_value(value)
        choices = {str(key): str(label) for key, label in getattr(field, "choices", [])}
        empty = value is None or value == ""
        return choices.get("" if empty else str(shown), str(NOT_SET) if empty else str(shown))

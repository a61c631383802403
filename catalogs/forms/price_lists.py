"""What a supplier types about a price list, and about how many of its prices change."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs.deriving import Rule, roundings_for
from catalogs.details import has_coins_for
from catalogs.enums import PriceRounding
from catalogs.forms.terms import TermField
from catalogs.models import PriceList
from wholesale.money import decimals_of
from wholesale.organizations.localities import currency_choices
from wholesale.ui.forms import OnceForm, OneLine, Refusable, Versioned

FIELDS = (
    "name", "currency", "includes_tax", "base_list", "derived_percent", "derived_amount", "rounding",
)  # fmt: skip
SMALLEST, LARGEST_PERCENT = Decimal(-100), Decimal(1000)


class RuleForm(forms.Form):
    """So many percent or so much more or less, and to what it is rounded."""

    derived_percent = TermField(
        label=gettext_lazy("More or less in %"),
        max_digits=6,
        decimal_places=2,
        min_value=SMALLEST,
        max_value=LARGEST_PERCENT,
        help_text=gettext_lazy("3 makes each price dearer by 3 %; −3 makes it cheaper."),
    )
    derived_amount = TermField(
        label=gettext_lazy("Or an amount"),
        max_digits=12,
        decimal_places=3,
        help_text=gettext_lazy("In the currency of the list; −0.50 takes fifty cents off each price."),
    )
    rounding = forms.ChoiceField(
        label=gettext_lazy("Rounded to"), choices=PriceRounding.choices, initial=PriceRounding.COINS
    )

    def check_rule(self, currency: str) -> None:
        """Refuse two rules at once, and what the currency's coins cannot pay."""
        data = self.cleaned_data
        percent, amount = data.get("derived_percent"), data.get("derived_amount")
        if percent is not None and amount is not None:
            self.add_error("derived_amount", _("Enter either a percentage or an amount."))
        if amount is not None and not has_coins_for(amount, currency):
            places = {"places": decimals_of(currency)}
            self.add_error("derived_amount", _("At most %(places)s decimals fit this currency.") % places)
        if data.get("rounding") and data["rounding"] not in roundings_for(currency):
            self.add_error("rounding", _("This currency has no such coins."))


class PriceListForm(Refusable, Versioned, RuleForm):
    """A price list: name, currency, and the list that it follows, if any. `version` is the one that was read."""

    name = OneLine(label=gettext_lazy("Name"), max_length=60)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currency_choices)
    includes_tax = forms.BooleanField(
        label=gettext_lazy("Prices include tax"),
        required=False,
        help_text=gettext_lazy(
            "Retailers pay the prices as they are, and their orders say how much tax is in them. Otherwise tax is"
            " added. Carts follow at once; orders that were placed stay as they are."
        ),
    )
    base_list = forms.ChoiceField(label=gettext_lazy("Prices"), required=False)
    copied = forms.ChoiceField(
        label=gettext_lazy("Begin with the prices of"),
        required=False,
        help_text=gettext_lazy("They are put into a draft, to be changed and published."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("name", "currency", "base_list", "derived_percent", "derived_amount", "rounding", "copied")

    def __init__(
        self, *args: Any, lists: Iterable[PriceList], price_list: PriceList | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        own = price_list.pk if price_list else None
        self._lists = {str(each.pk): each for each in lists if each.pk != own}
        base: Any = self.fields["base_list"]
        words = _("Follow “%(name)s” (%(currency)s)")
        base.choices = [("", _("Its own prices"))] + [
            (key, words % {"name": each.name, "currency": each.currency})
            for key, each in self._lists.items()
            if each.base_list_id is None
        ]
        copied: Any = self.fields["copied"]
        copied.choices = [("", _("No prices"))] + [(key, each.name) for key, each in self._lists.items()]
        if price_list:
            del self.fields["copied"]

    @staticmethod
    def values_of(price_list: PriceList) -> dict[str, Any]:
        """Return what is kept now, to begin with."""
        values = {name: getattr(price_list, name) for name in FIELDS}
        for name in ("derived_percent", "derived_amount"):
            values[name] = _short(values[name])
        base = price_list.base_list_id
        return values | {"base_list": str(base) if base else "", "version": price_list.version}

    def clean(self) -> dict[str, Any]:
        """Ask for the rule of a derived list, and take none of another."""
        data = super().clean() or self.cleaned_data
        base = self._lists.get(data.get("base_list") or "")
        if base is None:
            data |= {"derived_percent": None, "derived_amount": None, "rounding": PriceRounding.COINS}
        else:
            self.check_rule(base.currency)
            data["currency"] = base.currency
            data["includes_tax"] = base.includes_tax
            if not self.errors and data["derived_percent"] is None and data["derived_amount"] is None:
                self.add_error(
                    "derived_percent", _("Enter a percentage or an amount; 0 for the same prices.")
                )
        if (source := self.source) and source.currency != data.get("currency"):
            self.add_error("copied", _("This list has another currency."))
        return data

    @property
    def details(self) -> dict[str, Any]:
        """Return what was typed, for the service."""
        typed = {name: self.cleaned_data[name] for name in FIELDS}
        return typed | {"base_list": self._lists.get(typed["base_list"])}

    @property
    def source(self) -> PriceList | None:
        """Return the list with whose prices a new one begins, if any; a derived list has those of its base."""
        if self.cleaned_data.get("base_list"):
            return None
        return self._lists.get(self.cleaned_data.get("copied") or "")

    def told_of(self, price_list: PriceList) -> list[tuple[str, str]]:
        """Rebase the form on what stands now; return label and present value of what differs from what was typed."""
        self.rebase(price_list.version)
        now = self.values_of(price_list)
        return [
            (str(self.fields[name].label), self._written(name, now[name]))
            for name in FIELDS
            if self.cleaned_data.get(name) != now[name]
        ]

    def _written(self, name: str, value: Any) -> str:
        choices = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", [])}
        return choices.get(str(value), "–" if value is None else str(value))


class AdjustForm(OnceForm, RuleForm):
    """How many prices change at once: by a rule, or off the list, or left as they are."""

    action = forms.ChoiceField(
        label=gettext_lazy("What"),
        choices=[
            ("change", gettext_lazy("Change the price")),
            ("off", gettext_lazy("Take off the list")),
            ("leave", gettext_lazy("Leave as it is: take it out of the draft")),
        ],
        initial="change",
        widget=forms.RadioSelect,
    )
    field_order = ("action", "derived_percent", "derived_amount", "rounding")

    def __init__(self, *args: Any, price_list: PriceList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._currency = price_list.currency
        rounding: Any = self.fields["rounding"]
        rounding.choices = [(each.value, each.label) for each in roundings_for(self._currency)]
        if price_list.base_list:
            words = _("Follow %(name)s again") % {"name": price_list.base_list.name}
            action: Any = self.fields["action"]
            action.choices = [(key, words if key == "off" else label) for key, label in action.choices]

    def clean(self) -> dict[str, Any]:
        """Ask for something that changes a price."""
        data = super().clean() or self.cleaned_data
        if data.get("action") == "change":
            self.check_rule(self._currency)
            says_nothing = data.get("derived_percent") is None and data.get("derived_amount") is None
            if says_nothing and data.get("rounding") == PriceRounding.COINS:
                self.add_error("derived_percent", _("Enter a percentage or an amount, or choose a rounding."))
        return data

    @property
    def rule(self) -> Rule:
        """Return what is done to each price."""
        data, nothing = self.cleaned_data, Decimal(0)
        return Rule(
            percent=data["derived_percent"] or nothing,
            amount=data["derived_amount"] or nothing,
            rounding=data["rounding"],
        )


def _short(value: Decimal | None) -> Decimal | None:
    """Return a number without the zeros at its end."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()

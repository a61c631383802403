"""What a supplier types about a product."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs.details import (
    COLUMNS,
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    LONGEST_TEXT,
    MAX_ATTRIBUTES,
    ProductDetails,
    gtin_of,
    has_coins_for,
)
from catalogs.models import Product
from wholesale.money import decimals_of
from wholesale.organizations.models import Organization

MAX_UNITS = 1_000_000
LONE_COMMA = re.compile(r"^(-?\d*),(\d{1,2}|\d{4,})$")
NOT_A_GTIN = gettext_lazy(
    "This is not a barcode: it has 8, 12, 13 or 14 digits, the last of which checks the rest."
)


class AttributesField(forms.CharField):
    """Free properties, one on each line: "ABV: 5.2 %"."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        """Return the properties by name."""
        found: dict[str, str] = {}
        for line in filter(None, map(str.strip, (super().to_python(value) or "").splitlines())):
            name, colon, text = (part.strip() for part in line.partition(":"))
            if not (name and colon and text):
                raise forms.ValidationError(_("Write each line as in “ABV: 5.2 %”."))
            if len(name) > LONGEST_NAME or len(text) > LONGEST_TEXT:
                raise forms.ValidationError(_("A property has at most 40 letters, and its text 120."))
            found[name] = text
        if len(found) > MAX_ATTRIBUTES:
            raise forms.ValidationError(_("At most 30 properties fit."))
        return found

    def prepare_value(self, value: Any) -> Any:
        """Show the properties one on each line."""
        if isinstance(value, dict):
            return "\n".join(f"{name}: {text}" for name, text in value.items())
        return value


class PriceField(forms.DecimalField):
    """An amount as its reader writes it."""

    def to_python(self, value: Any) -> Any:
        """Read "61,20" as its writer meant it where the comma groups thousands: no group has two digits.

        Django itself does so for a single point.
        """
        if isinstance(value, str) and get_format("THOUSAND_SEPARATOR") == ",":
            value = LONE_COMMA.sub(r"\1.\2", value.strip())
        return super().to_python(value)


class ProductForm(forms.ModelForm):  # type: ignore[type-arg]
    """A product with its price on the default list. `version` is the one that was read."""

    attributes = AttributesField(
        label=gettext_lazy("Properties"),
        required=False,
        help_text=gettext_lazy("One on each line, as in “ABV: 5.2 %”."),
    )
    gtin = forms.CharField(
        label=gettext_lazy("Barcode (GTIN)"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    unit_price = PriceField(
        label=gettext_lazy("Price"),
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=3,
        localize=True,
        help_text=gettext_lazy("Per pack, without tax. Without a price nobody can order it."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Product
        fields = [
            "name",
            "sku",
            "pack",
            "unit_price",
            "category",
            "brand",
            "description",
            "order_multiple",
            "minimum_units",
            "low_stock_units",
            "gtin",
            "weight_grams",
            "attributes",
            "is_active",
        ]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "category": forms.TextInput(attrs={"list": "categories"}),
            "brand": forms.TextInput(attrs={"list": "brands"}),
        }
        help_texts = {
            "order_multiple": gettext_lazy("Customers order 1, 2, 3 … of this many packs."),
            "low_stock_units": gettext_lazy("Marked as low when this many or fewer are left."),
            "is_active": gettext_lazy("Customers see and order only active products."),
        }

    def __init__(self, *args: Any, supplier: Organization, takes_stock: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if takes_stock:
            self.fields["first_stock_units"] = forms.IntegerField(
                label=_("In stock now"),
                required=False,
                min_value=0,
                max_value=MAX_UNITS,
                help_text=_("Packs in your own warehouse. You can receive more later."),
            )
            self.order_fields(["name", "sku", "pack", "unit_price", "first_stock_units"])
        self.fields["unit_price"].label = _("Price in %(currency)s") % {"currency": supplier.currency}
        for name in ("order_multiple", "minimum_units"):
            self.fields[name].widget.attrs["min"] = 1
        self._currency = supplier.currency

    def clean_description(self) -> str:
        """Refuse a description longer than anyone reads."""
        text: str = self.cleaned_data["description"]
        if len(text) > LONGEST_DESCRIPTION:
            raise forms.ValidationError(_("At most 10,000 letters fit."))
        return text

    def clean_sku(self) -> str:
        """Write the SKU without spaces around or doubled."""
        return " ".join(self.cleaned_data["sku"].split())

    def clean_gtin(self) -> str:
        """Check the barcode's check digit."""
        try:
            return gtin_of(self.cleaned_data["gtin"])
        except ValueError as error:
            raise forms.ValidationError(NOT_A_GTIN) from error

    def clean_unit_price(self) -> Decimal | None:
        """Refuse more decimals than the currency has coins for."""
        price: Decimal | None = self.cleaned_data["unit_price"]
        if price is not None and not has_coins_for(price, self._currency):
            places = {"places": decimals_of(self._currency)}
            raise forms.ValidationError(_("At most %(places)s decimals fit this currency.") % places)
        return price

    def clean(self) -> dict[str, Any]:
        """Ask for a minimum that can be ordered."""
        data = super().clean() or self.cleaned_data
        multiple, minimum = data.get("order_multiple"), data.get("minimum_units")
        for name, value in (("order_multiple", multiple), ("minimum_units", minimum)):
            if value is not None and value < 1:
                self.add_error(name, _("At least 1."))
        if multiple and minimum and minimum % multiple and minimum > 1:
            self.add_error("minimum_units", _("The minimum is a multiple of %(n)s.") % {"n": multiple})
        return data

    def validate_unique(self) -> None:
        """Leave it to the service, which asks within the supplier."""

    def validate_constraints(self) -> None:
        """Leave it to the database; clean() has said it in words."""

    def rebase(self, version: int) -> None:
        """Keep what was typed, over the version that is stored now: saved again, it wins."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(version)
        self.data = data

    @cached_property
    def details(self) -> ProductDetails:
        """Return what was typed, for the service."""
        data = {name: self.initial[name] for name in COLUMNS if name in self.initial} | self.cleaned_data
        return ProductDetails(
            **{name: data[name] for name in COLUMNS if name in data}, unit_price=data["unit_price"]
        )

    def differences(self, product: Product, unit_price: Decimal | None) -> list[tuple[str, str]]:
        """Return the label and present value of every field where the product has not what was typed."""
        now = {name: getattr(product, name) for name in COLUMNS} | {"unit_price": unit_price}
        typed = self.cleaned_data
        return [
            (str(field.label), str(self.fields[name].prepare_value(now[name])))
            for name, field in self.fields.items()
            if name in now and now[name] != typed.get(name)
        ]

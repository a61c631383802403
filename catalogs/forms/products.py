"""What a supplier types about a product."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs import queries
from catalogs.checks import MAX_UNITS, faults_of
from catalogs.days import begin_of, end_of, first_day, is_kept, last_day
from catalogs.details import (
    COLUMNS,
    ProductDetails,
    gtin_of,
)
from catalogs.forms.catalogs import DayField
from catalogs.forms.fields import AttributesField, PriceField
from catalogs.models import Product, TaxClass
from wholesale.organizations.models import Organization
from wholesale.ui.forms import Refusable, Versioned

_FIELDS = {"tax_class_id": "tax_class", "sold_from": "first_day", "sold_until": "last_day"}
SECTIONS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("what", gettext_lazy("What it is"), ("name", "sku", "category", "brand", "description", "attributes")),
    ("price", gettext_lazy("Price"), ("unit_price", "deposit", "tax_class")),
    (
        "order",
        gettext_lazy("How it is ordered"),
        ("pack", "unit", "order_multiple", "minimum_units", "gtin", "weight_grams"),
    ),
    (
        "sold",
        gettext_lazy("When it is sold"),
        (
            "first_stock_units",
            "allows_backorder",
            "licence",
            "tracks_lots",
            "low_stock_units",
            "first_day",
            "last_day",
            "is_active",
        ),
    ),
)
NOT_A_GTIN = gettext_lazy(
    "This is not a barcode: it has 8, 12, 13 or 14 digits, the last of which checks the rest."
)


class ProductForm(Refusable, Versioned, forms.ModelForm):  # type: ignore[type-arg]
    """A product with its price on the default list. `version` is the one that was read."""

    field_of_column = _FIELDS

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
        help_text=gettext_lazy(
            "For one, with or without tax as your default price list says. Without a price nobody can order it."
        ),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    deposit = PriceField(
        label=gettext_lazy("Deposit"),
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=3,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    tax_class = forms.ModelChoiceField(
        label=gettext_lazy("Tax class"), queryset=TaxClass.objects.none(), required=False
    )
    first_day = DayField(label=gettext_lazy("Sold from"), required=False)
    last_day = DayField(label=gettext_lazy("Sold until"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    price_shown = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Product
        fields = [
            "name",
            "sku",
            "category",
            "brand",
            "description",
            "attributes",
            "unit_price",
            "tax_class",
            "deposit",
            "pack",
            "unit",
            "order_multiple",
            "minimum_units",
            "allows_backorder",
            "licence",
            "tracks_lots",
            "low_stock_units",
            "gtin",
            "weight_grams",
            "is_active",
        ]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "category": forms.TextInput(attrs={"list": "categories"}),
            "brand": forms.TextInput(attrs={"list": "brands"}),
        }
        labels = {"unit": gettext_lazy("Ordered by")}
        help_texts = {
            "unit": gettext_lazy("What one is called: case, keg, bottle."),
            "order_multiple": gettext_lazy("Customers order 1, 2, 3 … times this many."),
            "allows_backorder": gettext_lazy(
                "Customers may order more than is there; the rest waits on its line."
            ),
            "licence": gettext_lazy(
                "Whether only customers with a valid licence order it; you enter theirs on their pages."
            ),
            "tracks_lots": gettext_lazy(
                "Received by lot and best-before date; the first to expire leaves first."
            ),
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
                help_text=_("Units in your own warehouse. You can receive more later."),
            )
        self._supplier = supplier
        self._currencies = {
            "currency": supplier.currency,
            "price_currency": queries.price_currency(supplier),
        }
        self.fields["unit_price"].label = _("Price in %(price_currency)s") % self._currencies
        self.fields["deposit"].label = _("Deposit in %(currency)s") % self._currencies
        for name in ("order_multiple", "minimum_units"):
            self.fields[name].widget.attrs["min"] = 1
        self._offer_taxes()

    def _offer_taxes(self) -> None:
        field: Any = self.fields["tax_class"]
        classes = TaxClass.objects.filter(supplier=self._supplier).order_by("name")
        field.queryset, field.empty_label = classes, _("Your default")

    @property
    def sections(self) -> list[tuple[str, Promise, list[BoundField]]]:
        """Return the fields in groups, each with a key and a heading."""
        return [
            (key, heading, [self[name] for name in names if name in self.fields])
            for key, heading, names in SECTIONS
        ]

    def clean_sku(self) -> str:
        """Write the SKU without spaces around or doubled."""
        return " ".join(self.cleaned_data["sku"].split())

    def clean_gtin(self) -> str:
        """Check the barcode's check digit."""
        try:
            return gtin_of(self.cleaned_data["gtin"])
        except ValueError as error:
            raise forms.ValidationError(NOT_A_GTIN) from error

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with the product as a whole."""
        data = super().clean() or self.cleaned_data
        for name in ("first_day", "last_day"):
            if not is_kept(data.get(name)):
                self.add_error(name, _("Enter a valid date."))
        for column, words in faults_of(self.details, **self._currencies).items():
            if (name := _FIELDS.get(column, column)) not in self.errors:
                self.add_error(name, words)
        return data

    def validate_unique(self) -> None:
        """Leave it to the service, which asks within the supplier."""

    def validate_constraints(self) -> None:
        """Leave it to the database; clean() has said it in words."""

    def rebase_on(self, version: int, unit_price: Decimal | None) -> None:
        """Keep what was typed, over version and price that are stored now: saved again, it wins."""
        self.rebase(version)
        self.data["price_shown"] = _plain(unit_price)

    @property
    def details(self) -> ProductDetails:
        """Return what was typed, for the service; as in a new product where that cannot be read."""
        data, zone = self.cleaned_data, self._supplier.time_zone
        tax_class = data.get("tax_class")
        read: dict[str, Any] = {
            "tax_class_id": tax_class.pk if tax_class else None,
            "deposit": data.get("deposit") or Decimal(0),
            "sold_from": begin_of(_kept(data.get("first_day")), zone),
            "sold_until": end_of(_kept(data.get("last_day")), zone),
            "unit_price": data.get("unit_price"),
        }
        typed = {name: data[name] for name in COLUMNS if name in data and name not in read}
        return ProductDetails(**{"sku": "", "name": ""} | typed | read)

    @property
    def keeps_price(self) -> bool:
        """Tell whether the price was left as it was shown: it then stays whatever a price change made of it since."""
        return "price_shown" in self.data and self.data["price_shown"] == _plain(
            self.cleaned_data.get("unit_price")
        )

    def differences(self, product: Product, unit_price: Decimal | None) -> list[tuple[str, str]]:
        """Return the label and present value of every field where the product has not what was typed."""
        now = initial_of(product, unit_price)
        typed = self.cleaned_data | {"tax_class": self.details.tax_class_id}
        return [
            (str(field.label), self._written(name, now[name]))
            for name, field in self.fields.items()
            if name in now and name not in ("version", "price_shown") and now[name] != typed.get(name)
        ]

    def _written(self, name: str, value: Any) -> str:
        if name == "tax_class":
            return dict(self.fields[name].choices).get(value, "–") if value else _("Your default")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        shown = self.fields[name].prepare_value(value)
        return "–" if shown in (None, "") else str(shown)


def _kept(day: date | None) -> date | None:
    return day if is_kept(day) else None


def initial_of(product: Product, unit_price: Decimal | None) -> dict[str, Any]:
    """Return what stands, by the fields of the form."""
    zone = product.supplier.time_zone
    return {name: getattr(product, name) for name in COLUMNS if name not in _FIELDS} | {
        "tax_class": product.tax_class_id,
        "first_day": first_day(product.sold_from, zone),
        "last_day": last_day(product.sold_until, zone),
        "unit_price": unit_price,
        "price_shown": _plain(unit_price),
        "version": product.version,
    }


def _plain(price: Decimal | None) -> str:
    """Write a price so that the same one always reads the same."""
    return "" if price is None else f"{price.quantize(Decimal('0.001')):f}"

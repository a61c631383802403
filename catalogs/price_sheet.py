"""Prices as rows of a sheet: its columns, the headings they go by in three languages, and what cells mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs.amounts import amount_in
from catalogs.prices import ListPrice, misfit
from wholesale.sheets.columns import Column

STEPS = range(1, 6)  # quantity breaks that a row has room for
Breaks = tuple[tuple[int, Decimal], ...]
OFF = frozenset({"-", "–", "—"})  # off the list; in the first break: no breaks


def _steps() -> list[Column]:
    columns = []
    for n in STEPS:
        units = {1: ("10", "12"), 2: ("50", "")}.get(n, ("", ""))
        price = {1: ("28.00", "39.50"), 2: ("26.50", "")}.get(n, ("", ""))
        columns += [
            Column(
                f"break_{n}_units", format_lazy(gettext_lazy("From quantity {n}"), n=n),
                (f"break {n} quantity", f"qty {n}", f"quantite {n}", f"cantidad {n}"), max_length=12, example=units,
            ),
            Column(
                f"break_{n}_price", format_lazy(gettext_lazy("Price from quantity {n}"), n=n),
                (f"break {n} price", f"price {n}", f"prix {n}", f"precio {n}"), max_length=30, example=price,
            ),
        ]  # fmt: skip
    return columns


COLUMNS = (
    Column(
        "price_list", gettext_lazy("Price list"),
        ("list", "price type", "tariff", "liste de prix", "liste", "tarif", "lista de precios", "lista", "tarifa"),
        max_length=60, may_be_given=True,
        help=gettext_lazy("Its name; without one, your default list."),
    ),
    Column(
        "sku", gettext_lazy("SKU"),
        ("item", "item no", "item number", "product code", "code", "reference", "ref", "article", "no article",
         "code produit", "articulo", "codigo", "codigo de producto", "referencia"),
        is_required=True, max_length=40, example=("PALE-24", "STOUT-12"),
    ),
    Column("name", gettext_lazy("Product"), is_shown_only=True),
    Column("currency", gettext_lazy("Currency"), ("devise", "monnaie", "moneda", "divisa"), is_shown_only=True),
    Column("current", gettext_lazy("Price now"), is_shown_only=True),
    Column(
        "price", gettext_lazy("Price"),
        ("unit price", "new price", "amount", "prix", "prix unitaire", "nouveau prix", "precio", "precio unitario",
         "nuevo precio"),
        max_length=30, example=("30.00", "41.25"),
        help=gettext_lazy("Per ordered unit, taxed as the list says. A dash takes the product off the list."),
    ),
    *_steps(),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cells:
    """What a row says of a price: None is not said, and stays as it is."""

    price: Decimal | None = None
    breaks: Breaks | None = None
    is_off: bool = False
    faults: tuple[str, ...] = ()

    def over(self, now: ListPrice | None, currency: str) -> tuple[ListPrice | None, str]:
        """Return what a product costs then, and what is wrong with that."""
        if self.is_off or self == Cells():
            return (None if self.is_off else now), ""
        price = now.unit_price if self.price is None and now else self.price
        if price is None:
            return None, _("Without a price there are no quantity breaks.")
        steps = self.breaks if self.breaks is not None else (now.breaks if now else ())
        made = ListPrice(price, steps or ())
        return made, misfit(made, currency)


def cells_of(values: Mapping[str, str]) -> Cells:
    """Return what a row says, and what is wrong with it; an empty cell says nothing."""
    faults: list[str] = []
    text = values.get("price", "").strip()
    price = None if text in OFF else _amount(text, faults)
    breaks = _breaks(values, faults)
    if text in OFF and breaks:
        faults.append(_("Without a price there are no quantity breaks."))
    return Cells(price, breaks, text in OFF, tuple(faults))


def _breaks(values: Mapping[str, str], faults: list[str]) -> Breaks | None:
    if values.get("break_1_units", "").strip() in OFF:
        return ()
    found = []
    for n in STEPS:
        units, price = (values.get(f"break_{n}_{what}", "").strip() for what in ("units", "price"))
        if not units and not price:
            continue
        said, amount = _units(units), _amount(price, faults)
        if said is None or amount is None:
            faults.append(_("Quantity break %(n)s needs a whole quantity and a price.") % {"n": n})
        else:
            found.append((said, amount))
    return tuple(sorted(found)) or None


def _units(text: str) -> int | None:
    whole = text.removesuffix(".0").replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) <= 9 else None


def _amount(text: str, faults: list[str]) -> Decimal | None:
    if not text:
        return None
    try:
        return amount_in(text)
    except ValidationError as error:
        faults += error.messages
    return None

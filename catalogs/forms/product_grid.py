"""Products in a grid: what stands in its boxes, what was typed, what of it can be saved (SPEC.md K1, B1, B4)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from catalogs.changes import ProductChange, SavedProduct, details_of
from catalogs.checks import LONGEST
from catalogs.details import ProductDetails
from catalogs.forms.fields import PriceField
from catalogs.models import Product
from catalogs.typed import Around, amounts_written, field_of, texts_of, value_of
from wholesale.organizations.models import Organization
from wholesale.ui.grid import Cell, Kind
from wholesale.ui.keys import key_in, keys_among

ROWS, NEW_ROWS = 50, 5
_ON = "on"


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column of the grid."""

    key: str
    label: Promise
    kind: Kind = Kind.TEXT
    list_id: str = ""

    @property
    def is_number(self) -> bool:
        """Tell whether it stands to the right."""
        return self.kind in (Kind.UNITS, Kind.AMOUNT)


COLUMNS = (
    GridColumn("name", gettext_lazy("Name")),
    GridColumn("pack", gettext_lazy("Pack")),
    GridColumn("unit", gettext_lazy("Ordered by")),
    GridColumn("category", gettext_lazy("Category"), list_id="categories"),
    GridColumn("brand", pgettext_lazy("of a product", "Brand"), list_id="brands"),
    GridColumn("unit_price", gettext_lazy("Price"), Kind.AMOUNT),
    GridColumn("deposit", gettext_lazy("Deposit"), Kind.AMOUNT),
    GridColumn("tax_class", gettext_lazy("Tax class"), Kind.CHOICE),
    GridColumn("order_multiple", gettext_lazy("Order multiple"), Kind.UNITS),
    GridColumn("minimum_units", gettext_lazy("Minimum"), Kind.UNITS),
    GridColumn("gtin", gettext_lazy("Barcode (GTIN)")),
    GridColumn("allows_backorder", gettext_lazy("Back-order"), Kind.TICK),
    GridColumn("tracks_lots", gettext_lazy("Lots"), Kind.TICK),
    GridColumn("is_active", gettext_lazy("Active"), Kind.TICK),
)
SKU = GridColumn("sku", gettext_lazy("SKU"))
_TICKS = frozenset(column.key for column in COLUMNS if column.kind == Kind.TICK)
_NEW_TEXTS = {column.key: "" for column in (SKU, *COLUMNS)} | {"is_active": _ON}


@dataclass(slots=True)
class GridRow:
    """A row: what is stored, what its page showed, what was typed, and what is wrong with that.

    Args:
        key: the product's id, or "new-1".
        now: what is stored, as text by column.
        was: what the page showed; where it differs from `now`, somebody else has saved since.
    """

    key: str
    product: Product | None
    now: dict[str, str]
    was: dict[str, str]
    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def columns(self) -> Sequence[GridColumn]:
        """Return the columns with boxes: the SKU has one in a new row."""
        return COLUMNS if self.product else (SKU, *COLUMNS)

    @property
    def changed(self) -> list[str]:
        """Return the columns in which something was typed."""
        return [column.key for column in self.columns if self.typed[column.key] != self.was[column.key]]

    @property
    def shown(self) -> str:
        """Return what the page shows, for the form to carry along."""
        return json.dumps(self.now)


class ProductGrid:
    """The rows of a page, shown or posted. The boxes of a column are named after it and the row's key."""

    def __init__(self, supplier: Organization, tax_classes: Mapping[UUID, str], price_currency: str) -> None:
        self.supplier = supplier
        self.rows: list[GridRow] = []
        self._sent: list[GridRow] = []
        self._tax_choices = [
            ("", _("Your default")),
            *((str(key), name) for key, name in tax_classes.items()),
        ]
        self._around = Around(
            currency=supplier.currency,
            price_currency=price_currency,
            time_zone=supplier.time_zone,
            tax_classes=tax_classes,
            read_amount=_as_typed,
        )

    def show(self, products: Iterable[Product], *, new_rows: int = 0) -> None:
        """Take up products as they stand, and some empty rows for new ones."""
        for product in products:
            now = self._texts(product)
            self.rows.append(GridRow(str(product.pk), product, now, now, now))
        for n in range(1, new_rows + 1):
            self.rows.append(GridRow(f"new-{n}", None, _NEW_TEXTS, _NEW_TEXTS, _NEW_TEXTS))

    def take(self, posted: QueryDict, products: Mapping[UUID, Product]) -> None:
        """Take up what was typed; a row of nobody's product is left out."""
        for key in keys_in(posted):
            product = products.get(key_in(key) or UUID(int=0))
            if product is None and not key.startswith("new-"):
                continue
            now = self._texts(product) if product else _NEW_TEXTS
            shown = _texts_in(posted.get(f"was-{key}", ""))
            was = now | (shown or {})
            columns = COLUMNS if product else (SKU, *COLUMNS)
            typed = now | {column.key: _typed(posted, column, key, was) for column in columns}
            row = GridRow(key, product, now, was, typed)
            if shown is None:
                row.note = _("What stood in this row did not arrive with it. Look at it again, then save.")
            self.rows.append(row)

    def changes(self) -> list[ProductChange]:
        """Return what is to be saved; what cannot be read, or was changed by somebody else, is noted in its row."""
        self._sent = []
        found = []
        for row in self.rows:
            if row.changed:
                values = self._values(row)
                self._sent.append(row)
                found.append(self._change(row, values))
        return found

    @property
    def wrong(self) -> int:
        """Return in how many rows something is wrong."""
        return sum(bool(row.errors or row.note) for row in self.rows)

    def tell(self, outcomes: Sequence[SavedProduct]) -> None:
        """Note in the rows why what `changes` said of them was refused."""
        for row, saved in zip(self._sent, outcomes, strict=True):
            fields = getattr(saved.error, "fields", {})
            keys = {field_of(column.key): column.key for column in row.columns}
            row.errors |= {keys[name]: words for name, words in fields.items() if name in keys}
            others = [words for name, words in fields.items() if name not in keys]
            if saved.error and not fields:
                others = [saved.error.message]
            row.note = " ".join(others)

    def cells_of(self, row: GridRow) -> list[Cell]:
        """Return the boxes of a row, as they were typed."""
        about = row.now["name"] or row.now["sku"] or _("a new product")
        return [self._cell(row, column, about) for column in row.columns]

    def _cell(self, row: GridRow, column: GridColumn, about: str) -> Cell:
        value, stored = row.typed[column.key], row.now[column.key]
        return Cell(
            name=f"{column.key}-{row.key}",
            label=_("%(column)s of %(product)s") % {"column": column.label, "product": about},
            value=value,
            saved=None if value == stored else stored,
            error=row.errors.get(column.key, ""),
            kind=column.kind,
            options=self._tax_choices if column.kind == Kind.CHOICE else (),
            max_length=LONGEST.get(column.key),
            list_id=column.list_id,
            is_first=column is SKU,
        )

    def _values(self, row: GridRow) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key in row.changed:
            typed, now = row.typed[key], row.now[key]
            if now not in (row.was[key], typed):
                words = _("Somebody else wrote “%(now)s” here meanwhile. Save again to replace it.")
                row.errors[key] = words % {"now": now or "–"}
                continue
            try:
                values[field_of(key)] = bool(typed) if key in _TICKS else value_of(key, typed, self._around)
            except ValidationError as error:
                row.errors[key] = " ".join(error.messages)
        return values

    def _change(self, row: GridRow, values: dict[str, Any]) -> ProductChange:
        product = row.product
        if product is None:
            return ProductChange(details=replace(ProductDetails(sku="", name=""), **values))
        now = details_of(product, product.unit_price)  # type: ignore[attr-defined]
        known: dict[str, Any] = {"product_id": product.pk, "version": product.version}
        return ProductChange(details=replace(now, **values), keeps_price="unit_price" not in values, **known)

    def _texts(self, product: Product) -> dict[str, str]:
        details = details_of(product, product.unit_price)  # type: ignore[attr-defined]
        texts = texts_of(details, self._around) | amounts_written(details, self._around)
        texts |= {name: _ON if getattr(details, name) else "" for name in _TICKS}
        texts |= {"tax_class": str(details.tax_class_id or "")}
        return {column.key: texts[column.key] for column in (SKU, *COLUMNS)}


def keys_in(posted: QueryDict) -> list[str]:
    """Return the keys of the rows that a form sends, in their order, no more than a page has."""
    keys = [name.removeprefix("was-") for name in posted if name.startswith("was-")]
    return keys[: ROWS + NEW_ROWS]


def ids_in(posted: QueryDict) -> list[UUID]:
    """Return the ids of the products that a form sends."""
    return keys_among(keys_in(posted))


def _typed(posted: QueryDict, column: GridColumn, key: str, was: Mapping[str, str]) -> str:
    name = f"{column.key}-{key}"
    if column.kind == Kind.TICK:
        return _ON if name in posted else ""
    return " ".join(posted.get(name, was[column.key]).replace("\x00", "").split())


def _texts_in(text: str) -> dict[str, str] | None:
    """Return what a page showed; None where that did not come back as it was sent."""
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    return {key: value for key, value in found.items() if key in _NEW_TEXTS and isinstance(value, str)}


def _as_typed(text: str) -> Decimal:
    found: Decimal = PriceField(localize=True, max_digits=12, decimal_places=3).clean(text)
    return found

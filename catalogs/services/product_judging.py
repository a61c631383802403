"""What rows of a sheet mean: which product each is, what it changes, and why it cannot be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogs.amounts import amount_in
from catalogs.changes import ProductChange, details_of
from catalogs.checks import break_fault, faults_of
from catalogs.details import ProductDetails
from catalogs.models import Product
from catalogs.queries.products import price_currency, tax_class_names, with_breaks
from catalogs.sheet import CLEARED, COLUMNS
from catalogs.typed import Around, amounts_written, field_of, texts_of, value_of
from wholesale.organizations.models import Organization
from wholesale.sheets.enums import VerdictKind
from wholesale.sheets.importables import Line, Verdict

_LABELS = {field_of(column.key): column.label for column in COLUMNS}
_NEVER_CLEARED = frozenset({"sku", "name", "is_active"})
_NEW = ProductDetails(sku="", name="")


@dataclass(frozen=True, slots=True)
class ProductPlan:
    """What becomes of one row; without a change nothing does."""

    verdict: Verdict
    change: ProductChange | None = None


class ProductJudge:
    """Some rows of a file against what a supplier has; reads in four statements, whatever their number."""

    def __init__(self, supplier: Organization, lines: Sequence[Line]) -> None:
        self.supplier = supplier
        self.around = in_files(supplier)
        ids = {found for line in lines if (found := _id_of(line.values))}
        skus = {sku_of(line.values) for line in lines} - {""}
        products = with_breaks(supplier)
        self.by_id: dict[UUID, Product] = (
            {each.pk: each for each in products.filter(pk__in=ids)} if ids else {}
        )
        self.by_sku = {each.sku: each for each in products.filter(sku__in=skus)}

    def of(self, line: Line) -> ProductPlan:
        """Say what becomes of a row."""
        try:
            product = self._product(line.values)
        except ValidationError as error:
            return ProductPlan(_refused(*error.messages))
        now = details_of(product, product.unit_price) if product else _NEW  # type: ignore[attr-defined]
        values, faults = self._read(line.values)
        wanted = replace(now, **values)
        if not faults:
            currencies = {"currency": self.supplier.currency, "price_currency": self.around.price_currency}
            told = self._of_breaks(product, now, wanted) | faults_of(wanted, **currencies)
            faults = [f"{_LABELS.get(name, name)}: {words}" for name, words in told.items()]
        if faults:
            return ProductPlan(_refused(*faults))
        change = ProductChange(
            details=wanted,
            product_id=product.pk if product else None,
            version=product.version if product else None,
            keeps_price="unit_price" not in values,
        )
        return ProductPlan(self._verdict(product, now, wanted), change)

    def _product(self, values: Mapping[str, str]) -> Product | None:
        """Return which product a row means: that of its ID, else that of its SKU."""
        key, sku = _id_of(values), sku_of(values)
        if values.get("cratebook_id") and key is None:
            words = _("“%(text)s” is no Cratebook ID.")
            raise ValidationError(words % {"text": values["cratebook_id"][:40]})
        if key is None:
            return self.by_sku.get(sku)
        if key not in self.by_id:
            raise ValidationError(_("You have no product with this Cratebook ID."))
        product = self.by_id[key]
        other = self.by_sku.get(sku)
        if other and other.pk != product.pk:
            words = _("The SKU %(sku)s belongs to %(name)s.")
            raise ValidationError(words % {"sku": sku, "name": other.name})
        return product

    def _read(self, values: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
        """Return what a row says, by column of the product, and what in it cannot be read."""
        read: dict[str, Any] = {}
        faults = []
        for column in COLUMNS:
            text = values.get(column.key, "").strip()
            if not text or column.key == "cratebook_id":
                continue
            try:
                is_cleared = text == CLEARED and column.key not in _NEVER_CLEARED
                read[field_of(column.key)] = value_of(column.key, "" if is_cleared else text, self.around)
            except ValidationError as error:
                faults += [f"{column.label}: {words}" for words in error.messages]
        return read, faults

    def _verdict(self, product: Product | None, now: ProductDetails, wanted: ProductDetails) -> Verdict:
        if product is None:
            is_free = _("Without a price nobody can order it.") if wanted.unit_price is None else ""
            return Verdict(VerdictKind.CREATE, tuple(filter(None, [is_free])))
        old, new = self._texts(now), self._texts(wanted)
        told = tuple(
            _("%(label)s: %(old)s → %(new)s")
            % {
                "label": _LABELS.get(field_of(name), name),
                "old": old[name][:60] or "–",
                "new": text[:60] or "–",
            }
            for name, text in new.items()
            if text != old[name]
        )
        return Verdict(VerdictKind.UPDATE if told else VerdictKind.UNCHANGED, told)

    def _of_breaks(self, product: Product | None, now: ProductDetails, new: ProductDetails) -> dict[str, str]:
        """Say what a new price would leave wrong with the quantity breaks that there are."""
        if new.unit_price == now.unit_price:
            return {}
        breaks = getattr(product, "breaks", None)
        fault = break_fault(new.unit_price, breaks, self.around.price_currency)
        return {"unit_price": fault} if fault else {}

    def _texts(self, details: ProductDetails) -> dict[str, str]:
        return texts_of(details, self.around) | amounts_written(details, self.around)


def in_files(supplier: Organization) -> Around:
    """Return what a supplier's cells mean by in a file."""
    return Around(
        currency=supplier.currency,
        price_currency=price_currency(supplier),
        time_zone=supplier.time_zone,
        tax_classes=tax_class_names(supplier),
        read_amount=amount_in,
    )


def sku_of(values: Mapping[str, str]) -> str:
    """Return the SKU of a row as it is kept."""
    return " ".join(values.get("sku", "").split())


def _id_of(values: Mapping[str, str]) -> UUID | None:
    try:
        return UUID(values.get("cratebook_id", "").strip())
    except ValueError:
        return None


def _refused(*reasons: str) -> Verdict:
    return Verdict(VerdictKind.REFUSED, reasons)

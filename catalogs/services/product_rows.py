"""Products written many at once: rows, prices, log, in a few statements whatever their number (SPEC.md K1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogs.changes import ProductChange, SavedProduct, details_of
from catalogs.checks import break_fault, faults_of
from catalogs.details import COLUMNS, ProductDetails, search_text_of
from catalogs.errors import ProductGone, ProductRefused, ProductsRefused, SkuTaken
from catalogs.models import Product
from catalogs.queries.products import lock_products, price_currency, tax_class_names, with_breaks
from catalogs.services.default_prices import set_default_prices
from retailers.services.setwise import insert_rows, rewrite_columns
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.audit.services import change_of, difference
from wholesale.errors import DomainError, StaleVersion
from wholesale.organizations.models import Organization

_WRITTEN = ("sku", *(name.removesuffix("_id") for name in COLUMNS if name != "sku"), "search_text", "version")
_PRICE = ("id", "unit_price", "breaks")
_AT_ONCE = 1000
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('skus of ' || %s, 0))"


@transaction.atomic
def save_products(
    *, supplier: Organization, changes: Sequence[ProductChange], by: User | None
) -> list[SavedProduct]:
    """Add and change products with their price on the default list; what cannot be is left out and says why.

    Runs in the supplier's context. Answers in the order of the changes.

    Locks: the products that change, in key order; then the supplier's SKUs, where one is new or changes.
    Source: SPEC.md K1, B4, P9.
    """
    saved: list[SavedProduct] = []
    for start in range(0, len(changes), _AT_ONCE):
        piece = changes[start : start + _AT_ONCE]
        saved += _Piece(supplier, piece).save(piece, by)
    return saved


@transaction.atomic
def save_all_products(
    *, supplier: Organization, changes: Sequence[ProductChange], by: User | None
) -> list[SavedProduct]:
    """Add and change products as save_products does, all of them or none.

    Raises: ProductsRefused, with what would have become of each; then nothing is written.
    """
    saved = save_products(supplier=supplier, changes=changes, by=by)
    if any(each.error for each in saved):
        raise ProductsRefused(saved)
    return saved


class _Piece:
    """Up to a thousand changes, and what is stored of their products."""

    def __init__(self, supplier: Organization, changes: Sequence[ProductChange]) -> None:
        self.supplier = supplier
        ids = {change.product_id for change in changes if change.product_id}
        self.products = {product.pk: product for product in lock_products(supplier, ids)}
        self.prices, self.breaks = _prices_of(supplier, self.products)
        self.tax_classes, self.price_currency = tax_class_names(supplier), price_currency(supplier)
        self.owners = self._owners_of_skus(changes)
        self.named: set[UUID] = set()

    def _owners_of_skus(self, changes: Sequence[ProductChange]) -> dict[str, UUID | None]:
        """Return whose each SKU is; nobody adds one meanwhile."""
        wanted = {
            change.details.sku
            for change in changes
            if change.product_id not in self.products
            or self.products[change.product_id].sku != change.details.sku
        }
        if not wanted:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(_ALONE, [str(self.supplier.pk)])
        found = Product.objects.filter(supplier=self.supplier, sku__in=wanted)
        return dict(found.values_list("sku", "pk"))

    def save(self, changes: Sequence[ProductChange], by: User | None) -> list[SavedProduct]:
        """Judge each change, then write those that can be."""
        saved = [self._judged(change) for change in changes]
        written = [each for each in saved if each.is_changed]
        for each, change in zip(saved, changes, strict=True):
            if each.is_changed and each.product:
                _fill(each.product, change.details)
        insert_rows([each.product for each in written if each.product and each.product.version == 1])
        rewrite_columns(
            [each.product for each in written if each.product and each.product.version > 1], _WRITTEN
        )
        self._write_prices(zip(saved, changes, strict=True), by)
        insert_rows([_logged(each, by) for each in written])
        return saved

    def _judged(self, change: ProductChange) -> SavedProduct:
        try:
            return self._allowed(change)
        except DomainError as error:
            return SavedProduct(self.products.get(change.product_id or UUID(int=0)), error)

    def _allowed(self, change: ProductChange) -> SavedProduct:
        details, product = change.details, Product(supplier=self.supplier, version=0)
        if change.product_id:
            product = self._stored(change.product_id, change.version)
            if change.keeps_price:
                details = replace(details, unit_price=self.prices.get(product.pk))
        if faults := self._faults(details, product):
            raise ProductRefused(faults)
        before = self._readable(self._details_of(product)) if product.version else {}
        was, now = difference(before, self._readable(details))
        if now and self.owners.setdefault(details.sku, product.pk) != product.pk:
            raise SkuTaken(_("You already have a product with the SKU %(sku)s.") % {"sku": details.sku})
        return SavedProduct(product, before=was if product.version else {}, after=now)

    def _stored(self, product_id: UUID, version: int | None) -> Product:
        if product_id not in self.products:
            raise ProductGone(_("This product does not exist."))
        if product_id in self.named:
            raise ProductRefused({"sku": _("This product is named twice.")})
        product = self.products[product_id]
        if version is not None and product.version != version:
            raise StaleVersion(_("Somebody else changed this product meanwhile."))
        self.named.add(product_id)
        return product

    def _faults(self, details: ProductDetails, product: Product) -> dict[str, str]:
        faults = faults_of(details, currency=self.supplier.currency, price_currency=self.price_currency)
        if details.unit_price != self.prices.get(product.pk) and (
            fault := break_fault(details.unit_price, self.breaks.get(product.pk), self.price_currency)
        ):
            faults.setdefault("unit_price", fault)
        if details.tax_class_id and details.tax_class_id not in self.tax_classes:
            faults["tax_class_id"] = _("There is no such tax class.")
        return faults

    def _details_of(self, product: Product) -> ProductDetails:
        return details_of(product, self.prices.get(product.pk))

    def _readable(self, details: ProductDetails) -> dict[str, Any]:
        """Return a product as the log keeps it: amounts as text, a tax class by its name."""
        values = {name: getattr(details, name) for name in COLUMNS if name != "tax_class_id"}
        amounts = {name: _amount_text(getattr(details, name)) for name in ("deposit", "unit_price")}
        tax_class = self.tax_classes.get(details.tax_class_id, "") if details.tax_class_id else ""
        return values | {"tax_class": tax_class} | amounts

    def _write_prices(self, pairs: Iterable[tuple[SavedProduct, ProductChange]], by: User | None) -> None:
        prices, name = dict[UUID, Decimal | None](), ""
        for saved, change in pairs:
            if saved.product and saved.is_changed and "unit_price" in saved.after:
                prices[saved.product.pk], name = change.details.unit_price, saved.product.name
        if not prices:
            return
        words = ngettext("%(n)s product", "%(n)s products", len(prices)) % {"n": len(prices)}
        name = name if len(prices) == 1 else words
        set_default_prices(supplier=self.supplier, prices=prices, name=name, by=by)


def _prices_of(
    supplier: Organization, products: Mapping[UUID, Product]
) -> tuple[dict[UUID, Decimal | None], dict[UUID, Any]]:
    """Return what products cost on the default list, and their quantity breaks there."""
    if not products:
        return {}, {}
    rows = list(with_breaks(supplier).filter(pk__in=products).values(*_PRICE))
    return {row["id"]: row["unit_price"] for row in rows}, {row["id"]: row["breaks"] for row in rows}


def _fill(product: Product, details: ProductDetails) -> None:
    for name in COLUMNS:
        setattr(product, name, getattr(details, name))
    product.search_text = search_text_of(details)
    product.version += 1


def _amount_text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount.quantize(Decimal('0.001')):f}"


def _logged(saved: SavedProduct, by: User | None) -> AuditEntry:
    product = saved.product
    assert product is not None  # noqa: S101 - what was written is there
    return change_of(
        organization_id=product.supplier_id,
        by=by,
        verb="product_added" if product.version == 1 else "product_changed",
        subject=product,
        subject_name=product.name,
        before=saved.before,
        after=saved.after,
    )

"""Products by sheets: what a row would do, doing it, and writing them out (SPEC.md K1)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogs.changes import SavedProduct, details_of
from catalogs.models import Product
from catalogs.services.product_judging import ProductJudge, ProductPlan, in_files, sku_of
from catalogs.services.product_rows import save_products
from catalogs.sheet import COLUMNS
from catalogs.typed import Around, texts_of
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.sheets.enums import VerdictKind
from wholesale.sheets.importables import Keys, Line, Verdict, Words

_NUMBERS = ("unit_price", "deposit", "order_multiple", "minimum_units", "low_stock_units", "weight_grams")
_AT_ONCE = 2000


class ProductSheets:
    """What wholesale.sheets asks of a supplier's products.

    Key: the ID of an export, else the SKU. An empty cell changes nothing, a dash empties what is kept.
    """

    columns = COLUMNS
    permission = Permission.MANAGE_PRODUCTS
    words = Words(
        title=gettext_lazy("Import products"),
        lead=gettext_lazy(
            "Many at once, from a sheet, with their price on your default list. Nothing is written until you confirm."
        ),
        list_url_name="catalogs:product_list",
        list_label=gettext_lazy("Products"),
        found=gettext_lazy("A product that you have already is known by its SKU."),
        file_stem="products",
    )

    def keys_in(self, organization: Organization) -> Keys:
        """Return what reads the keys of a row."""
        return _keys_of

    def missing_key(self, chosen: Sequence[str]) -> str:
        """Ask for a column that tells one product from another."""
        return "" if {"sku", "cratebook_id"} & set(chosen) else _("Choose which column is the SKU.")

    def check(
        self, organization: Organization, lines: Sequence[Line], by: User | None, represents: UUID | None
    ) -> list[Verdict]:
        """Say what each row would do."""
        judge = ProductJudge(organization, lines)
        return [judge.of(line).verdict for line in lines]

    @transaction.atomic
    def write(
        self, organization: Organization, lines: Sequence[Line], by: User | None, represents: UUID | None
    ) -> list[Verdict]:
        """Do what each row says, if that is still allowed.

        Locks: the products that change, in key order; the supplier's SKUs.
        """
        judge = ProductJudge(organization, lines)
        plans = [judge.of(line) for line in lines]
        changes = [plan.change for plan in plans if _is_written(plan) and plan.change]
        saved = iter(save_products(supplier=organization, changes=changes, by=by))
        return [_became(plan, next(saved)) if _is_written(plan) else plan.verdict for plan in plans]


def _keys_of(values: Mapping[str, str]) -> dict[str, str]:
    """Return SKU and ID of a row as they are compared within its file."""
    found = {"sku": sku_of(values), "cratebook_id": values.get("cratebook_id", "").strip().lower()}
    return {key: value for key, value in found.items() if value}


def product_headings() -> list[str]:
    """Return the headings of an export, in the reader's language; an import knows them in any."""
    return [column.heading for column in COLUMNS]


def product_rows(supplier: Organization, products: QuerySet[Product]) -> list[list[Any]]:
    """Return products as rows, by name; imported again they change nothing.

    Args:
        products: of queries.products_of.
    Read at once: the answer is sent after the transaction that may read them.
    """
    around = in_files(supplier)
    found = products.order_by("name", "id").iterator(chunk_size=_AT_ONCE)
    return [_cells_of(product, around) for product in found]


def _cells_of(product: Product, around: Around) -> list[Any]:
    details = details_of(product, product.unit_price)  # type: ignore[attr-defined]
    cells: dict[str, Any] = {**texts_of(details, around), "cratebook_id": str(product.pk)}
    cells |= {name: getattr(details, name) for name in _NUMBERS}
    return [cells[column.key] for column in COLUMNS]


def _became(plan: ProductPlan, saved: SavedProduct) -> Verdict:
    return Verdict(VerdictKind.REFUSED, (saved.error.message,)) if saved.error else plan.verdict


def _is_written(plan: ProductPlan) -> bool:
    return plan.verdict.kind in (VerdictKind.CREATE, VerdictKind.UPDATE)


PRODUCTS = ProductSheets()

"""One change for many products at once, and words that are renamed for all (SPEC.md K1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalogs.changes import ProductChange, details_of
from catalogs.checks import LONGEST
from catalogs.errors import ProductRefused
from catalogs.models import Product
from catalogs.queries.products import WORDS, products_of
from catalogs.services.product_rows import save_products
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization

MOST = 5_000  # what a page can wait for
_CHANGED_AT_ONCE = frozenset({"category", "brand", "tax_class_id", "is_active"})
_AT_ONCE = 1000


@transaction.atomic
def change_products(
    *, supplier: Organization, product_ids: Iterable[UUID], said: Mapping[str, Any], by: User | None
) -> int:
    """Say the same of many products; those that say it already stay. Returns how many changed.

    Args:
        product_ids: those of anyone else are left out.
        said: category, brand, tax_class_id or is_active, and what it shall be.
    Locks: the products, in key order.
    Raises: ProductRefused, and then nothing is written.
    Source: SPEC.md K1.
    """
    if not said.keys() <= _CHANGED_AT_ONCE:
        raise ValueError(f"not changed for many at once: {sorted(said.keys() - _CHANGED_AT_ONCE)}")
    ids = sorted(set(product_ids))
    if len(ids) > MOST:
        words = _("At most %(n)s products at once: narrow the list, or use a file.")
        raise ProductRefused({"products": words % {"n": f"{MOST:,}"}})
    return _change_all(supplier, ids, said, by)


def _change_all(supplier: Organization, ids: Sequence[UUID], said: Mapping[str, Any], by: User | None) -> int:
    """Say the same of products by their ids in key order, a thousand at once; return how many changed."""
    changed = 0
    for start in range(0, len(ids), _AT_ONCE):
        found = products_of(supplier).filter(pk__in=ids[start : start + _AT_ONCE]).order_by("pk")
        changes = [_change(product, said) for product in found if not _says(product, said)]
        saved = save_products(supplier=supplier, changes=changes, by=by)
        if refused := next((each.error for each in saved if each.error), None):
            raise refused
        changed += sum(each.is_changed for each in saved)
    return changed


@transaction.atomic
def rename_word(*, supplier: Organization, column: str, old: str, new: str, by: User | None) -> int:
    """Call a category or a brand otherwise for all its products, however many; in use already, the two become one.

    Args:
        column: "category" or "brand".
        new: nothing takes the word away.
    Locks: the products, in key order.
    Raises: ProductRefused, and then nothing is written.
    Source: SPEC.md K1.
    """
    if column not in WORDS:
        raise ValueError(column)
    word = " ".join(new.split())
    if len(word) > LONGEST[column]:
        raise ProductRefused({"new": _("At most %(n)s letters fit.") % {"n": LONGEST[column]}})
    named = Product.objects.filter(supplier=supplier, **{column: old}).order_by("pk")
    return _change_all(supplier, list(named.values_list("pk", flat=True)), {column: word}, by)


def _says(product: Product, said: Mapping[str, Any]) -> bool:
    return all(getattr(product, name) == value for name, value in said.items())


def _change(product: Product, said: Mapping[str, Any]) -> ProductChange:
    details = replace(details_of(product, product.unit_price), **said)  # type: ignore[attr-defined]
    return ProductChange(details=details, product_id=product.pk, version=product.version, keeps_price=True)

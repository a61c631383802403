"""One lot, and what lies of which lot where: for its page, the report and machines (SPEC.md I13)."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from catalogs.models import Product
from inventory.models import Lot, LotBalance
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization


def lot_for(organization: Organization, side: Side, lot: UUID) -> Lot:
    """Return a lot of the supplier, or one that has lain in the distributor's warehouses; 404 for any other."""
    rows = Lot.objects.select_related("product", "supplier")
    if side == Side.SELLING:
        rows = rows.filter(supplier=organization)
    else:
        rows = rows.filter(balances__keeper=organization).distinct()
    try:
        return rows.get(pk=lot)
    except Lot.DoesNotExist as error:
        raise Http404 from error


def lot_by_code(supplier: Organization, product: Product, code: str) -> Lot:
    """Return the lot of a supplier's product that is called so; 404 for any other."""
    return _only_lot(supplier=supplier, product=product, code=code)


def lot_of_product(supplier: Organization, product: UUID, lot: UUID) -> Lot:
    """Return this lot of a supplier's product; 404 for any other."""
    return _only_lot(supplier=supplier, product=product, pk=lot)


def _only_lot(**keys: Any) -> Lot:
    try:
        return Lot.objects.get(**keys)
    except Lot.DoesNotExist as error:
        raise Http404 from error


def where_lot_lies(organization: Organization, side: Side, lot: Lot) -> list[LotBalance]:
    """Return what is on hand of a lot in each warehouse that a company sees under a hat."""
    own = {"supplier": organization} if side == Side.SELLING else {"keeper": organization}
    rows = LotBalance.objects.filter(lot=lot, on_hand_units__gt=0, **own)
    return list(rows.select_related("keeper", "warehouse").order_by("keeper__name", "warehouse__name"))


def lots_expiring(
    organization: Organization,
    side: Side,
    *,
    by: date | None,
    words: str = "",
    warehouses: Collection[str] = (),
) -> QuerySet[LotBalance, Any]:
    """Return what lies of which lot where, with `day` to sort by: the first to expire first, undated ones last.

    Args:
        by: those alone that have a date up to this one; None is all.
    """
    rows = lot_balances_of(organization, side, expires_by=by)
    if warehouses:
        rows = rows.filter(warehouse_id__in=[key for key in warehouses if _is_key(key)])
    if words:
        rows = rows.filter(
            Q(lot__code__icontains=words)
            | Q(product__name__icontains=words)
            | Q(product__sku__icontains=words)
        )
    return rows.annotate(day=Coalesce(F("lot__best_before"), Value(date.max)))


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def lot_balances_of(organization: Organization, side: Side, **filters: Any) -> QuerySet[LotBalance, Any]:
    """Return what lies of which lot where, as far as a company sees it under a hat, as values.

    Args:
        filters: sku, warehouse_id, expires_by.
    """
    own = {"supplier": organization} if side == Side.SELLING else {"keeper": organization}
    renamed = {"sku": "product__sku", "expires_by": "lot__best_before__lte"}
    wanted = {renamed.get(name, name): value for name, value in filters.items() if value is not None}
    return LotBalance.objects.filter(on_hand_units__gt=0, **own, **wanted).values(
        "id",
        "lot_id",
        "warehouse_id",
        "product_id",
        "on_hand_units",
        supplier_slug=F("supplier__slug"),
        keeper_slug=F("keeper__slug"),
        keeper_name=F("keeper__name"),
        warehouse_name=F("warehouse__name"),
        sku=F("product__sku"),
        name=F("product__name"),
        code=F("lot__code"),
        best_before=F("lot__best_before"),
    )

"""Lots as they are named: found by their code, or written down when they first come in (SPEC.md I13)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from catalogs.models import Product
from inventory.drafts import LotUnits
from inventory.enums import MovementKind
from inventory.errors import LotDiffers, LotNotNamed
from inventory.models import Lot, Warehouse
from inventory.services import ledger
from wholesale.organizations.models import Organization


def receipt_rows(
    supplier: Organization,
    warehouse: Warehouse,
    units_by_product: Mapping[UUID, int],
    lots: Mapping[UUID, Sequence[LotUnits]],
) -> list[ledger.Movement]:
    """Return what comes in, lot by lot where a product tracks them. In the supplier's context.

    Raises: LotNotNamed where a product that tracks lots comes without, or another one with; LotDiffers.
    """
    kind, named = MovementKind.RECEIPT, lots_named(supplier, lots)
    check_tracked(supplier, plain=set(units_by_product) - set(lots), named=set(lots))
    plain = [
        ledger.Movement(warehouse.pk, product, kind, on_hand_units=units)
        for product, units in units_by_product.items()
        if product not in lots
    ]
    of_lots = [
        ledger.Movement(
            warehouse.pk, product, kind, on_hand_units=each.units, lot_id=named[product, each.code].pk
        )
        for product, parts in lots.items()
        for each in parts
    ]
    return plain + of_lots


def check_tracked(supplier: Organization, *, plain: set[UUID], named: set[UUID]) -> None:
    """Raise LotNotNamed where one of `plain` tracks lots, or one of `named` does not. One statement."""
    rows = Product.objects.filter(supplier=supplier, pk__in=plain | named).order_by("name")
    tracks = {key: (name, has_lots) for key, name, has_lots in rows.values_list("pk", "name", "tracks_lots")}
    missing = [name for key, (name, has_lots) in tracks.items() if has_lots and key in plain]
    if missing:
        raise LotNotNamed(_("Say which lot: %(products)s.") % {"products": ", ".join(missing)})
    strange = [name for key, (name, has_lots) in tracks.items() if not has_lots and key in named]
    if strange:
        text = _("No lots are kept of %(products)s. Let the product track lots first.")
        raise LotNotNamed(text % {"products": ", ".join(strange)})


def lots_named(
    supplier: Organization, given: Mapping[UUID, Sequence[LotUnits]]
) -> dict[tuple[UUID, str], Lot]:
    """Return the lots of these products by (product, code), new ones written down. In the supplier's context.

    A lot that was known without a date gets the one that is said now.

    Raises: LotDiffers where it is known with another date.
    """
    said: dict[tuple[UUID, str], LotUnits] = {}
    for product, parts in given.items():
        for each in parts:
            before = said.setdefault((product, each.code), each)
            if each.best_before and before.best_before and each.best_before != before.best_before:
                raise _differing(each.code, before.best_before)
            if each.best_before:
                said[product, each.code] = each
    if not said:
        return {}
    fresh = [
        Lot(supplier=supplier, product_id=product, code=code, best_before=each.best_before)
        for (product, code), each in sorted(said.items())
    ]
    Lot.objects.bulk_create(fresh, ignore_conflicts=True)
    products, codes = {product for product, _code in said}, {code for _product, code in said}
    rows = Lot.objects.filter(supplier=supplier, product__in=products, code__in=codes)
    found = {(lot.product_id, lot.code): lot for lot in rows if (lot.product_id, lot.code) in said}
    for key, each in said.items():
        _date(found[key], each)
    return found


def _date(lot: Lot, said: LotUnits) -> None:
    if said.best_before is None or lot.best_before == said.best_before:
        return
    if lot.best_before is not None:
        raise _differing(lot.code, lot.best_before)
    lot.best_before = said.best_before
    lot.save(update_fields=["best_before"])


def _differing(code: str, known: object) -> LotDiffers:
    text = _("Lot %(lot)s is best before %(day)s. Give another date another lot.")
    return LotDiffers(text % {"lot": code, "day": known})

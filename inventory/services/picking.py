"""Lots that are chosen for an order before it leaves: first expired, first out, unless somebody chooses (SPEC.md I13).

The caller holds the lock of the order, runs in the supplier's context and writes the audit record.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from inventory.errors import LotShort, LotsToChoose
from inventory.fefo import Lying, proposed
from inventory.models import LotPick
from inventory.queries.lots import HeldLots, held_lots, today_of
from wholesale.organizations.models import Organization


@transaction.atomic
def propose_lots(*, supplier: Organization, holder_id: UUID) -> None:
    """Pick lots for what an order holds and nobody has picked yet; what has expired is left for somebody to choose.

    One statement where the order holds nothing that tracks lots.

    Locks: the balances of what it holds that tracks lots, in key order.
    """
    _fill(supplier, holder_id)


@transaction.atomic
def settle_lots(*, supplier: Organization, holder_id: UUID, units_by_product: Mapping[UUID, int]) -> None:
    """Pick what is not picked yet of an order that is about to leave.

    Args:
        units_by_product: what leaves; an order may hold more than that.
    Locks: as propose_lots.
    Raises: LotsToChoose where the rest could only come from lots that have expired, or were picked for others.
    """
    leaving = dict(units_by_product)
    for row, units in _fill(supplier, holder_id):
        wanted = min(row.units, leaving.get(row.product_id, 0))
        leaving[row.product_id] = leaving.get(row.product_id, 0) - wanted
        missing = wanted - sum(units.values()) - row.unsaid_units
        if missing > 0:
            text = _(
                "%(n)s of %(product)s are left only in lots that have expired or are picked for other orders."
                " Choose the lots first."
            )
            raise LotsToChoose(text % {"n": missing, "product": row.name})


@transaction.atomic
def choose_lots(
    *,
    supplier: Organization,
    holder_id: UUID,
    chosen: Mapping[tuple[UUID, UUID], int],
    keeper_id: UUID | None = None,
) -> dict[str, int]:
    """Pick exactly these lots for an order, in the place of what was picked; return the units by lot, to be recorded.

    Of a product in a warehouse that none of them lies in, what was picked stays. What is left without a lot is
    proposed again at the next step.

    Args:
        chosen: units by (warehouse, lot); also of lots that have expired.
        keeper_id: who chooses among the lots that it keeps alone; None is the supplier, among all that the order holds.
    Locks: as propose_lots.
    Raises: LotShort where a lot does not lie there, is picked for others, or more is chosen than the order holds;
        then nothing is written.
    """
    held = [
        row for row in held_lots(supplier.pk, holder_id, locks=True) if keeper_id in (None, row.keeper_id)
    ]
    known = {(lot.warehouse_id, lot.lot_id) for row in held for lot in row.lots}
    if any(units and key not in known for key, units in chosen.items()):
        raise LotShort(_("One of these lots does not lie there any more. Look at them again."))
    rows = []
    for row in held:
        if not any((lot.warehouse_id, lot.lot_id) in chosen for lot in row.lots):
            continue
        picks = {lot.lot_id: chosen.get((lot.warehouse_id, lot.lot_id), 0) for lot in row.lots}
        _check(row, picks)
        rows.append((row, {lot: units for lot, units in picks.items() if units}))
    _write(supplier, holder_id, rows)
    codes = {lot.lot_id: lot.code for row in held for lot in row.lots}
    return {f"{row.name}, {codes[lot]}": units for row, picks in rows for lot, units in picks.items()}


def _check(row: HeldLots, picks: Mapping[UUID, int]) -> None:
    for lot in row.lots:
        if picks[lot.lot_id] > lot.free_units:
            text = _("Only %(left)s of lot %(lot)s are free, you chose %(wanted)s.")
            said = {"left": lot.free_units, "lot": lot.code, "wanted": picks[lot.lot_id]}
            raise LotShort(text % said)
    if sum(picks.values()) > row.units:
        text = _("The order takes %(n)s of %(product)s from there, not %(wanted)s.")
        raise LotShort(text % {"n": row.units, "product": row.name, "wanted": sum(picks.values())})


def _fill(supplier: Organization, holder_id: UUID) -> list[tuple[HeldLots, dict[UUID, int]]]:
    today = today_of(supplier)
    held = held_lots(supplier.pk, holder_id, locks=True)
    rows = [(row, proposed(row.lots, row.units, today)) for row in held]
    if any(units != _own(row.lots) for row, units in rows):
        _write(supplier, holder_id, rows)
    return rows


def _own(lots: tuple[Lying, ...]) -> dict[UUID, int]:
    return {lot.lot_id: lot.own_units for lot in lots if lot.own_units}


def _write(supplier: Organization, holder_id: UUID, rows: list[tuple[HeldLots, dict[UUID, int]]]) -> None:
    said = {(row.warehouse_id, row.product_id) for row, _picks in rows}
    old = LotPick.objects.filter(supplier=supplier, holder_id=holder_id)
    gone = [pk for pk, *key in old.values_list("pk", "warehouse_id", "product_id") if tuple(key) in said]
    LotPick.objects.filter(supplier=supplier, pk__in=gone).delete()
    LotPick.objects.bulk_create(
        LotPick(
            supplier=supplier,
            warehouse_id=row.warehouse_id,
            keeper_id=row.keeper_id,
            product_id=row.product_id,
            lot_id=lot,
            holder_id=holder_id,
            units=units,
        )
        for row, picks in rows
        for lot, units in picks.items()
    )

"""One lot corrected, written off, or named at last (SPEC.md I4, I13), as the supplier or as whoever keeps it.

Locks: the balance of the product, by which everything that happens to its lots waits in turn.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalogs.models import Product
from inventory.drafts import LotUnits
from inventory.enums import MovementKind
from inventory.errors import InsufficientStock, LotShort, StockMoved, TooMuchStock, WarehouseClosed
from inventory.models import NO_LOT, Lot, LotBalance, StockBalance, Warehouse
from inventory.queries.availability import shortages_of
from inventory.services import ledger
from inventory.services.correcting import as_corrector
from inventory.services.lots import check_tracked, lots_named
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.organizations.models import Organization


@transaction.atomic
def count_lot(
    *,
    supplier: Organization,
    warehouse: Warehouse,
    lot: Lot,
    change_units: int,
    reason: str,
    by: User,
    seen_units: int | None = None,
) -> None:
    """Correct what is on hand of a lot by a difference; the product's stock is corrected with it.

    Args:
        change_units: counted minus what was seen; 0 writes nothing.
        seen_units: what was on hand of the lot when it was counted, where a change since then is to be told.
    Raises: NotEditable; StockMoved; LotShort; InsufficientStock when less would be on hand than is reserved;
        TooMuchStock; WarehouseClosed; LotNotNamed; then nothing is written.
    """
    with as_corrector(supplier, warehouse, by):
        now = _locked_units(supplier, warehouse, lot)
        if seen_units is not None and now != seen_units:
            text = _("Meanwhile it changed: %(now)s are on hand now, %(seen)s when you began.")
            raise StockMoved(text % {"now": now, "seen": seen_units}, now)
        _move(supplier, warehouse, lot, MovementKind.ADJUSTMENT, change_units, reason, by)


@transaction.atomic
def write_off_lot(
    *, supplier: Organization, warehouse: Warehouse, lot: Lot, units: int, reason: str, by: User
) -> None:
    """Take lost or broken units of a lot out of a warehouse.

    Raises: NotEditable; LotShort when the lot has fewer; InsufficientStock when fewer are free; LotNotNamed; then
        nothing is written.
    """
    if units < 1:
        raise ValueError("write off at least one unit")
    with as_corrector(supplier, warehouse, by):
        _locked_units(supplier, warehouse, lot)
        _move(supplier, warehouse, lot, MovementKind.WRITE_OFF, -units, reason, by)


@transaction.atomic
def name_lot(
    *, supplier: Organization, warehouse: Warehouse, product: Product, given: LotUnits, by: User
) -> Lot:
    """Say of units that lie in a warehouse without a lot which one they are. What is on hand stays as it is.

    Raises: NotEditable; LotShort when fewer lie there without a lot; LotDiffers; LotNotNamed; then nothing is written.
    """
    if given.units < 1:
        raise ValueError("name at least one unit")
    with as_corrector(supplier, warehouse, by):
        check_tracked(supplier, plain=set(), named={product.pk})
        lot = lots_named(supplier, {product.pk: [given]})[product.pk, given.code]
        unsaid = _locked_unsaid(supplier, warehouse, product)
        if given.units > unsaid:
            raise LotShort(_("Only %(n)s lie there without a lot.") % {"n": unsaid})
        kind = MovementKind.ADJUSTMENT
        rows = [
            ledger.Movement(warehouse.pk, product.pk, kind, given.units, lot_id=lot.pk),
            ledger.Movement(warehouse.pk, product.pk, kind, -given.units, lot_id=NO_LOT),
        ]
        reason = _("Lot named: %(lot)s") % {"lot": lot.code}
        ledger.move_given(rows, cause=ledger.Cause(supplier.pk, by, reason=reason))
        _record(supplier, warehouse, lot, "lot_named", {"units": given.units}, by)
    return lot


def _move(
    supplier: Organization,
    warehouse: Warehouse,
    lot: Lot,
    kind: MovementKind,
    change_units: int,
    reason: str,
    by: User,
) -> None:
    if not change_units:
        return
    check_tracked(supplier, plain=set(), named={lot.product_id})
    if change_units > 0 and warehouse.closed_at:
        raise WarehouseClosed(_("This warehouse is closed."))
    lying = _units_of(supplier, warehouse, lot)
    if lying + change_units < 0:
        raise LotShort(_("Only %(n)s of lot %(lot)s lie there.") % {"n": lying, "lot": lot.code})
    row = ledger.Movement(warehouse.pk, lot.product_id, kind, change_units, lot_id=lot.pk)
    if not ledger.move_given([row], cause=ledger.Cause(supplier.pk, by, reason=reason)):
        if change_units > 0:
            raise TooMuchStock(_("More would be on hand than one warehouse can hold."))
        wanted = {lot.product_id: -change_units}
        raise InsufficientStock(shortages_of(supplier.pk, (warehouse.organization_id,), wanted))
    verb = "lot_adjusted" if kind == MovementKind.ADJUSTMENT else "lot_written_off"
    _record(supplier, warehouse, lot, verb, {"change_units": change_units, "reason": reason}, by)


def _locked_units(supplier: Organization, warehouse: Warehouse, lot: Lot) -> int:
    ledger.open_balances(supplier_id=supplier.pk, warehouse=warehouse, products=[lot.product_id])
    _lock(supplier, warehouse, lot.product_id)
    return _units_of(supplier, warehouse, lot)


def _locked_unsaid(supplier: Organization, warehouse: Warehouse, product: Product) -> int:
    on_hand = _lock(supplier, warehouse, product.pk)
    keys = {"supplier": supplier, "warehouse": warehouse, "product": product}
    return on_hand - sum(LotBalance.objects.filter(**keys).values_list("on_hand_units", flat=True))


def _lock(supplier: Organization, warehouse: Warehouse, product: UUID) -> int:
    rows = StockBalance.objects.select_for_update(no_key=True)
    found = rows.filter(supplier=supplier, warehouse=warehouse, product=product).first()
    return found.on_hand_units if found else 0


def _units_of(supplier: Organization, warehouse: Warehouse, lot: Lot) -> int:
    rows = LotBalance.objects.filter(supplier=supplier, warehouse=warehouse, lot=lot)
    return rows.values_list("on_hand_units", flat=True).first() or 0


def _record(
    supplier: Organization,
    warehouse: Warehouse,
    lot: Lot,
    verb: str,
    said: dict[str, object],
    by: User,
) -> None:
    record_change(
        organization_id=supplier.pk,
        by=by,
        verb=verb,
        subject=lot,
        subject_name=lot.code,
        after={"warehouse": warehouse.name, "lot": lot.code, **said},
    )

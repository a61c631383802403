"""Stock that comes in, is counted anew, or is lost (SPEC.md I3, I4, I6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalogs.models import Product
from inventory.drafts import LotUnits
from inventory.enums import MovementKind
from inventory.errors import InsufficientStock, NotEditable, StockMoved, TooMuchStock, WarehouseClosed
from inventory.models import StockBalance, Warehouse
from inventory.queries.availability import shortages_of
from inventory.services import ledger
from inventory.services.correcting import check_granted, check_keeper
from inventory.services.lots import receipt_rows
from inventory.services.warehouses import default_warehouse
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import act_for

Lots = Mapping[UUID, Sequence[LotUnits]]
_VERBS = {MovementKind.ADJUSTMENT: "stock_adjusted", MovementKind.WRITE_OFF: "stock_written_off"}


@transaction.atomic
def receive_stock(
    *,
    supplier: Organization,
    warehouse: Warehouse,
    units_by_product: dict[UUID, int],
    lots: Lots | None = None,
    reason: str = "",
    by: User | None,
) -> None:
    """Add delivered units to one's own warehouse. Runs in the supplier's context.

    Args:
        lots: by product, of those that track lots; each of those must be here, and not in units_by_product.
    Locks:  the balances, in key order.
    Raises: NotEditable where another company keeps the warehouse, TooMuchStock, WarehouseClosed, LotNotNamed,
        LotDiffers; then nothing is written.
    Source: SPEC.md I3, I13.
    """
    if warehouse.organization_id != supplier.pk:
        raise NotEditable(_("Stock comes into another company's warehouse by a transfer."))
    rows = receipt_rows(supplier, warehouse, units_by_product, lots or {})
    _receive(supplier, warehouse, rows, reason, by)


@transaction.atomic
def receive_first_stock(*, supplier: Organization, product: Product, units: int, by: User) -> None:
    """Add what a supplier has of a new product to its own warehouse. Runs in the supplier's context.

    Locks: the balance.
    """
    at = default_warehouse(supplier)
    _receive(
        supplier, at, [ledger.Movement(at.pk, product.pk, MovementKind.RECEIPT, on_hand_units=units)], "", by
    )


@transaction.atomic
def receive_kept_stock(
    *,
    supplier: Organization,
    warehouse: Warehouse,
    units_by_product: dict[UUID, int],
    lots: Lots | None = None,
    reason: str = "",
    by: User,
) -> None:
    """Add delivered units of a supplier, as the distributor that keeps the warehouse.

    Args: as receive_stock.
    Locks:  the balances, in key order.
    Raises: NotEditable unless it is one's own warehouse and the agreement is in force; TooMuchStock,
        WarehouseClosed, LotNotNamed, LotDiffers; then nothing is written.
    Source: SPEC.md I3, I13.
    """
    check_keeper(supplier, warehouse)
    with act_for(supplier.pk, by=by.pk):
        rows = receipt_rows(supplier, warehouse, units_by_product, lots or {})
        _receive(supplier, warehouse, rows, reason, by)


@transaction.atomic
def adjust_stock(
    *,
    supplier: Organization,
    warehouse: Warehouse,
    product: Product,
    change_units: int,
    reason: str,
    by: User,
    seen_units: int | None = None,
) -> None:
    """Correct what is on hand by a difference, so that what moved meanwhile is kept. In the supplier's context.

    Args:
        change_units: counted minus what was seen; may be negative; 0 writes nothing.
        seen_units: what was on hand when it was counted, where a change since then is to be told (SPEC.md B4).
    Locks:  the balance.
    Raises: NotEditable where another company keeps the warehouse and has not granted it; InsufficientStock
        when less would be on hand than is reserved; StockMoved; TooMuchStock; then nothing is written.
    Source: SPEC.md I4, I6.
    """
    check_granted(supplier, warehouse)
    change = _Change(product, MovementKind.ADJUSTMENT, change_units, reason)
    _check_seen(supplier, warehouse, product, seen_units)
    if change_units:
        _change(supplier, warehouse, change, by)


@transaction.atomic
def adjust_kept_stock(
    *,
    supplier: Organization,
    warehouse: Warehouse,
    product: Product,
    change_units: int,
    reason: str,
    by: User,
    seen_units: int | None = None,
) -> None:
    """Correct what is on hand of a supplier's product, as the distributor that keeps the warehouse.

    Args: as adjust_stock.
    Locks:  the balance.
    Raises: NotEditable unless it is one's own warehouse and the agreement is in force; InsufficientStock;
        StockMoved; TooMuchStock; then nothing is written.
    Source: SPEC.md I4, I6.
    """
    check_keeper(supplier, warehouse)
    _change_kept(
        supplier, warehouse, _Change(product, MovementKind.ADJUSTMENT, change_units, reason), by, seen_units
    )


@transaction.atomic
def write_off(
    *, supplier: Organization, warehouse: Warehouse, product: Product, units: int, reason: str, by: User
) -> None:
    """Take lost or broken units out of a warehouse. Runs in the supplier's context.

    Locks:  the balance.
    Raises: NotEditable as adjust_stock; InsufficientStock when fewer are free; then nothing is written.
    """
    if units < 1:
        raise ValueError("write off at least one unit")
    check_granted(supplier, warehouse)
    _change(supplier, warehouse, _Change(product, MovementKind.WRITE_OFF, -units, reason), by)


@transaction.atomic
def write_off_kept(
    *, supplier: Organization, warehouse: Warehouse, product: Product, units: int, reason: str, by: User
) -> None:
    """Take lost or broken units of a supplier out, as the distributor that keeps the warehouse.

    Locks:  the balance.
    Raises: NotEditable as adjust_kept_stock; InsufficientStock when fewer are free; then nothing is written.
    """
    if units < 1:
        raise ValueError("write off at least one unit")
    check_keeper(supplier, warehouse)
    _change_kept(supplier, warehouse, _Change(product, MovementKind.WRITE_OFF, -units, reason), by, None)


def _receive(
    supplier: Organization, warehouse: Warehouse, rows: list[ledger.Movement], reason: str, by: User | None
) -> None:
    if any(row.on_hand_units < 1 for row in rows):
        raise ValueError("receive at least one unit of each product")
    _check_open(warehouse)
    products = {row.product_id for row in rows}
    ledger.open_balances(supplier_id=supplier.pk, warehouse=warehouse, products=products)
    if len(ledger.move_given(rows, cause=ledger.Cause(supplier.pk, by, reason=reason))) < len(rows):
        raise TooMuchStock(_("More would be on hand than one warehouse can hold."))


def _check_open(warehouse: Warehouse) -> None:
    if warehouse.closed_at:
        raise WarehouseClosed(_("This warehouse is closed."))


def _check_seen(
    supplier: Organization, warehouse: Warehouse, product: Product, seen_units: int | None
) -> None:
    """Lock the balance, and say what it is now if that is not what was seen."""
    if seen_units is None:
        return
    keys = {"supplier": supplier, "warehouse": warehouse, "product": product}
    balance = StockBalance.objects.select_for_update(no_key=True).filter(**keys).first()
    now = balance.on_hand_units if balance else 0
    if now != seen_units:
        text = _("Meanwhile it changed: %(now)s are on hand now, %(seen)s when you began.")
        raise StockMoved(text % {"now": now, "seen": seen_units}, now)


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of what is on hand of one product, with its reason."""

    product: Product
    kind: MovementKind
    units: int
    reason: str


def _change_kept(
    supplier: Organization, warehouse: Warehouse, change: _Change, by: User, seen_units: int | None
) -> None:
    with act_for(supplier.pk, by=by.pk):
        _check_seen(supplier, warehouse, change.product, seen_units)
        if change.units:
            _change(supplier, warehouse, change, by)
    if change.units:
        _record(warehouse.organization_id, warehouse, change, by)


def _change(supplier: Organization, warehouse: Warehouse, change: _Change, by: User) -> None:
    product = change.product
    if change.units > 0:
        _check_open(warehouse)
    ledger.open_balances(supplier_id=supplier.pk, warehouse=warehouse, products=[product.pk])
    row = ledger.Movement(warehouse.pk, product.pk, change.kind, on_hand_units=change.units)
    if ledger.move_given([row], cause=ledger.Cause(supplier.pk, by, reason=change.reason)):
        _record(supplier.pk, warehouse, change, by)
    elif change.units > 0:
        raise TooMuchStock(_("More would be on hand than one warehouse can hold."))
    else:
        wanted = {product.pk: -change.units}
        raise InsufficientStock(shortages_of(supplier.pk, (warehouse.organization_id,), wanted))


def _record(organization_id: UUID, warehouse: Warehouse, change: _Change, by: User) -> None:
    record_change(
        organization_id=organization_id,
        by=by,
        verb=_VERBS[change.kind],
        subject=change.product,
        subject_name=change.product.name,
        after={"warehouse": warehouse.name, "change_units": change.units, "reason": change.reason},
    )

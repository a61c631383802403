"""Stock that comes in, is counted anew, or is lost (SPEC.md I3, I4, I6)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalogs.models import Product
from inventory.enums import MovementKind
from inventory.errors import InsufficientStock, NotEditable
from inventory.models import Warehouse
from inventory.queries.availability import shortages_of
from inventory.queries.places import keeps_for, may_adjust
from inventory.services import ledger
from inventory.services.warehouses import default_warehouse
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import act_for, acting

_VERBS = {MovementKind.ADJUSTMENT: "stock_adjusted", MovementKind.WRITE_OFF: "stock_written_off"}


@transaction.atomic
def receive_stock(
    *,
    supplier: Organization,
    warehouse: Warehouse,
    units_by_product: dict[UUID, int],
    reason: str = "",
    by: User | None,
) -> None:
    """Add delivered units to one's own warehouse. Runs in the supplier's context.

    Locks:  the balances, in key order.
    Raises: NotEditable where another company keeps the warehouse; then nothing is written.
    Source: SPEC.md I3.
    """
    if warehouse.organization_id != supplier.pk:
        raise NotEditable(_("Stock comes into another company's warehouse by a transfer."))
    _receive(supplier, warehouse, units_by_product, reason, by)


@transaction.atomic
def receive_first_stock(*, supplier: Organization, product: Product, units: int, by: User) -> None:
    """Add what a supplier has of a new product to its own warehouse. Runs in the supplier's context.

    Locks: the balance.
    """
    _receive(supplier, default_warehouse(supplier), {product.pk: units}, "", by)


@transaction.atomic
def receive_kept_stock(
    *,
    supplier: Organization,
    warehouse: Warehouse,
    units_by_product: dict[UUID, int],
    reason: str = "",
    by: User,
) -> None:
    """Add delivered units of a supplier, as the distributor that keeps the warehouse.

    Locks:  the balances, in key order.
    Raises: NotEditable unless it is one's own warehouse and the agreement is in force.
    Source: SPEC.md I3.
    """
    _check_keeper(supplier, warehouse)
    with act_for(supplier.pk, by=by.pk):
        _receive(supplier, warehouse, units_by_product, reason, by)


@transaction.atomic
def adjust_stock(
    *,
    supplier: Organization,
    warehouse: Warehouse,
    product: Product,
    change_units: int,
    reason: str,
    by: User,
) -> None:
    """Correct what is on hand by a difference, so that what moved meanwhile is kept. In the supplier's context.

    Args:
        change_units: counted minus what was seen; may be negative; 0 writes nothing.
    Locks:  the balance.
    Raises: NotEditable where another company keeps the warehouse and has not granted it; InsufficientStock
        when less would be on hand than is reserved; then nothing is written.
    Source: SPEC.md I4, I6.
    """
    _check_granted(supplier, warehouse)
    if change_units:
        _change(supplier, warehouse, _Change(product, MovementKind.ADJUSTMENT, change_units, reason), by)


@transaction.atomic
def adjust_kept_stock(
    *,
    supplier: Organization,
    warehouse: Warehouse,
    product: Product,
    change_units: int,
    reason: str,
    by: User,
) -> None:
    """Correct what is on hand of a supplier's product, as the distributor that keeps the warehouse.

    Locks:  the balance.
    Raises: NotEditable unless it is one's own warehouse and the agreement is in force; InsufficientStock;
        then nothing is written.
    Source: SPEC.md I4, I6.
    """
    _check_keeper(supplier, warehouse)
    change = _Change(product, MovementKind.ADJUSTMENT, change_units, reason)
    if change_units:
        with act_for(supplier.pk, by=by.pk):
            _change(supplier, warehouse, change, by)
        _record(warehouse.organization_id, warehouse, change, by)


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
    _check_granted(supplier, warehouse)
    _change(supplier, warehouse, _Change(product, MovementKind.WRITE_OFF, -units, reason), by)


def _check_granted(supplier: Organization, warehouse: Warehouse) -> None:
    if not may_adjust(supplier, warehouse):
        raise NotEditable(_("Whoever keeps this warehouse has not granted you to edit its stock."))


def _check_keeper(supplier: Organization, warehouse: Warehouse) -> None:
    context = acting()
    own = context is not None and context.organization_id == warehouse.organization_id
    if not (own and keeps_for(warehouse.organization_id, supplier.pk)):
        raise NotEditable(_("You do not keep stock for this supplier."))


def _receive(
    supplier: Organization,
    warehouse: Warehouse,
    units_by_product: dict[UUID, int],
    reason: str,
    by: User | None,
) -> None:
    if any(units < 1 for units in units_by_product.values()):
        raise ValueError("receive at least one unit of each product")
    ledger.open_balances(supplier_id=supplier.pk, warehouse=warehouse, products=units_by_product)
    rows = [
        ledger.Movement(warehouse.pk, product, MovementKind.RECEIPT, on_hand_units=units)
        for product, units in units_by_product.items()
    ]
    ledger.move_given(rows, cause=ledger.Cause(supplier.pk, by, reason=reason))


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of what is on hand of one product, with its reason."""

    product: Product
    kind: MovementKind
    units: int
    reason: str


def _change(supplier: Organization, warehouse: Warehouse, change: _Change, by: User) -> None:
    product = change.product
    ledger.open_balances(supplier_id=supplier.pk, warehouse=warehouse, products=[product.pk])
    row = ledger.Movement(warehouse.pk, product.pk, change.kind, on_hand_units=change.units)
    moved = ledger.move_given([row], cause=ledger.Cause(supplier.pk, by, reason=change.reason))
    if not moved:
        wanted = {product.pk: -change.units}
        raise InsufficientStock(shortages_of(supplier.pk, warehouse.organization_id, wanted))
    _record(supplier.pk, warehouse, change, by)


def _record(organization_id: UUID, warehouse: Warehouse, change: _Change, by: User) -> None:
    record_change(
        organization_id=organization_id,
        by=by,
        verb=_VERBS[change.kind],
        subject=change.product,
        subject_name=change.product.name,
        after={"warehouse": warehouse.name, "change_units": change.units, "reason": change.reason},
    )

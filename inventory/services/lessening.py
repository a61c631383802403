"""Letting go of a part of what an order holds, while it goes on holding the rest (SPEC.md O3, O9).

The caller holds the lock of the order and, by reserve_stock, those of its balances.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from inventory.enums import MovementKind
from inventory.errors import HeldLess
from inventory.models import LotPick
from inventory.services import ledger
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization


@transaction.atomic
def release_units(
    *,
    supplier_id: UUID,
    holder_id: UUID,
    revision: int,
    units: Mapping[tuple[UUID, UUID], int],
    by: User | None,
) -> None:
    """Let go of so many units that an order holds, by (warehouse, product); no statement where there are none.

    Runs in the supplier's context.

    Locks: the balances, in key order.
    Raises: HeldLess where less is reserved there; then nothing is written.
    """
    if not units:
        return
    moved = ledger.move_given(
        [
            ledger.Movement(warehouse, product, MovementKind.RELEASE, reserved_units=-number)
            for (warehouse, product), number in units.items()
        ],
        cause=ledger.Cause(supplier_id, by, holder_id, revision),
    )
    if len(moved) != len(units):
        raise HeldLess(_("The order does not hold that many units."))


@transaction.atomic
def unpick_lots(*, supplier: Organization, holder_id: UUID, products: Collection[UUID]) -> None:
    """Forget which lots were picked of products of which an order holds more or less now; others propose them anew."""
    LotPick.objects.filter(supplier=supplier, holder_id=holder_id, product_id__in=products).delete()

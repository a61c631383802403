"""Days of cover: how long what is free lasts, at the pace of what left lately (SPEC.md I12)."""

from collections.abc import Collection
from datetime import timedelta
from math import ceil
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from inventory.enums import MovementKind
from inventory.models import StockMovement

LOOKS_BACK_DAYS = 28
LONGEST_DAYS = 999


def units_left(
    supplier_id: UUID, products: Collection[UUID] | None = None, *, days: int = LOOKS_BACK_DAYS
) -> dict[tuple[UUID, UUID], int]:
    """Return what was shipped and not returned in the last days, by (keeper, product); one statement.

    Works as each side sees the ledger.

    Args:
        products: these alone; None is all.
    """
    narrowed = {} if products is None else {"product_id__in": list(products)}
    rows = (
        StockMovement.objects.filter(
            supplier_id=supplier_id,
            kind__in=[MovementKind.SHIPMENT, MovementKind.RETURN],
            at__gte=timezone.now() - timedelta(days=days),
            **narrowed,
        )
        .order_by()
        .values("keeper_id", "product_id")
        .annotate(units=-Sum("on_hand_units"))
        .values_list("keeper_id", "product_id", "units")
    )
    return {(keeper, product): units for keeper, product, units in rows if units > 0}


def days_of_cover(available_units: int, left_units: int, *, days: int = LOOKS_BACK_DAYS) -> int | None:
    """Return for how many days this much lasts, at most LONGEST_DAYS; None where nothing left."""
    if left_units <= 0:
        return None
    return min(max(available_units, 0) * days // left_units, LONGEST_DAYS)


def units_for(target_days: int, left_units: int, *, days: int = LOOKS_BACK_DAYS) -> int:
    """Return how much has to be there to last so many days."""
    return ceil(target_days * left_units / days)

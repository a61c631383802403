"""First expired, first out: which lots are proposed for what leaves (SPEC.md I13). Values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Lying:
    """A lot in a warehouse.

    Args:
        picked_units: of them, for orders and transfers other than the one that is asked about.
        own_units: picked for the one that is asked about.
    """

    lot_id: UUID
    code: str
    best_before: date | None
    warehouse_id: UUID
    product_id: UUID
    on_hand_units: int
    picked_units: int = 0
    own_units: int = 0

    @property
    def free_units(self) -> int:
        """Return what may be picked of it for the one that is asked about, with what is picked for it already."""
        return max(0, self.on_hand_units - self.picked_units)

    def has_expired(self, today: date) -> bool:
        """Tell whether its best-before date has passed; on the day itself it has not."""
        return self.best_before is not None and self.best_before < today


def in_turn(lots: Iterable[Lying]) -> list[Lying]:
    """Return lots as they are to leave: the first to expire first, those without a date last, then by code."""
    return sorted(lots, key=lambda lot: (lot.best_before is None, lot.best_before or date.max, lot.code))


def proposed(lots: Iterable[Lying], wanted_units: int, today: date) -> dict[UUID, int]:
    """Return units by lot for what leaves: what is picked already, then first expired first out.

    A lot that has expired is not proposed; nor is what was picked for others. It may come to less than was wanted.
    """
    ordered = in_turn(lots)
    units = {lot.lot_id: lot.own_units for lot in ordered if lot.own_units}
    left = wanted_units - sum(units.values())
    for lot in ordered:
        more = min(left, lot.free_units - lot.own_units)
        if more > 0 and not lot.has_expired(today):
            units[lot.lot_id] = units.get(lot.lot_id, 0) + more
            left -= more
    return units

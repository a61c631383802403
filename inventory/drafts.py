"""What is said before stock moves: what to send, what arrived, what an order wants; and what an order was given."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TransferDraft:
    """A transfer as it shall be, between two warehouses."""

    source: Any
    destination: Any
    units_by_product: dict[UUID, int]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """What arrived of one product: whole, and broken."""

    received_units: int
    broken_units: int = 0


@dataclass(frozen=True, slots=True)
class LotUnits:
    """Units of a lot, as it is printed on the goods; without a code what has no lot."""

    code: str
    units: int
    best_before: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many units of a product an order wants, and whether what is not there may wait.

    Args:
        warehouse_id, own_warehouse_id: where its line takes from already, of its deliverer and of the supplier; what
            it wants more it takes there too.
    """

    units: int
    allows_backorder: bool = False
    warehouse_id: UUID | None = None
    own_warehouse_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What an order was given of a product: where its deliverer keeps it, from the supplier's own, and what waits."""

    warehouse_id: UUID | None = None
    units: int = 0
    own_warehouse_id: UUID | None = None
    own_units: int = 0
    backordered_units: int = 0

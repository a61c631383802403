"""What is said of a transfer before it moves anything: what to send, and what arrived."""

from dataclasses import dataclass
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

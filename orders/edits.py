"""What is said of an order that was placed: what its retailer wants instead, how much its supplier says is to come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from orders.enums import ChangeReason


@dataclass(frozen=True, slots=True)
class OrderEdit:
    """What a retailer wants of its order instead; what is None or left out stays as it is.

    Args:
        units_by_product: 0 takes a line out; a product that is in no line is added.
        address_key: of queries.addresses.delivery_addresses.
        digest: of the change that the buyer was shown (ChangedOrder.digest); None where nobody was shown one.
    """

    units_by_product: Mapping[UUID, int] = field(default_factory=dict)
    delivery_date: date | None = None
    address_key: str | None = None
    po_number: str | None = None
    note: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many units of a line are to come, and why; the note says it where the reason is another one."""

    units: int
    reason: ChangeReason | None = None
    note: str = ""

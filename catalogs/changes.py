"""A product as it shall be, and what became of that."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from catalogs.details import COLUMNS, ProductDetails
from wholesale.errors import DomainError


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChange:
    """A product as it shall be.

    Args:
        product_id: the one to change; none adds a new one.
        version: the one that was read; none changes whatever stands.
        keeps_price: of a product that there is the price stays, whatever it is by then: it has no version, and comes
            into force by itself.
    """

    details: ProductDetails
    product_id: UUID | None = None
    version: int | None = None
    keeps_price: bool = False


@dataclass(slots=True)
class SavedProduct:
    """What became of a change: the product's row as it stands now, or why it was refused.

    `before` and `after` are what differs, as the log keeps it.
    """

    product: Any = None
    error: DomainError | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Tell whether anything was written."""
        return self.error is None and bool(self.after)

    @property
    def is_new(self) -> bool:
        """Tell whether it was added."""
        return self.is_changed and self.product is not None and self.product.version == 1


def details_of(product: Any, unit_price: Decimal | None) -> ProductDetails:
    """Return what a product's row says, with its price on the default list."""
    return ProductDetails(**{name: getattr(product, name) for name in COLUMNS}, unit_price=unit_price)

"""What cannot be done with stock, and what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wholesale.errors import DomainError


@dataclass(frozen=True, slots=True)
class Shortage:
    """A product of which less is left than was asked for."""

    product_id: UUID
    sku: str
    name: str
    wanted_units: int
    available_units: int

    @property
    def message(self) -> str:
        """Say what is left, in words for whoever asked."""
        if not self.available_units:
            return _("%(product)s is sold out.") % {"product": self.name}
        text = ngettext(
            "Only %(left)s of %(product)s is left, you asked for %(wanted)s.",
            "Only %(left)s of %(product)s are left, you asked for %(wanted)s.",
            self.available_units,
        )
        return text % {"left": self.available_units, "product": self.name, "wanted": self.wanted_units}


class InsufficientStock(DomainError):
    """Some product cannot be covered; `shortages` says which, and what is left of it."""

    code = "insufficient_stock"

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__(" ".join(shortage.message for shortage in shortages))
        self.shortages = list(shortages)


class HeldLess(DomainError):
    """More was to be shipped or returned than the order holds or has shipped."""

    code = "held_less"


class NotEditable(DomainError):
    """Whoever keeps the warehouse has not granted this change (SPEC.md I6)."""

    code = "not_editable"
    status = 403


class TooMuchStock(DomainError):
    """More would be on hand than a warehouse can be kept account of."""

    code = "too_much_stock"
    status = 422


class StockMoved(DomainError):
    """The balance is not what was seen when the change was typed (SPEC.md B4); `on_hand_units` is what it is now."""

    code = "stock_moved"

    def __init__(self, message: str, on_hand_units: int) -> None:
        super().__init__(message)
        self.on_hand_units = on_hand_units


class NameTaken(DomainError):
    """Another warehouse of the company is called so."""

    code = "name_taken"


class WarehouseInUse(DomainError):
    """A warehouse cannot be closed while something lies there or is on its way."""

    code = "warehouse_in_use"


class WarehouseClosed(DomainError):
    """Nothing comes into a closed warehouse."""

    code = "warehouse_closed"


class TakeClosed(DomainError):
    """A stock take was applied or discarded already."""

    code = "stock_take_closed"


class CountedAlready(DomainError):
    """Somebody else counted this product meanwhile (SPEC.md B4); `line` is what they counted."""

    code = "counted_already"

    def __init__(self, message: str, line: Any) -> None:
        super().__init__(message)
        self.line = line


class NotInTake(DomainError):
    """A stock take of one category does not count products of another."""

    code = "not_in_stock_take"
    status = 422


class CountBelowReserved(DomainError):
    """Fewer units were counted than are reserved by orders."""

    code = "count_below_reserved"


class WrongCount(DomainError):
    """The counted units do not fit what was sent."""

    code = "wrong_count"
    status = 422


class EmptyTransfer(DomainError):
    """A transfer without lines cannot be sent."""

    code = "empty_transfer"
    status = 422


class LotNotNamed(DomainError):
    """A product that tracks lots came in without one, or one that tracks none with one."""

    code = "lot_not_named"
    status = 422


class LotDiffers(DomainError):
    """A lot is known with another best-before date."""

    code = "lot_differs"
    status = 422


class LotShort(DomainError):
    """Fewer units of a lot are there, or free of what was picked for others, than were asked for."""

    code = "lot_short"


class LotsToChoose(DomainError):
    """What is left of a product is in lots that have expired or were picked for others; somebody has to choose."""

    code = "lots_to_choose"

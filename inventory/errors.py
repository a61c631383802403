"""What cannot be done with stock, and what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
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


class WrongCount(DomainError):
    """The counted units do not fit what was sent."""

    code = "wrong_count"
    status = 422


class EmptyTransfer(DomainError):
    """A transfer without lines cannot be sent."""

    code = "empty_transfer"
    status = 422

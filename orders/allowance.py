"""What a customer's terms say about an order: below the minimum, on hold, over the credit limit (SPEC.md C11, O4)."""

from dataclasses import dataclass
from decimal import Decimal

from retailers.enums import Licence


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What stands against an order, and whether it may be sent all the same.

    Args:
        missing_to_minimum: how much more goods the minimum asks for; zero once it is reached.
        over_credit_limit: by how much this order and what is open already pass the limit.
        licence: how the customer's licence stands, where the order needs one and it is not good.
        licence_blocks: whether that refuses the order, or warns.
        hold_blocks: whether being on hold or over the limit refuses orders, or warns.
    """

    missing_to_minimum: Decimal = Decimal(0)
    minimum_is_hard: bool = False
    is_on_hold: bool = False
    over_credit_limit: Decimal = Decimal(0)
    hold_blocks: bool = True
    licence: Licence | None = None
    licence_blocks: bool = False

    @property
    def refuses_hold(self) -> bool:
        """Tell whether no order is taken until the supplier releases the customer."""
        return self.is_on_hold and self.hold_blocks

    @property
    def refuses_credit(self) -> bool:
        """Tell whether the order is too much for the customer's credit."""
        return bool(self.over_credit_limit) and self.hold_blocks

    @property
    def refuses_minimum(self) -> bool:
        """Tell whether the order is too little."""
        return bool(self.missing_to_minimum) and self.minimum_is_hard

    @property
    def refuses_licence(self) -> bool:
        """Tell whether the order waits for a good licence."""
        return self.licence is not None and self.licence_blocks

    @property
    def warns(self) -> bool:
        """Tell whether anything stands against the order."""
        return self.is_on_hold or bool(self.over_credit_limit or self.missing_to_minimum or self.licence)

    @property
    def refuses(self) -> bool:
        """Tell whether the order cannot be sent as it stands."""
        return self.refuses_hold or self.refuses_credit or self.refuses_minimum or self.refuses_licence


def over_limit(*, limit: Decimal | None, open_amount: Decimal, total: Decimal) -> Decimal:
    """Return by how much a limit is passed; zero within it, and where there is none."""
    return Decimal(0) if limit is None else max(open_amount + total - limit, Decimal(0))
